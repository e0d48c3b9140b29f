"""The detail pane: everything about one entity, a tab for each way to look at it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from flux_tui.model.inline import age_text, name_text
from flux_tui.model.json import Path
from flux_tui.model.printable import printable
from flux_tui.replica.grouping import group_of
from flux_tui.tui.acting.place import Place
from flux_tui.tui.cells import cut_middle, width_of
from flux_tui.tui.detail.pane import DetailPane
from flux_tui.tui.detail.properties import PropertiesPane
from flux_tui.tui.detail.tabs import Tab, TabBar
from flux_tui.tui.titles import Titled
from flux_tui.tui.workspace import Workspace


class Detail(Vertical, Titled):
    """Everything about one entity. A tab's pane is made when it is first wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "backspace",
            "screen.go_back",
            "Back",
            show=False,
            id="detail.back",
            tooltip="Back to where the last link was followed",
        ),
        Binding(
            "right_square_bracket",
            "step_tab(1)",
            "Next tab",
            show=False,
            id="detail.next-tab",
        ),
        Binding(
            "left_square_bracket",
            "step_tab(-1)",
            "Tab before",
            show=False,
            id="detail.previous-tab",
        ),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="detail")
        self._workspace = workspace
        self._entity_id: str | None = None
        self._bar = TabBar()
        self._properties = PropertiesPane(workspace)
        self._panes: dict[Tab, DetailPane] = {Tab.PROPERTIES: self._properties}
        self._tab = Tab.PROPERTIES

    @property
    def entity_id(self) -> str | None:
        """The entity that is shown."""
        return self._entity_id

    @property
    def tab(self) -> Tab:
        """The tab that is shown."""
        return self._tab

    @property
    def place(self) -> Place | None:
        """The entity, and what of it the cursor is on; None while the keys are elsewhere."""
        if self._entity_id is None or not self.has_focus_within:
            return None
        pane = self._panes[self._tab]
        return Place(self._entity_id, pane.path, pane.event, pane.setting)

    @property
    def focus_target(self) -> Widget:
        """Who gets the keys when the detail does."""
        return self._panes[self._tab].focus_target

    def compose(self) -> ComposeResult:
        """The tabs' names above what they show."""
        yield self._bar
        yield self._properties

    def show(self, entity_id: str | None) -> None:
        """Show an entity; None shows nothing."""
        self._entity_id = entity_id
        self._panes[self._tab].show(entity_id)
        self.refresh_times()

    def point_at(self, path: Path) -> None:
        """Have the properties' cursor on one of them, or on something in it."""
        self._properties.table.point_at(path)

    async def choose(self, tab: Tab) -> None:
        """Show a tab, of the same entity; the keys stay with the detail if it had them."""
        if tab is self._tab:
            return
        before, has_keys = self._panes[self._tab], self.has_focus_within
        self._tab = tab
        self._bar.choose(tab)
        pane = self._panes.get(tab)
        if pane is None:
            pane = self._panes[tab] = self._make(tab)
            await self.mount(pane)
        before.leave()
        before.display, pane.display = False, True
        pane.show(self._entity_id)
        if has_keys:
            self.screen.set_focus(pane.focus_target)

    async def open(self, tab: Tab) -> None:
        """Give a tab the keys."""
        await self.choose(tab)
        self.screen.set_focus(self.focus_target)

    async def toggle(self, tab: Tab) -> None:
        """Give a tab the keys; if it has them already, the properties."""
        has_keys = self._tab is tab and self.has_focus_within
        await self.open(Tab.PROPERTIES if has_keys else tab)

    def update_changed(self) -> None:
        """Follow what the world did to the entity, and let its glows fade."""
        if self._panes[self._tab].update_changed():
            self.refresh_times()
        else:
            self._panes[self._tab].refresh_times()

    def refresh_times(self) -> None:
        """Bring ages, glows and the title up to date."""
        self.entitle(self._title())
        self._panes[self._tab].refresh_times()

    def on_resize(self) -> None:
        """The title is cut to the width."""
        self.entitle(self._title())

    async def action_step_tab(self, by: int) -> None:
        """Go through the tabs, round and round."""
        tabs = list(Tab)
        await self.choose(tabs[(tabs.index(self._tab) + by) % len(tabs)])

    @on(TabBar.Chosen)
    async def _on_tab_clicked(self, message: TabBar.Chosen) -> None:
        message.stop()
        await self.open(message.tab)

    def _make(self, tab: Tab) -> DetailPane:
        """A tab's pane, imported when it is first wanted: the list is to be there before."""
        if tab is Tab.HISTORY:
            from flux_tui.tui.history.pane import HistoryPane

            return HistoryPane(self._workspace)
        from flux_tui.tui.detail.raw import RawPane

        return RawPane(self._workspace)

    def _title(self) -> str:
        if self._entity_id is None:
            return "no entity"
        picture = self._workspace.view.picture
        record = picture.get(self._entity_id)
        name = cut_middle(name_text(self._entity_id, 2000), max(8, self.size.width // 2))
        group = printable(group_of(self._entity_id), limit=20)
        if record is None:
            was_deleted = self._workspace.world.deleted_at(self._entity_id) is not None
            return f"{name} ── {'deleted' if was_deleted else 'no longer here'}"
        view = self._workspace.view
        listed = "" if view.shows(self._entity_id) else "not in the list"
        changed = age_text(picture.now() - (record.changed or record.base))
        reported = age_text(picture.now() - record.updated)
        title = " ── ".join(filter(None, (name, group, listed, f"changed {changed} ago")))
        whole = f"{title}, reported {reported} ago"
        has_room = width_of(whole) < self.size.width - len("╭─  ─╮")
        return whole if has_room and reported != changed else title
