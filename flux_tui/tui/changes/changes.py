"""The changes pane: the last changes, newest first, as many as fit."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.inline import clock_text, name_text, value_text
from flux_tui.model.json import only_difference
from flux_tui.model.printable import printable
from flux_tui.replica.changelog import ChangeLog
from flux_tui.replica.condition import condition_of_value
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.tui.cells import cut_end, fit_middle, width_of
from flux_tui.tui.layers import Looks

PARTS = ("dim", "warning", "failing", "deleted")
"""The component classes, as they are called in the styles of a row."""


class Changes(Widget):
    """Time, entity, property, old and new value, and the source where it is known."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"changes--{part}" for part in PARTS}

    class Chosen(Message):
        """A person wants to see the entity of this change."""

        def __init__(self, entity_id: str) -> None:
            super().__init__()
            self.entity_id = entity_id

    def __init__(self, log: ChangeLog, *, utc: bool) -> None:
        super().__init__(id="changes")
        self._looks = Looks(self, "changes", PARTS)
        self._log = log
        self._utc = utc
        self._painted = 0
        self._lines: list[Outcome] = []

    def on_mount(self) -> None:
        """Name the pane."""
        self.border_title = Content("Changes")

    def update_lines(self) -> int:
        """Show the newest changes; how many there are that were not shown before."""
        new = self._log.seen - self._painted
        if new:
            self._painted = self._log.seen
            self._lines = self._log.newest(max(0, self.size.height))
            self.refresh()
        return new

    def on_resize(self) -> None:
        """More or fewer lines fit now."""
        self._painted = -1
        self.update_lines()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._looks.forget()

    def render_line(self, y: int) -> Strip:
        """One change."""
        width = self.size.width
        if y >= len(self._lines):
            return self._looks.line([], width)
        return self._looks.line(self._segments(self._lines[y], width), width)

    def _segments(self, outcome: Outcome, width: int) -> list[Segment]:
        looks = self._looks.parts
        change = outcome.change
        time = f" {clock_text(change.at, utc=self._utc)}  "
        identity = fit_middle(name_text(change.entity_id, 2000), max(10, width * 3 // 10)) + "  "
        segments = [Segment(time, looks["dim"]), Segment(identity)]
        room = width - len(time) - width_of(identity) - 1
        if isinstance(change, EntityDeleted):
            told = [Segment("deleted", looks["deleted"])]
        else:
            told = self._set(outcome, change, room, looks)
        room -= sum(segment.cell_length for segment in told)
        source = "" if change.source is None else f"  {printable(change.source, limit=60)}"
        source = cut_end(source, room) if room > 6 else ""
        return [*segments, *told, Segment(source, looks["dim"])]

    def _set(
        self, outcome: Outcome, change: PropertySet, room: int, looks: dict[str, Style]
    ) -> list[Segment]:
        """A property, its value before and its value; the old one gives way to the new."""
        path, old, new = only_difference(outcome.before, change.value)
        named = ".".join(name_text(str(part), 40) for part in (change.property, *path))
        name = fit_middle(named, max(8, min(18, room * 2 // 5))) + "  "
        room -= width_of(name)
        value = cut_end(value_text(new, 200), max(4, room - 8))
        before = value_text(old, 60) if outcome.had else "new"
        if outcome.kind is Kind.CREATED:
            before = "new entity"
        arrow = cut_end(before, room - width_of(value) - 3)
        condition = condition_of_value(change.property, change.value)
        look = (Style.null(), looks["warning"], looks["failing"])[condition]
        return [
            Segment(name),
            Segment(f"{arrow} → ", looks["dim"]),
            Segment(cut_end(value, room), look),
        ]

    def on_click(self, event: events.Click) -> None:
        """A click goes to the entity."""
        position = event.get_content_offset(self)
        if position is not None and position.y < len(self._lines):
            entity_id = self._lines[position.y].change.entity_id
            self.post_message(self.Chosen(entity_id))
