"""The line beneath a filter that is none: what was expected, under the place where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.model.printable import printable
from flux_tui.tui.cells import fit, fit_right, width_of

if TYPE_CHECKING:
    from flux_tui.replica.query import QueryError

CORNER = "╰ "
"""Points up to the place."""


class ProblemLine(Widget):
    """Seen only while there is something wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._shorter: tuple[str, ...] = ()
        """The same without the column, to which the corner points, and without what is known."""
        self._cell = 0

    def show(self, error: QueryError | None, cell: int) -> None:
        """Say what is wrong at a cell of the line above; None is not shown."""
        if error is not None:
            said = f"column {error.column + 1}: expected {error.expected}"
            self._said, self._cell = printable(said, limit=400), cell
            expected = printable(error.expected, limit=400)
            self._shorter = (f"expected {expected}", _inner(expected))
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The text under its place; in fewer words, or further to the left, where it needs that."""
        width = self.size.width
        told = (self._said, *self._shorter)
        placed = [f"{' ' * self._cell}{CORNER}{text}" for text in told]
        line = next((text for text in placed if width_of(text) <= width), "")
        if not line or self._cell < 0:
            text = next((text for text in told if width_of(text) <= width), told[-1])
            line = fit_right(text, width)
        return Strip([Segment(fit(line, width), self.rich_style)], width)


def _inner(text: str) -> str:
    """What stands in the brackets that a text ends with, which tells most; else all of it."""
    _, bracket, inner = text.partition(" (")
    whole = bracket and text.endswith(")")
    return inner.removesuffix(")") if whole else f"expected {text}"
