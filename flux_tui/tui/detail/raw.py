"""The raw tab: an entity as JSON."""

from __future__ import annotations

from textual.app import ComposeResult

from flux_tui.tui.detail.pane import DetailPane
from flux_tui.tui.json_view.json_view import JsonView
from flux_tui.tui.json_view.searchable import SearchableJson
from flux_tui.tui.workspace import Workspace

THRIFT = 20.0
"""So many times as long as writing took it rests: a large entity may change in every frame."""


class RawPane(DetailPane):
    """The entity's properties exactly as they were sent."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._picture = workspace.view.picture
        self._monotonic = workspace.clock.monotonic
        self._rests_until = 0.0
        self._entity_id: str | None = None
        self._shown: tuple[str | None, int, int, int] = (None, 0, 0, 0)
        self._view = JsonView(id="raw")
        self._searchable = SearchableJson(self._view)

    @property
    def focus_target(self) -> JsonView:
        """The text takes the keys."""
        return self._view

    def compose(self) -> ComposeResult:
        """The text, with a search."""
        yield self._searchable

    def show(self, entity_id: str | None) -> None:
        """Show an entity from its top."""
        if entity_id != self._entity_id:
            self._view.scroll_home(animate=False)
        self._entity_id = entity_id
        self._write()

    def update_changed(self) -> bool:
        """Write the entity anew when it has changed, though not all the time."""
        return self._monotonic() >= self._rests_until and self._write()

    def refresh_times(self) -> None:
        """What has waited is written on the next beat at the latest."""
        self.update_changed()

    def _write(self) -> bool:
        entity_id = self._entity_id
        record = None if entity_id is None else self._picture.get(entity_id)
        stamp = (0, 0, 0)
        if record is not None:
            stamp = (record.changed, record.changes, len(record.properties))
        if (entity_id, *stamp) == self._shown:
            return False
        self._shown = (entity_id, *stamp)
        began = self._monotonic()
        if record is None:
            self._view.show(None)
        else:
            self._view.show({"id": record.id, "properties": record.properties})
        self._searchable.follow()
        now = self._monotonic()
        self._rests_until = now + THRIFT * (now - began)
        return True
