"""The line beneath a filter that is none: what was expected, under the place where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.model.printable import printable
from flux_tui.tui.cells import cut_end, fit, width_of

if TYPE_CHECKING:
    from flux_tui.replica.query import QueryError

CORNER = "╰ "
"""Points up to the place."""


class ProblemLine(Widget):
    """Seen only while there is something wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._cell = 0

    def show(self, error: QueryError | None, cell: int) -> None:
        """Say what is wrong at a cell of the line above; None is not shown."""
        if error is not None:
            said = f"column {error.column + 1}: expected {error.expected}"
            self._said, self._cell = printable(said, limit=400), cell
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The text under its place; further to the left, and without the corner, if need be."""
        width, text = self.size.width, f"{CORNER}{self._said}"
        room = width - width_of(text)
        if 0 <= self._cell <= room:
            line = " " * self._cell + text
        else:
            said = cut_end(self._said, width)
            line = " " * (width - width_of(said)) + said
        return Strip([Segment(fit(line, width), self.rich_style)], width)
