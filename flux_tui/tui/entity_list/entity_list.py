"""The entity list: a virtual list over the View; it paints only what is visible and has changed."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from flux_tui.replica.view import GroupRow, Key, ViewChange
from flux_tui.tui.cells import cut_end, width_of
from flux_tui.tui.entity_list.marking import Marking
from flux_tui.tui.entity_list.painter import ListStyles, RowPainter
from flux_tui.tui.entity_list.silence import Silence
from flux_tui.tui.painted_list import PaintedList
from flux_tui.tui.workspace import Workspace

PARTS = ("dim", "group", "title", "warning", "failing", "glow", "fading", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""


class EntityList(PaintedList):
    """The world as rows. Posts ``Focused`` when another row has the focus, and ``Opened``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"entity-list--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="list.page-down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="list.page-up"),
        Binding("home,g", "first", "First", show=False, id="list.first"),
        Binding("end,G", "last", "Last", show=False, id="list.last"),
        Binding("left", "fold(True)", "Fold group", show=False, id="list.fold"),
        Binding("right", "fold(False)", "Unfold group", show=False, id="list.unfold"),
        Binding("enter", "open", "Detail", id="list.open"),
        Binding("s", "screen.sort", "Sort", id="list.sort"),
        Binding("S", "screen.reverse", "Reverse sort", show=False, id="list.reverse"),
        Binding("ctrl+g", "screen.group", "Group", show=False, id="list.group"),
        Binding("space", "mark", "Mark", show=False, id="list.mark"),
        Binding("shift+down", "extend(1)", "Mark down", show=False, id="list.extend-down"),
        Binding("shift+up", "extend(-1)", "Mark up", show=False, id="list.extend-up"),
        Binding("ctrl+a", "mark_all", "Mark all shown", show=False, id="list.mark-all"),
        Binding("escape", "clear_marks", "Clear marks", show=False, id="list.clear-marks"),
    ]

    notice: reactive[str] = reactive("", repaint=False)
    """What stands in the list's place while it has no rows."""

    class Focused(Message):
        """Another row has the focus; ``key`` is None when there is none."""

        def __init__(self, key: Key | None) -> None:
            super().__init__()
            self.key = key

    class Opened(Message):
        """A person wants to see this entity whole."""

        def __init__(self, entity_id: str) -> None:
            super().__init__()
            self.entity_id = entity_id

    class Marked(Message):
        """Marks were set or taken away by a person."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("entity-list", PARTS, id="entities")
        self._view = workspace.view
        self._glow = workspace.glow
        learning = workspace.learning
        self._silence = Silence(learning.cadence, workspace.view)
        self._painter = RowPainter(workspace.view, workspace.glow, learning.history, self._silence)
        self._marking = Marking(workspace.view)
        self._told: Key | None = None
        self._focus_at = 0
        self._height = 1
        """How many rows were in sight when they were laid out last."""

    # -- painting ------------------------------------------------------------------------------

    def update_rows(self, change: ViewChange) -> None:
        """Show what an update of the View did: all rows when some moved, else the touched ones."""
        groups = {key.group for _, key in self._visible()}
        if self._painter.layouts.refit(groups, self.size.width) or change.moved:
            self.rearranged()
        else:
            self._repaint(change.touched.union(self._glow.turned()), change.recounted)

    def refresh_glow(self) -> None:
        """Repaint the visible rows whose glow has turned."""
        self._repaint(self._glow.turned())

    def _repaint(self, ids: Collection[str], headers: Collection[str] = ()) -> None:
        """Repaint the visible ones of some entities, and of some groups' headers."""
        if ids or headers:
            wanted = frozenset(ids)
            self.repaint(
                line
                for line, key in self._visible()
                if (key.group in headers if key.entity is None else key.entity in wanted)
            )

    def refresh_ages(self) -> None:
        """Repaint the visible rows whose age or silence reads otherwise; widen what was cut."""
        self._silence.update()
        if self._painter.layouts.grow():
            self.rearranged()
            return
        self.repaint_ticked()

    def rearranged(self) -> None:
        """Lay the rows out anew; what was seen stays where it was seen, as far as the rows allow.

        It is the focused row that is held to its place; one that was scrolled away stays away.
        """
        top, focus = self.scroll_offset.y, self._view.focus_index
        was_seen = top <= self._focus_at < top + self._height
        self._height = max(1, self.size.height)
        self.virtual_size = Size(self.size.width, len(self._view))
        self.scroll_to(y=top + focus - self._focus_at, animate=False)
        self._focus_at = focus
        if was_seen:
            self._keep_focus_visible()
        self.repaint_all()
        self._tell_focus()

    def forget_columns(self) -> None:
        """Choose the columns anew."""
        self._painter.layouts.forget()
        self._silence.update()
        self.rearranged()

    def segments_of(self, line: int) -> list[Segment]:
        """A group's header, an entity, or a line of what is said while there is none."""
        width, styles = self.size.width, ListStyles(plain=Style.null(), **self.looks)
        row, key = self._view.row(line), self._view.key(line)
        if row is None or key is None:
            return [] if len(self._view) else self._notice_line(line, width, styles)
        focused = key == self._view.focus
        if isinstance(row, GroupRow):
            return self._painter.group(row, width, focused, styles)
        return self._painter.entity(row, key.group, width, focused, styles)

    def tick_of(self, line: int) -> Hashable:
        """An entity's age, or a header's counts, as they read now."""
        row = self._view.row(line)
        if row is None:
            return None
        return self._painter.counts(row) if isinstance(row, GroupRow) else self._painter.age(row)

    def _notice_line(self, y: int, width: int, styles: ListStyles) -> list[Segment]:
        lines = self.notice.splitlines()
        place = y - max(0, (self.size.height - len(lines)) // 3)
        text = cut_end(lines[place], width - 2) if 0 <= place < len(lines) else ""
        left = max(0, (width - width_of(text)) // 2)
        return [Segment(" " * left + text, styles.plain if place == 0 else styles.dim)]

    def _visible(self) -> list[tuple[int, Key]]:
        top = self.scroll_offset.y
        keys = ((line, self._view.key(line)) for line in range(top, top + self.size.height))
        return [(line, key) for line, key in keys if key is not None]

    def watch_notice(self) -> None:
        """Show the notice when there is nothing else to show."""
        if not len(self._view):
            self.repaint_all()

    def on_resize(self) -> None:
        """Another width means other columns."""
        self.rearranged()

    # -- moving --------------------------------------------------------------------------------

    def focus_row(self, index: int) -> None:
        """Move the focus to a row, or the nearest there is."""
        self._marking.settle()
        before = self._view.focus_index
        self._view.move_to(index)
        self._focus_moved(before)

    def _focus_moved(self, before: int) -> None:
        self.repaint({before, self._view.focus_index})
        self._keep_focus_visible()
        self._tell_focus()

    def action_move(self, rows: int) -> None:
        """Move the focus by some rows."""
        self.focus_row(self._view.focus_index + rows)

    def action_page(self, pages: int) -> None:
        """Move the focus by whole screens."""
        self.focus_row(self._view.focus_index + pages * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Move the focus to the first row."""
        self.focus_row(0)

    def action_last(self) -> None:
        """Move the focus to the last row."""
        self.focus_row(len(self._view) - 1)

    def action_fold(self, folded: bool) -> None:
        """Fold or unfold the focused group; on an entity, left goes to its group's header."""
        focus = self._view.focus
        if focus is None or not self._view.grouped:
            return
        if folded and focus.entity is not None:
            header = self._view.index(Key(focus.group))
            self.focus_row(header or 0)
            return
        self._view.fold(focus.group, folded)
        self.rearranged()

    def action_open(self) -> None:
        """Open the focused entity; on a group's header fold or unfold it."""
        focus = self._view.focus
        if focus is None:
            return
        if focus.entity is not None:
            self.post_message(self.Opened(focus.entity))
            return
        row = self._view.row(self._view.focus_index)
        self._view.fold(focus.group, not (isinstance(row, GroupRow) and row.folded))
        self.rearranged()

    # -- marking -------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the focused entity, or take its mark away, and move on; on a header the group's."""
        self._marking.toggle_focused()
        self._marked()
        self.action_move(1)

    def action_extend(self, rows: int) -> None:
        """Move the focus and mark from where that began; going back takes marks back."""
        before = self._view.focus_index
        self._marking.extend(rows)
        self._focus_moved(before)
        self._marked()

    def action_mark_all(self) -> None:
        """Mark all that the filter shows."""
        self._view.mark_all()
        self._marked()

    def action_clear_marks(self) -> None:
        """Take all marks away."""
        self._view.marks.clear()
        self._marked()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without marks, ``escape`` means what it means on the screen."""
        return action != "clear_marks" or bool(self._view.marks)

    def _marked(self) -> None:
        self.repaint(line for line, _ in self._visible())
        self.post_message(self.Marked())

    # -- the mouse -----------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click focuses a row; a second one opens it; one on a header folds it."""
        position = event.get_content_offset(self)
        if position is None or not len(self._view):
            return
        index = position.y + self.scroll_offset.y
        if self._view.key(index) is None:
            return
        was_focused = index == self._view.focus_index
        self.focus_row(index)
        if event.ctrl:
            self._marking.toggle_focused()
            self._marked()
            return
        key = self._view.focus
        if key is not None and (key.entity is None or (was_focused and event.chain > 1)):
            self.action_open()

    def _keep_focus_visible(self) -> None:
        self._focus_at = self._view.focus_index
        self.show_line(self._focus_at)
        if self._view.grouped and self._focus_at == 1:
            self.show_line(0)

    def _tell_focus(self) -> None:
        if self._view.focus != self._told:
            self._told = self._view.focus
            self.post_message(self.Focused(self._told))
