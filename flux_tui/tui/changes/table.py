"""The lines of the changes, with a cursor that stays on its change while new ones come."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from flux_tui.model.change import StateChange
from flux_tui.replica.change_lines import ChangeLine, ChangeLines
from flux_tui.tui.changes.painter import ChangeColumns, paint
from flux_tui.tui.cursor_list import CursorList

PARTS = ("dim", "warning", "failing", "deleted", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""


class ChangeTable(CursorList):
    """A virtual list over the lines, newest first. At its top it follows what is new."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"changes--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="changes.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="changes.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="changes.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="changes.page-up"),
        Binding("g,home", "newest", "Newest", id="changes.newest"),
        Binding("end,G", "oldest", "Oldest", show=False, id="changes.oldest"),
        Binding("enter", "choose", "To the entity", id="changes.choose"),
        Binding("e", "rewrite", "Edit", id="changes.rewrite", tooltip="Write it as a new event"),
        Binding("slash", "filter", "Filter", id="changes.filter", tooltip="Filter these alone"),
        Binding("plus", "narrow(False)", "Filter by it", show=False, id="changes.with"),
        Binding("minus", "narrow(True)", "Filter it out", show=False, id="changes.without"),
    ]

    class Chosen(Message):
        """A person wants to see the entity of this change."""

        def __init__(self, entity_id: str) -> None:
            super().__init__()
            self.entity_id = entity_id

    class Rewritten(Message):
        """A person wants to write this change as a new event."""

        def __init__(self, change: StateChange) -> None:
            super().__init__()
            self.change = change

    class FilterWanted(Message):
        """A person wants to filter the changes."""

    class NarrowWanted(Message):
        """A person wants to filter the changes by what the one under the cursor is of, or without
        it."""

        def __init__(self, change: StateChange, *, without: bool) -> None:
            super().__init__()
            self.change = change
            self.without = without

    class Moved(Message):
        """The cursor went to another line, or back to the newest."""

    def __init__(self, lines: ChangeLines, *, utc: bool) -> None:
        super().__init__("changes", PARTS, id="change-table")
        self._lines_of_log = lines
        self._utc = utc
        self._columns = ChangeColumns()
        self._held: int | None = None
        """The number of the line that the cursor is on; None while it follows the newest."""
        self.unread = 0
        """How many lines have come since the cursor left the newest."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines_of_log)

    @property
    def line(self) -> ChangeLine | None:
        """The line under the cursor."""
        lines = self._lines_of_log
        return lines[self._cursor] if self._cursor < len(lines) else None

    def rows_added(self, added: int) -> None:
        """Show what was added above; what the cursor is on stays where it is seen."""
        lines = self._lines_of_log
        top = self.scroll_offset.y - self._cursor
        if self._held is None:
            self._cursor = 0
        else:
            self._cursor = lines.place_of(self._held)
            self.unread += added
        self.virtual_size = Size(self.size.width, len(lines))
        self.scroll_to(y=0 if self._held is None else top + self._cursor, animate=False)
        self._widen()
        first = self.scroll_offset.y
        self.repaint(range(first, first + self.size.height))

    def begin_anew(self) -> None:
        """The lines are others now: back to the newest."""
        self._held, self._cursor, self.unread = None, 0, 0
        self._columns = ChangeColumns()
        self.virtual_size = Size(self.size.width, len(self._lines_of_log))
        self.scroll_to(y=0, animate=False)
        self._widen()
        self.repaint_all()

    def segments_of(self, line: int) -> list[Segment]:
        """One line of the log."""
        if line >= len(self._lines_of_log):
            return []
        focused = self.has_focus and line == self._cursor
        found = self._lines_of_log[line]
        return paint(
            found, self.size.width, self._columns, self.looks, utc=self._utc, focused=focused
        )

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What comes into sight may be wider."""
        super().watch_scroll_y(old_value, new_value)
        if self._widen():
            self.repaint_all()

    def _widen(self) -> bool:
        """Give ids and names the room that those in sight take; columns only grow."""
        top, lines = self.scroll_offset.y, self._lines_of_log
        seen = [lines[y] for y in range(top, min(top + self.size.height, len(lines)))]
        before, self._columns = self._columns, self._columns.grown(seen, self.size.width)
        return before != self._columns

    def on_resize(self) -> None:
        """Another width cuts elsewhere."""
        self._columns = ChangeColumns()
        self._widen()
        self.virtual_size = Size(self.size.width, len(self._lines_of_log))
        self.repaint_all()

    # -- moving --------------------------------------------------------------------------------

    def action_newest(self) -> None:
        """Back to the newest, and follow it."""
        self.move_to(0)

    def action_oldest(self) -> None:
        """To the oldest that is kept."""
        self.move_to(len(self._lines_of_log) - 1)

    def move_to(self, line: int) -> None:
        """Put the cursor on a line, which it holds; at the first it follows what is new."""
        super().move_to(line)
        held = self.line
        self._held = held.number if self._cursor and held is not None else None
        if self._held is None:
            self.unread = 0
        self.post_message(self.Moved())

    # -- what a person does --------------------------------------------------------------------

    def action_choose(self) -> None:
        """Go to the entity of the line under the cursor."""
        if self.line is not None:
            self.post_message(self.Chosen(self.line.last.change.entity_id))

    def action_rewrite(self) -> None:
        """Write the change under the cursor as a new event."""
        if self.line is not None:
            self.post_message(self.Rewritten(self.line.last.change))

    def action_filter(self) -> None:
        """Filter the changes alone."""
        self.post_message(self.FilterWanted())

    def action_narrow(self, without: bool) -> None:
        """Filter by something of the entity that changed."""
        if self.line is not None:
            self.post_message(self.NarrowWanted(self.line.last.change, without=without))

    def on_click(self, event: events.Click) -> None:
        """A click goes to the entity."""
        position = event.get_content_offset(self)
        if position is not None and position.y + self.scroll_offset.y < len(self._lines_of_log):
            self.move_to(position.y + self.scroll_offset.y)
            self.action_choose()
