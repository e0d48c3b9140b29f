"""Paints a group's header, and knows which column's title stands where in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import name_text
from flux_tui.replica.condition import Condition
from flux_tui.replica.view import GroupRow, Sort, View
from flux_tui.tui.cells import cut_end, fit_right, width_of
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.entity_list.column import Column
from flux_tui.tui.entity_list.group_layout import AGE, title_room
from flux_tui.tui.entity_list.layouts import Layouts
from flux_tui.tui.entity_list.silence import SIGN, Silence
from flux_tui.tui.entity_list.styles import ListStyles

SIGNS = {Condition.FINE: " ", Condition.WARNING: "!", Condition.FAILING: "✗"}
"""What says an entity's condition without colour."""

UNWELL = (
    (SIGNS[Condition.FAILING], Condition.FAILING),
    (SIGNS[Condition.WARNING], Condition.WARNING),
    (SIGN, Condition.WARNING),
)
"""What a header counts of a group's members, the worst first."""

ARROWS = "▲▼"
"""What says that rows are sorted by a column, rising or falling."""

SHORTEST = 8
"""Cells that a group's name keeps at least."""

Piece = tuple[str, Condition]
"""Something that is told of a group, and how bad it is."""

Title = tuple[int, str, Sort | None]
"""Where a title begins, the title in all its cells, and what it sorts by."""


class HeaderPainter:
    """A group's header: its name, how many, how many are not well, and its columns' titles."""

    def __init__(self, view: View, silence: Silence, layouts: Layouts) -> None:
        self._view = view
        self._silence = silence
        self._layouts = layouts

    def paint(self, row: GroupRow, width: int, focused: bool, styles: ListStyles) -> list[Segment]:
        """The whole line."""
        back = styles.focus if focused else Style.null()
        segments = [Segment("▌" if focused else " ", styles.bar + back)]
        told = self._told(row, width)
        for text, condition in told:
            style = styles.condition(condition) if condition else styles.group
            segments.append(Segment(text, style + back))
        used = 1 + _width(told)
        for start, title, sort in self._titles(row, used, width):
            segments.append(Segment(" " * (start - used), back))
            style = styles.group if self._arrow(sort) else styles.title
            segments.append(Segment(title, style + back))
            used = start + width_of(title)
        segments.append(Segment(" " * max(0, width - used), back))
        return segments

    def sort_at(self, row: GroupRow, x: int, width: int) -> Sort | None:
        """What the title at a cell sorts by; None where there is no title."""
        used = 1 + _width(self._told(row, width))
        for start, title, sort in self._titles(row, used, width):
            if start <= x < start + width_of(title):
                return sort
        return None

    def counts(self, row: GroupRow) -> tuple[int, int, int, int]:
        """How many rows a group shows, and how many of these are failing, warn or are silent."""
        name, count = row.name, self._view.count
        failing, warning = count(name, Condition.FAILING), count(name, Condition.WARNING)
        return row.shown, failing, warning, self._silence.count(name)

    def _told(self, row: GroupRow, width: int) -> list[Piece]:
        """The part that tells of the group itself, narrower where it would cover a title."""
        mark, name = "▸" if row.folded else "▾", self._layouts.name_of(row.name, width)
        shown, *unwell = self.counts(row)

        def pieces(gap: str, inner: str, longest: int) -> list[Piece]:
            told = [(f"{mark} {cut_end(name, longest)}{gap}{shown:,}", Condition.FINE)]
            for (sign, condition), count in zip(UNWELL, unwell, strict=True):
                if count:
                    told.append((f"{gap}{sign}{inner}{count:,}", condition))
            return told

        longest = max(SHORTEST, width // 3)
        wide, tight = pieces("  ", " ", longest), pieces(" ", "", longest)
        room = self._before_titles(row, width)
        if _width(wide) + 2 <= room:
            return wide
        tightest = pieces(" ", "", SHORTEST)
        return tightest if _width(tightest) < room <= _width(tight) else tight

    def _before_titles(self, row: GroupRow, width: int) -> int:
        """Cells before the first title, the focus bar's apart; all there are of a folded group."""
        if row.folded:
            return width
        return next(iter(self._titles(row, 0, width)), (width, "", None))[0] - 1

    def _titles(self, row: GroupRow, used: int, width: int) -> Iterator[Title]:
        """The titles that there is room for behind ``used`` cells; none of a folded group."""
        if row.folded:
            return
        layout = self._layouts.of(row.name, width)
        for place, column in enumerate(layout.columns):
            if column.is_trend:
                continue
            title = self._title(column, title_room(layout, place), layout.edge)
            text = title.lstrip(" ")
            start = column.start + len(title) - len(text)
            if start > used:
                yield start, text, column.spec.sort
                used = column.end
        if layout.has_age and layout.edge >= used:
            sort = ColumnSpec.AGE.sort
            yield layout.edge, fit_right("age", AGE - 1) + (self._arrow(sort) or " "), sort

    def _title(self, column: Column, room: int, edge: int) -> str:
        """A title in at least the cells of its column; more of the room where it needs it."""
        spec = column.spec
        label, arrow = name_text(spec.label), self._arrow(spec.sort)
        if column.width < width_of(label):
            column = replace(column, width=min(room, width_of(label)), unit_width=0, bar=False)
        if len(spec.path) > 1 and width_of(label) > column.width:
            label = f".{name_text(spec.path[-1])}"  # its end tells more
        title = column.entitled(label, arrow)
        if column.start + width_of(title) > edge:
            return column.entitled(cut_end(label, column.width - 1), arrow)
        return title

    def _arrow(self, sort: Sort | None) -> str:
        """Which way the rows are sorted by it, if they are; what is busiest comes first."""
        if sort is None or sort != self._view.sort:
            return ""
        return ARROWS[self._view.reverse ^ (sort == Sort.RATE)]


def _width(told: Sequence[Piece]) -> int:
    return sum(width_of(text) for text, _ in told)
