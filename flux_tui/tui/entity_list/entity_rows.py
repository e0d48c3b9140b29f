"""The rows of the entity list: only what is visible is painted, and of that what has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from itertools import chain
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from flux_tui.replica.view import GroupRow, Key, ViewChange
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.entity_list.cells import CellPainter
from flux_tui.tui.entity_list.painter import RowPainter
from flux_tui.tui.entity_list.silence import Silence
from flux_tui.tui.entity_list.styles import ListStyles
from flux_tui.tui.entity_list.totals import totals
from flux_tui.tui.entity_list.unseen import Unseen
from flux_tui.tui.painted_list import PaintedList
from flux_tui.tui.rules.ruled import Ruled
from flux_tui.tui.workspace import Workspace

PARTS = ("dim", "group", "title", "warning", "failing", "glow", "fading", "focus", "bar", "success")
"""The component classes, as they are called in the styles of a row."""


FRAME = 6
"""Cells of a title's line that are the frame's own."""

READING = 15.0
"""Seconds that what is wrong with a colour rule stands there: it says where to write what."""


class EntityRows(PaintedList):
    """A virtual list over the View. Posts ``Focused`` when another row has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"entity-list--{part}" for part in PARTS}

    notice: reactive[str] = reactive("", repaint=False)
    """What stands in the list's place while it has no rows."""

    class Focused(Message):
        """Another row has the focus; ``key`` is None when there is none."""

        def __init__(self, key: Key | None) -> None:
            super().__init__()
            self.key = key

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("entity-list", PARTS, id="entities")
        self._view = workspace.view
        self._glow = workspace.glow
        learning = workspace.learning
        self._silence = Silence(learning.cadence, workspace.view)
        picture = workspace.view.picture
        cells = CellPainter(picture, workspace.glow, learning.history, learning.cadence)
        self._workspace = workspace
        self._ruled = Ruled()
        self._rules_are_read = not workspace.options.rules
        choices = workspace.columns
        self._painter = RowPainter(workspace.view, cells, self._silence, choices, self._ruled)
        self._choices = choices
        self._stop_following: Callable[[], None] = lambda: None
        self._arrivals = learning.arrivals
        self._unseen = Unseen(workspace.view, workspace.clock)
        self._title, self._subtitle = Content(), ""
        self._told: Key | None = None
        self._focus_at = 0
        self._height = 1
        """How many rows were in sight when they were laid out last."""

    def on_mount(self) -> None:
        """Show other columns as soon as they are chosen."""
        self._stop_following = self._choices.observe(self.forget_columns)

    def on_unmount(self) -> None:
        """Show nothing any more."""
        self._stop_following()

    def columns_of(self, group: str) -> Columns:
        """What stands in a group's rows, from left to right."""
        return self._painter.layouts.of(group, self.size.width).specs

    def column_at(self, entity_id: str, x: int) -> ColumnSpec | None:
        """The column of an entity's row that a cell belongs to."""
        group = self._view.key_of(entity_id).group
        columns = self._painter.layouts.of(group, self.size.width).columns
        return next((c.spec for c in columns if c.start <= x < c.end), None)

    @property
    def focus_is_low(self) -> bool:
        """Whether the focused row stands in the lower half."""
        return 2 * (self._view.focus_index - self.scroll_offset.y) > self.size.height

    def update_rows(self, change: ViewChange) -> None:
        """Show what an update of the View did: all rows when some moved, else the touched ones."""
        if not self._rules_are_read and len(self._view):
            self._rules_are_read = True
            self.call_after_refresh(self._read_rules)
        self._unseen.add(self._arrivals.take())
        groups = {key.group for _, key in self._visible()}
        if self._painter.layouts.refit(groups, self.size.width):
            self.rearranged()
            return
        touched = change.touched.union(self._glow.turned())
        if change.moved:
            self.rearranged(touched)
        else:
            self._repaint(touched, change.recounted)

    @property
    def totals(self) -> Content:
        """How many of all entities fail, warn or are silent, in the colours of that."""
        return totals(self._view.picture, self._silence, self.looks)

    @property
    def title_room(self) -> int:
        """Cells that a title has between the corners, and beside what is new out of sight above."""
        above = self._unseen.above
        width: int = self.outer_size.width or self.app.size.width  # it may not have its place yet
        return width - FRAME - (width_of(above) + 4 if above else 0)

    def entitle(self, title: str | Content, subtitle: str = "") -> None:
        """Beside the title and the subtitle stands how much that is new is out of sight."""
        self._title, self._subtitle = Content(title) if isinstance(title, str) else title, subtitle
        above, below = self._unseen.above, self._unseen.below
        super().entitle(
            Content(" ── ").join(filter(None, (self._title, Content(above)))),
            " ── ".join(filter(None, (subtitle, below))),
        )

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What comes into sight is seen."""
        super().watch_scroll_y(old_value, new_value)
        self._count_unseen()

    def _count_unseen(self) -> None:
        if self._unseen and self._unseen.look(self.scroll_offset.y, self.size.height):
            self.entitle(self._title, self._subtitle)

    def _read_rules(self) -> None:
        """After the first picture: the query language takes long to load."""
        from flux_tui.tui.explorer.view_context import ViewContext
        from flux_tui.tui.rules.reading import read_rules

        context = ViewContext(self._workspace)
        for problem in read_rules(self._workspace.options.rules, context, self._ruled):
            self.notify(problem, severity="warning", timeout=READING, markup=False)
        self.repaint_all()

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

    def rearranged(self, touched: Collection[str] | None = None) -> None:
        """Lay the rows out anew; what was seen stays where it was seen, as far as the rows allow.

        It is the focused row that is held to its place; one that was scrolled away stays away.
        Where rows came, went or moved, ``touched`` are the entities that changed; None for all.
        """
        top, focus = self.scroll_offset.y, self._view.focus_index
        was_seen = top <= self._focus_at < top + self._height
        self._height = max(1, self.size.height)
        self.hold(len(self._view))
        self.scroll_to(y=top + focus - self._focus_at, animate=False, force=True)
        self._focus_at = focus
        if was_seen:
            self._keep_focus_visible()
        if self.scroll_offset.y == top:
            self.repaint_moved(lambda line: self._is_among(line, touched))
        else:
            self.repaint_all()
        self._count_unseen()
        self._tell_focus()

    def _is_among(self, line: int, touched: Collection[str] | None) -> bool:
        key = self._view.key(line)
        return touched is None or (
            key is not None and (key.entity is None or key.entity in touched)
        )

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
            return self._painter.header.paint(row, width, focused, styles)
        return self._painter.entity(row, key.group, width, focused, styles)

    def row_of(self, line: int) -> Hashable:
        """What stands there, whether it has the focus, and whether anything stands anywhere."""
        key = self._view.key(line)
        return key, key == self._view.focus, len(self._view) > 0

    def tick_of(self, line: int) -> Hashable:
        """What of an entity changes by time alone, or a header's counts, as they read now."""
        row, key = self._view.row(line), self._view.key(line)
        if row is None or key is None:
            return None
        if isinstance(row, GroupRow):
            return self._painter.header.counts(row)
        return self._painter.tick(row, key.group, self.size.width)

    def _notice_line(self, y: int, width: int, styles: ListStyles) -> list[Segment]:
        title, *rest = [Content(line).wrap(width - 2) for line in self.notice.split("\n")]
        lines = [*title, *chain.from_iterable(rest)]
        place = y - max(0, (self.size.height - len(lines)) // 3)
        text = lines[place].plain.rstrip() if 0 <= place < len(lines) else ""
        left = max(0, (width - width_of(text)) // 2)
        return [Segment(" " * left + text, styles.plain if place < len(title) else styles.dim)]

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
        self.repaint_all()

    def _keep_focus_visible(self) -> None:
        self._focus_at = self._view.focus_index
        self.show_line(self._focus_at)
        if self._view.grouped and self._focus_at == 1:
            self.show_line(0)

    def _tell_focus(self) -> None:
        if self._view.focus != self._told:
            self._told = self._view.focus
            self.post_message(self.Focused(self._told))
