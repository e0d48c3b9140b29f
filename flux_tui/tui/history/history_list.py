"""The steps of a history, newest first."""

from __future__ import annotations

from bisect import bisect_left
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType

from flux_tui.model.event import Event
from flux_tui.model.inline import moment_text
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.past.steps import Step
from flux_tui.tui.history.columns import HistoryColumns, widest
from flux_tui.tui.history.event_list import EventList
from flux_tui.tui.history.painter import step_segments
from flux_tui.tui.history.selection import Selection
from flux_tui.tui.history.wording import short_time
from flux_tui.tui.workspace import Workspace


class HistoryList(EventList):
    """Only what is seen is painted. The cursor stays on its step while others come.

    On the first line it stays there: whoever looks at the newest wants to see the newest.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="history.mark", tooltip="Mark an event, for undo"),
        Binding("shift+down", "mark_on(1)", "Mark down", show=False, id="history.mark-down"),
        Binding("shift+up", "mark_on(-1)", "Mark up", show=False, id="history.mark-up"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="history-steps")
        self._utc = workspace.options.utc
        self._clock = workspace.clock
        self._history = EntityHistory()
        self._numbers: list[int] = []
        self._marks: dict[int, Event] = {}
        """The marked events, by their ``id()``: an event id may stand twice in a history."""
        self._measured = (-1, -1)
        """How many sources and properties were looked at for how wide they are."""
        self._widest = (0, 0)
        self.selection = Selection()

    @property
    def count(self) -> int:
        """A line a step that is selected."""
        return len(self._numbers)

    def step_at(self, line: int) -> Step | None:
        """The newest is the first."""
        return self._history.step(self._numbers[-1 - line])

    def show(self, history: EntityHistory) -> None:
        """Show another history from its newest step."""
        self._history = history
        self._measured = (-1, -1)
        self._marks = {}
        self._cursor = 0
        self.scroll_to(y=0, animate=False)
        self._numbers = []
        self.update_steps()

    def update_steps(self) -> None:
        """Show what has been added since, and what is selected now."""
        numbers, cursor = self._numbers, self._cursor
        number = numbers[-1 - cursor] if 0 < cursor < len(numbers) else None
        self._numbers = self.selection.numbers(self._history)
        if number is None:
            self.show_all()
            return
        line = len(self._numbers) - 1 - bisect_left(self._numbers, number)
        self._cursor = max(0, line)
        shifted = self._cursor - cursor
        self.show_all()
        if shifted:
            self.scroll_to(y=self.scroll_offset.y + shifted, animate=False)

    def segments_of(self, line: int) -> list[Segment]:
        """One step."""
        if line >= self.count:
            return []
        step = self._history.step(self._numbers[-1 - line])
        today = moment_text(self._clock.now(), utc=self._utc)[:10]
        segments = step_segments(
            step,
            short_time(step.event, today, utc=self._utc),
            self.columns_in(self.size.width),
            self.looks,
            focused=self.has_focus and line == self._cursor,
        )
        if id(step.event) in self._marks:
            segments[0] = Segment("◆", segments[0].style)
        return segments

    def columns_in(self, width: int) -> HistoryColumns:
        """Where the parts stand: as wide as what is in them, as far as there is room."""
        sources, names = self._history.sources, self._history.names
        if self._measured != (len(sources), len(names)):
            self._measured = len(sources), len(names)
            self._widest = widest(sources), widest(names)
        return HistoryColumns.fitting(width, *self._widest)

    # -- marks ---------------------------------------------------------------------------------

    @property
    def meant(self) -> list[Event]:
        """The marked events, oldest first; where none is, the one under the cursor."""
        if not self._marks:
            return super().meant
        return [event for event in self._history.events if id(event) in self._marks]

    def action_mark(self) -> None:
        """Mark the event under the cursor, or take its mark away."""
        event = self.event
        if event is not None and self._marks.pop(id(event), None) is None:
            self._marks[id(event)] = event
        self.repaint_all()

    def action_mark_on(self, lines: int) -> None:
        """Mark the event under the cursor and the next one, too: a range is marked by holding."""
        self._mark()
        self.move_to(self._cursor + lines)
        self._mark()
        self.repaint_all()

    def _mark(self) -> None:
        if self.event is not None:
            self._marks[id(self.event)] = self.event
