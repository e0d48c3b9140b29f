"""What could be typed next, over the list: to be looked at, gone through, and clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.model.printable import printable
from flux_tui.tui.cells import cut_end, fit, fit_right, width_of
from flux_tui.tui.filter_bar.completing import Offered

if TYPE_CHECKING:
    from flux_tui.replica.query import Completion

ROWS = 8
"""Offers that are seen at once by somebody who goes through them."""

FEW = 4
"""Offers that are seen before: the list beneath them is what one is about to filter."""

WIDEST = 60
"""Cells that they take at most."""


class Offers(Widget):
    """None is chosen until somebody goes into them; before the first one there is none again."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"offers--chosen", "offers--dim"}

    class Clicked(Message):
        """Somebody wants this one."""

        def __init__(self, completion: Completion) -> None:
            super().__init__()
            self.completion = completion

    def __init__(self) -> None:
        super().__init__()
        self.display = False
        self._offered = Offered("", 0)
        self._chosen: int | None = None
        self._cell = 0

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose from."""
        return bool(self._offered.completions)

    @property
    def chosen(self) -> Completion | None:
        """The one that somebody went to."""
        return None if self._chosen is None else self._offered.completions[self._chosen]

    @property
    def best(self) -> Completion | None:
        """The chosen one, else the first."""
        return self.chosen or next(iter(self._offered.completions), None)

    def show(self, offered: Offered, cell: int) -> None:
        """Offer these above a cell of the line beneath."""
        self._offered, self._chosen = offered, None
        completions = offered.completions
        self.display = bool(completions)
        if completions:
            names = max(width_of(printable(found.insert, limit=WIDEST)) for found in completions)
            notes = max(width_of(_note(found)) for found in completions)
            self.styles.width = min(WIDEST, names + notes + 4)
            self._cell = max(0, cell - 1)
        self._lay_out()

    def close(self) -> None:
        """Offer nothing."""
        if self.is_open:
            self.show(Offered("", 0), 0)

    def move(self, by: int) -> None:
        """Go to the next or the one before; from the first back to none."""
        place = (-1 if self._chosen is None else self._chosen) + by
        last = len(self._offered.completions) - 1
        self._chosen = None if place < 0 else min(place, last)
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One offer and what it is."""
        place, width = self._top + y, self.size.width
        if place >= len(self._offered.completions):
            return Strip.blank(width, self.rich_style)
        found = self._offered.completions[place]
        style, dim = self.rich_style, self.get_component_rich_style("offers--dim")
        if place == self._chosen:
            style = dim = self.get_component_rich_style("offers--chosen")
        note = _note(found)
        name = cut_end(printable(found.insert, limit=WIDEST), width - 2)
        room = max(0, width - 2 - width_of(name))
        segments = [Segment(f" {fit(name, width - 2 - room)}", style)]
        note = fit_right(note, room) if width_of(note) + 2 <= room else " " * room
        return Strip([*segments, Segment(f"{note} ", dim)], width)

    def on_click(self, event: events.Click) -> None:
        """Take the one that is clicked."""
        event.stop()
        place = self._top + event.y
        if place < len(self._offered.completions):
            self.post_message(self.Clicked(self._offered.completions[place]))

    def _lay_out(self) -> None:
        rows = min(FEW if self._chosen is None else ROWS, len(self._offered.completions))
        self.styles.height, self.styles.offset = rows, (self._cell, -rows)
        self.refresh()

    @property
    def _top(self) -> int:
        return max(0, (self._chosen or 0) - ROWS + 1)


def _note(found: Completion) -> str:
    return found.help or found.kind.value
