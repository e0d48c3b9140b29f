"""The changes pane: the last changes, newest first, of the entities that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from flux_tui.model.change import PropertySet
from flux_tui.model.printable import printable
from flux_tui.replica.change_lines import ChangeLines
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.acting.place import Place, Setting
from flux_tui.tui.changes.table import ChangeTable
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.filter_bar.counts import Counts
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.titles import Titled
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from flux_tui.replica.query import Query

LONGEST = 40
"""Characters of a filter that are shown in the title."""


class Changes(Vertical, Titled):
    """Follows the list's filter until it is given one of its own; empty takes that away again."""

    def __init__(
        self, workspace: Workspace, matches: Callable[[Query], Callable[[EntityRecord], bool]]
    ) -> None:
        """``matches`` makes a query into what is asked of an entity."""
        super().__init__(id="changes")
        self._log = workspace.changes
        self._view = workspace.view
        self._picture = workspace.view.picture
        self._matches = matches
        self._lines = ChangeLines(workspace.changes, workspace.world)
        self._listed: Query | None = None
        self._own: Query | None = None
        self._shown = 0
        self.table = ChangeTable(self._lines, utc=workspace.options.utc)
        self._bar = FilterBar(self._leave_bar, workspace, id="changes-filter")

    @property
    def place(self) -> Place | None:
        """What the change under the cursor is of; None while the keys are elsewhere."""
        line = self.table.line
        if line is None or not self.table.has_focus:
            return None
        _, change, had, before = line.last
        if not isinstance(change, PropertySet):
            return Place(change.entity_id)
        setting = Setting(change.property, change.value, had, before)
        return Place(change.entity_id, (change.property,), setting=setting)

    def compose(self) -> ComposeResult:
        """The lines, and under them their own filter while there is one."""
        yield self.table
        yield self._bar

    def on_mount(self) -> None:
        """Name the pane."""
        self._say()

    def update_lines(self) -> int:
        """Show the newest changes; how many lines there are that were not shown before."""
        seen = self._log.seen
        added = self._lines.update()
        if seen != self._shown:
            self._shown = seen
            self.table.rows_added(added)
        self._say()
        return added

    def begin_anew(self) -> None:
        """Another world is followed: nothing of it has changed yet."""
        self._log.clear()
        self._ask()
        self._say()

    def follow(self, query: Query | None) -> None:
        """The list shows these now; so do the changes, unless they have their own filter."""
        if query is not self._listed:
            self._listed = query
            if self._own is None:
                self._ask()
        self._say()

    @on(ChangeTable.Moved)
    def _on_moved(self) -> None:
        self._say()

    @on(ChangeTable.FilterWanted)
    def _on_filter_wanted(self) -> None:
        self._bar.open()

    @on(ChangeTable.NarrowWanted)
    def _on_narrow_wanted(self, message: ChangeTable.NarrowWanted) -> None:
        """Offer what the entity has; of one that is gone its name is left."""
        from flux_tui.tui.filter_bar.cells import choose, terms_of

        change, view = message.change, self._view
        record = view.picture.get(change.entity_id) or EntityRecord(change.entity_id, {}, change.at)
        changed = [ColumnSpec.value(change.property)] if isinstance(change, PropertySet) else []
        group = view.group_of(change.entity_id)
        terms = terms_of(record, group, changed, without=message.without)
        pointed = next(iter(changed), None)
        choose(self.app, terms, pointed, self._bar, without=message.without)

    @on(FilterBar.Filtered)
    def _on_filtered(self, message: FilterBar.Filtered) -> None:
        message.stop()
        if message.problem is None:
            self._own = message.query
            self._ask()
        self._say()

    def _leave_bar(self) -> None:
        self.screen.set_focus(self.table)

    def _ask(self) -> None:
        query = self._listed if self._own is None else self._own
        self._lines.ask(None if query is None else self._matches(query))
        self._lines.update()
        self.table.begin_anew()

    def _say(self) -> None:
        """The title: what is waiting, what is asked for; beneath it what rolled over."""
        self._bar.tell(Counts(len(self._lines), self._lines.left_out))
        parts = ["Changes"]
        held = self._picture.changes_waiting if self._picture.paused else 0
        if held:
            parts.append(f"{held:,} held while paused")
        elif self.table.unread:
            newest = keys_of(self)("changes.newest")
            parts.append(f"{self.table.unread:,} new: {newest} shows them")
        if self._own is not None:
            parts.append(printable(self._own.text, limit=LONGEST))
        elif self._listed is not None:
            parts.append("of those listed")
        rolled = self._log.rolled_over
        gone = f"{rolled:,} older ones are gone" if rolled and self.table.has_focus else ""
        self.entitle(" ── ".join(parts), gone)
