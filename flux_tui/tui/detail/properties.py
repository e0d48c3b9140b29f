"""The properties tab: an entity's properties, and who set the one under the cursor."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult, RenderResult
from textual.widget import Widget

from flux_tui.model.json import Path
from flux_tui.tui.detail.columns import header
from flux_tui.tui.detail.footer import Footer, provenance, regularity
from flux_tui.tui.detail.pane import DetailPane
from flux_tui.tui.detail.property_table import PropertyTable
from flux_tui.tui.workspace import Workspace


class DetailHeader(Widget):
    """The titles of the columns."""

    def __init__(self, table: PropertyTable) -> None:
        super().__init__()
        self._table = table

    def render(self) -> RenderResult:
        """One line."""
        return Text(header(self._table.columns), no_wrap=True)


class PropertiesPane(DetailPane):
    """Titles, properties, provenance and rhythm."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._entity_id: str | None = None
        self._path: Path = ()
        self.table = PropertyTable(workspace)
        self._header = DetailHeader(self.table)
        self._footer = Footer()

    @property
    def focus_target(self) -> PropertyTable:
        """The table takes the keys."""
        return self.table

    @property
    def path(self) -> Path:
        """What the table's cursor is on."""
        return self._path

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self._header
        yield self.table
        yield self._footer

    def show(self, entity_id: str | None) -> None:
        """Show an entity from its top, or the same one as it is now."""
        self._entity_id = entity_id
        self.table.show(entity_id)
        self.update_changed()
        self.refresh_times()

    def update_changed(self) -> bool:
        """Follow what the world did to the entity."""
        return self.table.update_changed()

    def refresh_times(self) -> None:
        """Bring ages, glows and the footer up to date; with them values, that all agree."""
        if not self._workspace.view.picture.paused:
            self.table.update_changed()
        self._say_footer()
        self.table.refresh_times()

    def on_property_table_focused(self, message: PropertyTable.Focused) -> None:
        """Say where the value under the cursor comes from."""
        message.stop()
        self._path = message.path
        self._header.refresh()
        self._say_footer()

    def _say_footer(self) -> None:
        workspace = self._workspace
        record = None
        if self._entity_id is not None:
            record = workspace.view.picture.get(self._entity_id)
        if record is None or not self._path:
            self._footer.say("", "")
            return
        name = str(self._path[0])
        self._footer.say(
            provenance(record, self._path, workspace), regularity(record, name, workspace)
        )
