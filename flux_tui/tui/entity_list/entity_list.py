"""The entity list as a person uses it: moving, folding, marking, and the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message

from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import GroupRow, Key, Sort
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.entity_list.entity_rows import EntityRows
from flux_tui.tui.entity_list.marking import Marking
from flux_tui.tui.workspace import Workspace


class EntityList(EntityRows):
    """The world as rows. Posts ``Opened``, ``Marked`` and ``TitleClicked`` for what is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="list.page-down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="list.page-up"),
        Binding("home,g", "first", "First", show=False, id="list.first"),
        Binding("end,G", "last", "Last", show=False, id="list.last"),
        Binding("left", "fold(True)", "Fold group", show=False, id="list.fold"),
        Binding("right", "fold(False)", "Unfold group", show=False, id="list.unfold"),
        Binding(
            "enter",
            "open",
            "Detail",
            id="list.open",
            tooltip="The entity whole; a group folds or unfolds",
        ),
        Binding(
            "s", "screen.sort", "Sort", id="list.sort", tooltip="Choose what the list is sorted by"
        ),
        Binding("S", "screen.reverse", "Reverse sort", show=False, id="list.reverse"),
        Binding(
            "ctrl+g",
            "screen.group",
            "Group",
            show=False,
            id="list.group",
            tooltip="Choose what the list is grouped by",
        ),
        Binding(
            "o",
            "screen.columns",
            "Columns",
            show=False,
            id="list.columns",
            tooltip="Choose the columns of this group",
        ),
        Binding(
            "plus",
            "screen.narrow(False)",
            "Filter by it",
            show=False,
            id="list.with",
            tooltip="List what has a value of the focused row, too",
        ),
        Binding(
            "minus",
            "screen.narrow(True)",
            "Filter it out",
            show=False,
            id="list.without",
            tooltip="List what has it not",
        ),
        Binding(
            "space",
            "mark",
            "Mark",
            show=False,
            id="list.mark",
            tooltip="Mark it: copy, export, delete take all that are marked",
        ),
        Binding("shift+down", "extend(1)", "Mark down", show=False, id="list.extend-down"),
        Binding("shift+up", "extend(-1)", "Mark up", show=False, id="list.extend-up"),
        Binding("ctrl+a", "mark_all", "Mark all shown", show=False, id="list.mark-all"),
        Binding("escape", "clear_marks", "Clear marks", show=False, id="list.clear-marks"),
    ]

    class Opened(Message):
        """A person wants to see this entity whole."""

        def __init__(self, entity_id: str) -> None:
            super().__init__()
            self.entity_id = entity_id

    class TitleClicked(Message):
        """A person wants the rows in the order of what stands under a title."""

        def __init__(self, sort: Sort) -> None:
            super().__init__()
            self.sort = sort

    class Marked(Message):
        """Marks were set or taken away by a person."""

    def __init__(
        self, workspace: Workspace, once_shown: Callable[[Callable[[], None]], None]
    ) -> None:
        """``once_shown`` calls what it is given when the rows are those that were asked for."""
        super().__init__(workspace)
        self._once_shown = once_shown
        self._marking = Marking(workspace.view)
        self._is_on_header = False
        self._clicked: tuple[Key | None, ColumnSpec | None] = (None, None)

    @property
    def pointed(self) -> ColumnSpec | None:
        """The column in which the focused row was clicked last, if it was."""
        key, spec = self._clicked
        return spec if key == self._view.focus else None

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
        self._fold(focus.group, folded)

    def action_open(self) -> None:
        """Open the focused entity; on a group's header fold or unfold it."""
        focus = self._view.focus
        if focus is None:
            return
        if focus.entity is not None:
            self.post_message(self.Opened(focus.entity))
            return
        row = self._view.row(self._view.focus_index)
        self._fold(focus.group, not (isinstance(row, GroupRow) and row.folded))

    def _fold(self, group: str, folded: bool) -> None:
        self._view.fold(group, folded)
        self.rearranged()
        self.refresh_bindings()

    def name_of(self, action: str) -> str | None:
        """What a key does here, where that is otherwise than on most rows."""
        row = self._view.row(self._view.focus_index)
        if action != "open" or not isinstance(row, GroupRow):
            return None
        return "Unfold" if row.folded else "Fold"

    @on(EntityRows.Focused)
    def _rename_keys(self, message: EntityRows.Focused) -> None:
        """Other keys work on a group's header than on an entity."""
        is_header = message.key is not None and message.key.entity is None
        if is_header is not self._is_on_header:
            self._is_on_header = is_header
            self.refresh_bindings()

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
        """Mark all that the filter shows; while it still asks around, all that it will."""

        def mark() -> None:
            self._view.mark_all()
            self._marked()

        self._once_shown(mark)

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
        """A click focuses a row; a second one opens it.

        One on a header folds it, and on a title there sorts by that.
        """
        position = event.get_content_offset(self)
        if position is None or not len(self._view):
            return
        index = position.y + self.scroll_offset.y
        row = self._view.row(index)
        if row is None:
            return
        if isinstance(row, GroupRow):
            sort = self._painter.header.sort_at(row, position.x, self.size.width)
            if sort is not None:
                self.post_message(self.TitleClicked(sort))
                return
        was_focused = index == self._view.focus_index
        self.focus_row(index)
        if isinstance(row, EntityRecord):
            self._clicked = (self._view.focus, self.column_at(row.id, position.x))
        if event.ctrl:
            self._marking.toggle_focused()
            self._marked()
            return
        key = self._view.focus
        if key is not None and (key.entity is None or (was_focused and event.chain > 1)):
            self.action_open()
