"""The rows of a comparison: where, what the one says, what the other says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size

from flux_tui.model.inline import json_text, name_text
from flux_tui.model.json import Json
from flux_tui.replica.comparison import Compared, Difference
from flux_tui.tui.cells import fit, fit_middle
from flux_tui.tui.painted_list import PaintedList

PARTS = ("dim", "differs", "one")
"""The component classes: what is equal, what differs, what only one of them has."""

LOOKS = {
    Difference.NONE: "dim",
    Difference.VALUE: "differs",
    Difference.ONLY_LEFT: "one",
    Difference.ONLY_RIGHT: "one",
}

GAP = 2
"""Cells between two columns."""


class CompareTable(PaintedList):
    """A virtual list of places; it is scrolled, and nothing in it is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"compare--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False, id="compare.down"),
        Binding("up,k", "scroll_up", "Up", show=False, id="compare.up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="compare.page-down"),
        Binding("pageup", "page_up", "Page up", show=False, id="compare.page-up"),
        Binding("home,g", "scroll_home", "Top", show=False, id="compare.top"),
        Binding("end,G", "scroll_end", "Bottom", show=False, id="compare.bottom"),
    ]

    def __init__(self) -> None:
        super().__init__("compare", PARTS, id="compare-table")
        self._rows: Sequence[Compared] = ()
        self._heads = ("", "")

    def show(self, rows: Sequence[Compared], left: str, right: str) -> None:
        """Show rows under the names of the two."""
        before, self._rows = self._rows, rows
        heads, self._heads = self._heads, (left, right)
        if len(before) != len(rows) or heads != self._heads:
            self.virtual_size = Size(self.size.width, len(rows) + 1)
            self.repaint_all()
            return
        changed = [y for y, row in enumerate(rows) if row is not before[y] and row != before[y]]
        self.repaint_seen([y + 1 for y in changed])

    def segments_of(self, line: int) -> list[Segment]:
        """The two names, then a row a line; the names scroll with the rows."""
        name, value = self._widths()
        gap, looks = " " * GAP, self.looks
        if line == 0:
            left, right = (fit_middle(head, value) for head in self._heads)
            return [Segment(" " * (name + GAP + 2) + left + gap + right, Style(bold=True))]
        if line > len(self._rows):
            return []
        row = self._rows[line - 1]
        look = looks[LOOKS[row.difference]]
        path = ".".join(name_text(str(part), 100) for part in row.path)
        left = "·" if row.difference is Difference.ONLY_RIGHT else _text(row.left)
        right = "·" if row.difference is Difference.ONLY_LEFT else _text(row.right)
        sign = " " if row.difference is Difference.NONE else row.difference.value
        return [
            Segment(f"{sign} ", look),
            Segment(fit_middle(path, name) + gap),
            Segment(fit(left, value) + gap + fit(right, value), look),
        ]

    def on_resize(self) -> None:
        """Another width means other columns."""
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self.repaint_all()

    def _widths(self) -> tuple[int, int]:
        """Cells of a place's name, and of each of the values."""
        room = max(12, self.size.width - 2 - 2 * GAP)
        name = max(8, min(30, room // 3))
        return name, max(2, (room - name) // 2)


def _text(value: Json) -> str:
    """A value as JSON: a text has its quotes, so that no kind is taken for another."""
    return json_text(value, 300)
