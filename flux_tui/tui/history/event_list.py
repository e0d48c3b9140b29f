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
from flux_tui.tui.history.sources import SourceAsked
from flux_tui.tui.painted_list import PaintedList

PARTS = ("dim", "warning", "failing", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""


class EventList(PaintedList):
    """A subclass says how many lines there are and which event each stands for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"event-list--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="history.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="history.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="history.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="history.page-up"),
        Binding("home,g", "to(0)", "First", show=False, id="history.first"),
        Binding("end,G", "to(-1)", "Last", show=False, id="history.last"),
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
        self._cursor = 0
        self._painted_for = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

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

    def action_move(self, lines: int) -> None:
        """Move the cursor by some lines."""
        self.move_to(self._cursor + lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by whole screens."""
        self.move_to(self._cursor + pages * max(1, self.size.height - 1))

    def action_to(self, line: int) -> None:
        """Move the cursor to a line; -1 is the last."""
        self.move_to(line if line >= 0 else self.count - 1)

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
        """Put the cursor on a line, and show it."""
        before, self._cursor = self._cursor, max(0, min(line, self.count - 1))
        self.repaint_seen({before, self._cursor})
        self.show_line(self._cursor)
        self.post_message(self.Moved())
