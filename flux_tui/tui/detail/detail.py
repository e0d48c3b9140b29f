"""The detail pane: an entity's properties, and who set the one under the cursor."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.widget import Widget

from flux_tui.model.inline import age_text, moment_text, name_text
from flux_tui.model.json import Path
from flux_tui.model.printable import printable
from flux_tui.replica.grouping import group_of
from flux_tui.tui.cells import cut_end, cut_middle
from flux_tui.tui.detail.painter import header
from flux_tui.tui.detail.property_table import PropertyTable
from flux_tui.tui.detail.rows import path_text
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


class Provenance(Widget):
    """Where the value under the cursor comes from."""

    text = ""

    def say(self, text: str) -> None:
        """Show a line of printable text."""
        if text != self.text:
            self.text = text
            self.refresh()

    def render(self) -> RenderResult:
        """One line."""
        return Text(cut_end(" " + self.text, self.size.width), no_wrap=True)


class Detail(Titled, Vertical):
    """Everything about one entity."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="detail")
        self._workspace = workspace
        self._entity_id: str | None = None
        self._path: Path = ()
        self.table = PropertyTable(workspace)
        self._header = DetailHeader(self.table)
        self._provenance = Provenance()

    @property
    def entity_id(self) -> str | None:
        """The entity that is shown."""
        return self._entity_id

    def compose(self) -> ComposeResult:
        """Titles, properties, provenance."""
        yield self._header
        yield self.table
        yield self._provenance

    def show(self, entity_id: str | None) -> None:
        """Show an entity; None shows nothing."""
        self._entity_id = entity_id
        self.table.show(entity_id)
        self.refresh_times()

    def update_changed(self) -> None:
        """Follow what the world did to the entity."""
        if self.table.update_changed():
            self.refresh_times()

    def refresh_times(self) -> None:
        """Bring ages, glows and the title up to date."""
        self.entitle(self._title())
        self._say_provenance()
        self.table.refresh_times()

    def on_property_table_focused(self, message: PropertyTable.Focused) -> None:
        """Say where the value under the cursor comes from."""
        message.stop()
        self._path = message.path
        self._header.refresh()
        self._say_provenance()

    def _title(self) -> str:
        if self._entity_id is None:
            return "no entity"
        record = self._workspace.view.picture.get(self._entity_id)
        name = cut_middle(name_text(self._entity_id, 2000), max(8, self.size.width // 2))
        group = printable(group_of(self._entity_id), limit=20)
        if record is None:
            return f"{name} ── deleted"
        age = age_text(self._workspace.view.picture.now() - (record.changed or record.base))
        return " ── ".join(part for part in (name, group, f"changed {age} ago") if part)

    def _say_provenance(self) -> None:
        record = None if self._entity_id is None else self._workspace.view.picture.get(self._entity_id)
        if record is None or not self._path:
            self._provenance.say("")
            return
        name = str(self._path[0])
        trail = record.trail(name)
        parts = [printable(path_text(self._path), limit=60)]
        if trail is not None and trail.source is not None:
            parts.append(f"set by {printable(trail.source, limit=40)}")
        parts.append(self._when(record.stamp(name)))
        if trail is not None and trail.event_id is not None:
            parts.append(f"event {cut_middle(printable(trail.event_id, limit=80), 13)}")
        self._provenance.say(" · ".join(parts))

    def _when(self, instant: int) -> str:
        """The time of day; with its date when that is not today."""
        utc = self._workspace.options.utc
        whole, now = (moment_text(t, utc=utc) for t in (instant, self._workspace.clock.now()))
        return whole if whole[:10] != now[:10] else whole[11:]
