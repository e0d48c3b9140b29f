"""The detail pane: an entity's properties, and who set the one under the cursor."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.widget import Widget

from flux_tui.model.inline import age_text, name_text
from flux_tui.model.json import Path
from flux_tui.model.printable import printable
from flux_tui.replica.grouping import group_of
from flux_tui.tui.cells import cut_middle
from flux_tui.tui.detail.columns import header
from flux_tui.tui.detail.footer import Footer, provenance, regularity
from flux_tui.tui.detail.property_table import PropertyTable
from flux_tui.tui.titles import Titled
from flux_tui.tui.workspace import Workspace


class DetailHeader(Widget):
    """The titles of the columns."""

    def __init__(self, table: PropertyTable) -> None:
        super().__init__()
        self._table = table

    def render(self) -> RenderResult:
        """One line."""
        return Text(header(self._table.columns), no_wrap=True)


class Detail(Vertical, Titled):
    """Everything about one entity."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="detail")
        self._workspace = workspace
        self._entity_id: str | None = None
        self._path: Path = ()
        self.table = PropertyTable(workspace)
        self._header = DetailHeader(self.table)
        self._footer = Footer()

    @property
    def entity_id(self) -> str | None:
        """The entity that is shown."""
        return self._entity_id

    def compose(self) -> ComposeResult:
        """Titles, properties, provenance and rhythm."""
        yield self._header
        yield self.table
        yield self._footer

    def show(self, entity_id: str | None) -> None:
        """Show an entity; None shows nothing."""
        self._entity_id = entity_id
        self.table.show(entity_id)
        self.refresh_times()

    def update_changed(self) -> None:
        """Follow what the world did to the entity, and let its glows fade."""
        if self.table.update_changed():
            self.refresh_times()
        else:
            self.table.refresh_times()

    def refresh_times(self) -> None:
        """Bring ages, glows and the title up to date."""
        self.entitle(self._title())
        self._say_footer()
        self.table.refresh_times()

    def on_property_table_focused(self, message: PropertyTable.Focused) -> None:
        """Say where the value under the cursor comes from."""
        message.stop()
        self._path = message.path
        self._header.refresh()
        self._say_footer()

    def _title(self) -> str:
        if self._entity_id is None:
            return "no entity"
        picture = self._workspace.view.picture
        record = picture.get(self._entity_id)
        name = cut_middle(name_text(self._entity_id, 2000), max(8, self.size.width // 2))
        group = printable(group_of(self._entity_id), limit=20)
        if record is None:
            return f"{name} ── deleted"
        age = age_text(picture.now() - (record.changed or record.base))
        return " ── ".join(part for part in (name, group, f"changed {age} ago") if part)

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
