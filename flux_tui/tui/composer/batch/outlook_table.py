"""The table beside a batch: what each event will do, or what became of it. Only what is seen is
made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from flux_tui.client.turns import Turns
from flux_tui.tui.cells import fit, fit_middle, fit_right
from flux_tui.tui.composer.wording import LOOKS
from flux_tui.tui.cursor_list import cursor_keys
from flux_tui.tui.frame import FrameBudget

WIDE = 90
"""Cells from which stream and source have columns of their own."""

PATIENCE = 1.0
"""Seconds for which rows stand in an order though something became of one that changes it."""


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """One event as a line; all of it printable."""

    sign: str
    number: str
    entity: str
    stream: str
    source: str
    text: str


Rank = Callable[[int], int]
"""How good what a row says is, by its place: the worst is the lowest."""

Rows = Callable[[int], OutlookRow]
"""A row by its place."""


class OutlookTable(ScrollView, can_focus=True):
    """Rows of a batch. Posts ``Opened`` when a person wants to see one in the text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"outlook-table--{part}" for part in ("good", "doubtful", "bad", "dim", "focus")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_keys("outlook"),
        Binding("f", "worst_first", "Worst first", id="outlook.worst-first"),
        Binding("enter", "open", "To its line", id="outlook.open"),
    ]

    class Opened(Message):
        """The event at ``place`` is to be shown in the text."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__(id="outlook-table")
        self._count = 0
        self._row: Rows | None = None
        self._cursor = 0
        self._title = ""
        self._rank: Rank = lambda place: 0
        self._is_worst_first = False
        self._order: Sequence[int] = range(0)
        self._painted: object = None
        self._arrangements = FrameBudget(self, self._arrange, PATIENCE)

    def on_unmount(self) -> None:
        """Arrange no more."""
        self._arrangements.close()

    def show(self, title: str, count: int, row: Rows, rank: Rank) -> None:
        """Show other rows, or the same ones anew; ``title`` says what their text is about."""
        self._title, self._count, self._row, self._rank = title, count, row, rank
        if len(self._order) != count:
            self._order = range(count)
        if self._is_worst_first:
            self._arrangements.request()
        self._cursor = max(0, min(self._cursor, count - 1))
        self.virtual_size = Size(self.size.width, count + 1)
        painted = (title, self._is_worst_first, self._rows_in_sight())
        if painted != self._painted:
            self._painted = painted
            self.refresh()

    def _rows_in_sight(self) -> list[OutlookRow]:
        """What is seen of the rows: while a batch is sent most frames change none of them."""
        top = self.scroll_offset.y
        seen = self._order[top : top + self.size.height]
        return [] if self._row is None else [self._row(place) for place in seen]

    def render_line(self, y: int) -> Strip:
        """The titles, then a line an event."""
        width, place = self.size.width, y - 1 + self.scroll_offset.y
        if y == 0:
            style = self.get_component_rich_style("outlook-table--dim")
            title = self._title + (", the worst first" if self._is_worst_first else "")
            titles = OutlookRow("", "", "entity", "stream", "source", title)
            return Strip([Segment(layout(titles, width), style)]).adjust_cell_length(width, style)
        if self._row is None or not 0 <= place < self._count:
            return Strip.blank(width, self.rich_style)
        row = self._row(self._order[place])
        line = layout(row, width)
        part = LOOKS.get(row.sign)
        back = self.rich_style
        if self.has_focus and place == self._cursor:
            back = self.get_component_rich_style("outlook-table--focus")
        sign = back
        if part is not None:
            sign += self.get_component_rich_style(f"outlook-table--{part}", partial=True)
        strip = Strip([Segment(line[:2], sign), Segment(line[2:], back)])
        return strip.adjust_cell_length(width, back)

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.virtual_size = Size(self.size.width, self._count + 1)

    def action_move(self, rows: int) -> None:
        """Move the cursor by some rows."""
        self._move_to(self._cursor + rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by whole screens."""
        self._move_to(self._cursor + pages * max(1, self.size.height - 2))

    def action_to(self, place: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self._move_to(place if place >= 0 else self._count - 1)

    def action_open(self) -> None:
        """Show the event in the text."""
        if self._count:
            self.post_message(self.Opened(self._order[self._cursor]))

    def action_worst_first(self) -> None:
        """The worst first, from the top; then again in their own order, at the same event."""
        place = self._order[self._cursor] if self._count else 0
        self._is_worst_first = not self._is_worst_first
        self._order = range(self._count)
        self._move_to(0 if self._is_worst_first else place)
        self._arrange()

    def _arrange(self) -> None:
        self.run_worker(self._sort(), group="order", exclusive=True)

    async def _sort(self) -> None:
        """Sort the rows by rank in slices: no key waits for a hundred thousand."""
        if not self._is_worst_first:
            return
        count, rank, turns = self._count, self._rank, Turns()
        ranked: defaultdict[int, list[int]] = defaultdict(list)
        for place in range(count):
            ranked[rank(place)].append(place)
            if turns.over:
                await turns.nap()
        if count == self._count:
            self._order = [place for each in sorted(ranked) for place in ranked[each]]
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one shows the event in the text."""
        position = event.get_content_offset(self)
        if position is None or position.y == 0:
            return
        self._move_to(position.y - 1 + self.scroll_offset.y)
        if event.chain > 1:
            self.action_open()

    def _move_to(self, place: int) -> None:
        self._cursor = max(0, min(place, self._count - 1))
        top, height = self.scroll_offset.y, max(1, self.size.height - 1)
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False)
        elif self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False)
        self.refresh()


def layout(row: OutlookRow, width: int) -> str:
    """A row as text in columns; stream and source where there is room."""
    parts = [fit(row.sign, 1), fit_right(row.number, 5)]
    entity = max(10, min(28, width // 4))
    parts.append(fit_middle(row.entity, entity))
    if width >= WIDE:
        parts += [fit(row.stream, 14), fit(row.source, 12)]
    used = sum(map(len, parts)) + 2 * len(parts)
    return f"{parts[0]} {'  '.join(parts[1:])}  {fit(row.text, max(1, width - used))}"
