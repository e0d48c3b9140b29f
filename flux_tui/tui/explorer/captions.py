"""What the panes' frames say of what is shown, and what stands where nothing is."""

from __future__ import annotations

from flux_tui.model.printable import printable
from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.explorer.filtering import Filtering
from flux_tui.tui.explorer.heading import heading, waiting
from flux_tui.tui.explorer.notices import notice
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace


class Captions:
    """Brings the words around the rows up to date with what the filter and the session do."""

    def __init__(
        self,
        workspace: Workspace,
        filtering: Filtering,
        entities: EntityList,
        changes: Changes,
        filter_bar: FilterBar,
    ) -> None:
        self._workspace = workspace
        self._filtering = filtering
        self._list = entities
        self._changes = changes
        self._filter = filter_bar

    def say(self) -> None:
        """What is shown now, how, and why it may be nothing."""
        view, text = self._workspace.view, self._filtering.text
        self._changes.follow(self._filtering.shown)
        self._filter.tell(self._filtering.counts)
        status, off = self._workspace.session.status, self._filtering.suspended
        totals, room = self._list.totals, self._list.title_room
        title = heading(view, text, totals, status, filter_off=off, room=room)
        said = printable(self._filtering.unknown_terms(status) or "", limit=200)
        key = keys_of(self._list)
        self._list.entitle(title, said or waiting(view.picture, key))
        self._list.notice = notice(
            status,
            self._workspace.client.url,
            key,
            total=view.total,
            filter_text=text,
            hint=self._filtering.hint,
            scope=str(self._workspace.options.scope),
        )
