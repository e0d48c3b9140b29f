"""The entity list: a virtual list over the View; it paints only what is visible and has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from flux_tui.replica.view import GroupRow, Key, Row, Sort, ViewChange
from flux_tui.tui.cells import cut_end, width_of
from flux_tui.tui.entity_list.painter import ListStyles, RowPainter
from flux_tui.tui.layers import layered
from flux_tui.tui.strips import difference
from flux_tui.tui.workspace import Workspace

PARTS = ("dim", "group", "title", "warning", "failing", "glow", "fading", "focus", "bar")
"""The component classes, as they are called in the styles of a row."""


class EntityList(ScrollView, can_focus=True):
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
        Binding("s", "sort", "Sort", id="list.sort"),
        Binding("S", "reverse", "Reverse sort", show=False, id="list.reverse"),
        Binding("ctrl+g", "group", "Group", show=False, id="list.group"),
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

    class Arranged(Message):
        """The order, the grouping or the folding was changed by a person."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="entities")
        self._view = workspace.view
        self._glow = workspace.glow
        self._painter = RowPainter(
            workspace.view,
            workspace.conditions,
            workspace.glow,
            workspace.world.get,
            workspace.session.server_now,
        )
        self._styles: ListStyles | None = None
        self._strips: dict[Key, Strip] = {}
        self._told: Key | None = None
        self._focus_line = 0

    # -- painting ------------------------------------------------------------------------------

    def update_rows(self, change: ViewChange) -> None:
        """Show what an update of the View did: all rows when some moved, else the touched ones."""
        if change.moved:
            self.rearranged()
        else:
            self._repaint_entities(change.touched.union(self._glow.turned()))

    def refresh_glow(self) -> None:
        """Repaint the visible rows whose glow has turned."""
        self._repaint_entities(self._glow.turned())

    def _repaint_entities(self, ids: Collection[str]) -> None:
        if ids:
            wanted = frozenset(ids)
            self._repaint(key for key in self._visible() if key.entity in wanted)

    def refresh_ages(self) -> None:
        """Repaint the visible rows whose age reads otherwise now, and widen what was cut."""
        if self._painter.grow_layouts():
            self.rearranged()
            return
        self._repaint(self._visible())

    def rearranged(self) -> None:
        """Lay the rows out anew; the focused row stays on the screen line where it was."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._view))
        self.scroll_to(y=self._view.focus_index - self._focus_line, animate=False)
        self._keep_focus_visible()
        self.refresh()
        self._tell_focus()

    def forget_columns(self) -> None:
        """Choose the columns anew."""
        self._painter.forget_layouts()
        self.rearranged()

    def render_line(self, y: int) -> Strip:
        """One line of the visible part."""
        width = self.size.width
        if not len(self._view):
            return self._notice_line(y, width)
        key = self._view.key(y + self.scroll_offset.y)
        if key is None:
            return Strip.blank(width, self._list_styles().plain)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._paint(key, width)
        return strip

    def _repaint(self, keys: Iterable[Key]) -> None:
        """Paint rows anew and refresh only the cells that came out differently."""
        width, top = self.size.width, self.scroll_offset.y
        for key in keys:
            before, after = self._strips.get(key), self._paint(key, width)
            self._strips[key] = after
            index = self._view.index(key)
            if index is None:
                continue
            first, last = (0, width) if before is None else difference(before, after)
            if first < last:
                self.refresh(Region(first, index - top, last - first, 1))

    def _paint(self, key: Key, width: int) -> Strip:
        styles = self._list_styles()
        index = self._view.index(key)
        row: Row | None = None if index is None else self._view.row(index)
        focused = key == self._view.focus
        if row is None:
            segments = [Segment(" " * width, styles.plain)]
        elif isinstance(row, GroupRow):
            segments = self._painter.group(row, width, focused, styles)
        else:
            segments = self._painter.entity(row, key.group, width, focused, styles)
        strip = Strip(Segment(s.text, styles.plain + (s.style or Style.null())) for s in segments)
        return strip.adjust_cell_length(width, styles.plain)

    def _list_styles(self) -> ListStyles:
        if self._styles is None:
            parts = {part: self.get_component_rich_style(f"entity-list--{part}") for part in PARTS}
            self._styles = ListStyles(plain=self.rich_style, **layered(parts))
        return self._styles

    def _notice_line(self, y: int, width: int) -> Strip:
        lines = self.notice.splitlines()
        place = y - max(0, (self.size.height - len(lines)) // 3)
        text = cut_end(lines[place], width - 2) if 0 <= place < len(lines) else ""
        left = max(0, (width - width_of(text)) // 2)
        style = self._list_styles().plain if place == 0 else self._list_styles().dim
        strip = Strip([Segment(" " * left + text, self._list_styles().plain + style)])
        return strip.adjust_cell_length(width, self._list_styles().plain)

    def _visible(self) -> list[Key]:
        top = self.scroll_offset.y
        keys = (self._view.key(index) for index in range(top, top + self.size.height))
        return [key for key in keys if key is not None]

    def watch_notice(self) -> None:
        """Show the notice when there is nothing else to show."""
        if not len(self._view):
            self.refresh()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._styles = None
        self._strips.clear()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The border follows the focus; the rows do not."""
        super().watch_has_focus(has_focus)
        self._styles = None
        self._strips.clear()

    def on_resize(self) -> None:
        """Another width means other columns."""
        self.rearranged()

    # -- moving --------------------------------------------------------------------------------

    def focus_row(self, index: int) -> None:
        """Move the focus to a row, or the nearest there is."""
        before = self._view.focus
        self._view.move_to(index)
        for key in {before, self._view.focus} - {None}:
            self._strips.pop(key, None)  # type: ignore[arg-type]
            place = self._view.index(key)  # type: ignore[arg-type]
            if place is not None:
                self.refresh_line(place)
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
        self._arranged()

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
        self._arranged()

    def action_sort(self) -> None:
        """Order by id, or by last change."""
        self._view.order_by(Sort.CHANGED if self._view.sort is Sort.ID else Sort.ID)
        self._arranged()

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._view.order_by(self._view.sort, reverse=not self._view.reverse)
        self._arranged()

    def action_group(self) -> None:
        """Give groups their headers, or show one plain list."""
        self._view.group(not self._view.grouped)
        self._painter.forget_layouts()
        self._arranged()

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
        key = self._view.focus
        if key is not None and (key.entity is None or (was_focused and event.chain > 1)):
            self.action_open()

    def _arranged(self) -> None:
        self.rearranged()
        self.post_message(self.Arranged())

    def _keep_focus_visible(self) -> None:
        index, top, height = self._view.focus_index, self.scroll_offset.y, self.size.height
        if height <= 0:
            return
        header = int(self._view.grouped and index == 1)
        if index - header < top:
            self.scroll_to(y=index - header, animate=False)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False)
        self._focus_line = index - self.scroll_offset.y

    def _tell_focus(self) -> None:
        if self._view.focus != self._told:
            self._told = self._view.focus
            self.post_message(self.Focused(self._told))
