"""A list whose lines stand for events: a cursor, the whole event, its source's entities."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from flux_tui.model.event import Event
from flux_tui.replica.past.steps import Step
from flux_tui.tui.cursor_list import CursorList, cursor_keys
from flux_tui.tui.history.sources import SourceAsked

PARTS = ("dim", "warning", "failing", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""


class EventList(CursorList):
    """A subclass says how many lines there are and which event each stands for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"event-list--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_keys("history"),
        Binding("enter", "open", "Event", id="history.event", tooltip="The whole event"),
        Binding(
            "u",
            "undo",
            "Undo",
            id="history.undo",
            tooltip="Bring back what was before this event, or before those that are marked",
        ),
        Binding(
            "at",
            "source",
            "Its source",
            id="history.source",
            tooltip="Show the entities that this source sets",
        ),
    ]

    class Moved(Message):
        """The cursor is on another line, or what is on its line is another event."""

    class Opened(Message):
        """A person wants to see the event of a step whole."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    class UndoAsked(Message):
        """A person wants to undo events, oldest first."""

        def __init__(self, events: list[Event]) -> None:
            super().__init__()
            self.events = events

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__("event-list", PARTS, id=id)
        self._painted_for = 0

    def step_at(self, line: int) -> Step | None:
        """The step that a line stands for; None where nothing is known."""
        raise NotImplementedError

    @property
    def step(self) -> Step | None:
        """The step under the cursor."""
        return self.step_at(self._cursor) if self._cursor < self.count else None

    @property
    def event(self) -> Event | None:
        """The event under the cursor."""
        return None if self.step is None else self.step.event

    def show_all(self) -> None:
        """Show the lines as they are now."""
        self._cursor = max(0, min(self._cursor, self.count - 1))
        self.virtual_size = Size(self.size.width, self.count)
        self.repaint_all()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another width means other columns."""
        self.show_all()

    def render_line(self, y: int) -> Strip:
        """One line; of another width when a scrollbar has come or gone, of which nobody tells."""
        if self._painted_for != self.size.width:
            self._painted_for = self.size.width
            self._forget_all_but(range(0))
        return super().render_line(y)

    def action_open(self) -> None:
        """Show the event under the cursor."""
        if self.step is not None:
            self.post_message(self.Opened(self.step))

    @property
    def meant(self) -> list[Event]:
        """What an action is about: the event under the cursor."""
        return [] if self.event is None else [self.event]

    def action_undo(self) -> None:
        """Ask to undo what is meant."""
        if self.meant:
            self.post_message(self.UndoAsked(self.meant))

    def action_source(self) -> None:
        """Ask for the entities of the source under the cursor."""
        if self.event is not None:
            self.post_message(SourceAsked(self.event.source))

    def on_click(self, click: events.Click) -> None:
        """A click moves the cursor, a second one opens."""
        position = click.get_content_offset(self)
        if position is None or position.y + self.scroll_offset.y >= self.count:
            return
        self.move_to(position.y + self.scroll_offset.y)
        if click.chain > 1:
            self.action_open()

    def move_to(self, line: int) -> None:
        """Put the cursor on a line, and tell of that."""
        super().move_to(line)
        self.post_message(self.Moved())
