"""The World screen: everything about a server's world that is not about one entity."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer

from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError
from flux_tui.replica.census import Census, take_census
from flux_tui.tui.key_bar.key_bar import KeyBar
from flux_tui.tui.sparing_screen import SparingScreen
from flux_tui.tui.status_bar.problem_bar import ProblemBar
from flux_tui.tui.status_bar.status_bar import StatusBar
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.world import sections, setup
from flux_tui.tui.world.overview import Overview
from flux_tui.tui.world.panel import Goal, Line, Panel
from flux_tui.tui.writing import may_write

if TYPE_CHECKING:
    from flux_tui.protocol.answers import AdminConfig

TICK = 1.0
"""Seconds between two looks at what is known here."""

REST = 20
"""How many times as long as a census took nobody takes another: it is to cost 5 % at most."""

ASK = 10.0
"""Seconds between two questions to the server: how it is set up changes seldom."""


class WorldScreen(SparingScreen[Goal | None]):
    """Closes with where a person wants to go; with None when they only go back."""

    AUTO_FOCUS = ""  # it would scroll the figures away
    CSS_PATH = "world.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i", "dismiss(None)", "Back", id="world.back"),
        Binding("tab", "app.focus_next", "Next panel", id="world.next"),
        Binding("shift+tab", "app.focus_previous", "Panel before", show=False, id="world.previous"),
        Binding("r", "ask", "Ask again", id="world.ask", tooltip="Ask the server again"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._config: AdminConfig | None = None
        self._next_census = 0.0
        self._status = StatusBar(workspace)
        self._overview = Overview(workspace)
        self._groups = Panel("Biggest groups", id="groups")
        self._busiest = Panel("Busiest", id="busiest")
        self._quietest = Panel("Quietest", id="quietest")
        self._newest = Panel("Newest", id="newest")
        self._deleted = Panel("Just deleted", id="deleted")
        self._connectors = Panel("Connectors", id="connectors")
        self._setup = Panel("Configuration", id="setup")

    def compose(self) -> ComposeResult:
        """Figures above, then the panels, as many beside each other as there is room for."""
        yield self._status
        with ScrollableContainer(id="panels", can_focus=False):
            yield self._overview
            yield self._groups
            yield self._busiest
            yield self._quietest
            yield self._newest
            yield self._deleted
            yield self._connectors
            yield self._setup
        yield ProblemBar(self._workspace)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look at once, and then every second."""
        self.set_focus(self._groups, scroll_visible=False)
        self.set_interval(TICK, self._tick)
        self.set_interval(ASK, self.action_ask)
        self.call_after_refresh(self._tick)
        self.action_ask()

    # -- what is known here --------------------------------------------------------------------

    def _tick(self) -> None:
        self._status.take(self._workspace.session.status)
        self._overview.update()
        if time.monotonic() >= self._next_census:
            self._next_census = float("inf")
            self.run_worker(self._count(), group="census", exclusive=True)

    async def _count(self) -> None:
        """Take a census in slices, and show it."""
        workspace, learning = self._workspace, self._workspace.learning
        counting = take_census(
            workspace.world, workspace.conditions, learning.cadence, learning.arrivals
        )
        began, turns = time.process_time(), Turns()
        while True:
            try:
                next(counting)
            except StopIteration as done:
                self._show(done.value)
                break
            await turns.give()
        took = time.process_time() - began
        self._next_census = time.monotonic() + max(TICK * 0.9, REST * took)

    def _show(self, census: Census) -> None:
        now, cadence = self._workspace.session.server_now(), self._workspace.learning.cadence
        nothing = sections.or_nothing
        groups = sections.groups(census)
        self._groups.show(nothing(groups, "the world is empty"), f"{census.group_count:,}")
        self._busiest.show(nothing(sections.busiest(census), "nothing has changed lately"))
        quietest = sections.quietest(census, now, cadence.is_silent)
        silent = f"◔ {len(cadence.silent):,} silent" if cadence.silent else ""
        self._quietest.show(nothing(quietest, "the world is empty"), silent)
        newest = sections.newest(census, now)
        self._newest.show(nothing(newest, "none new since this was opened"))
        deleted = sections.deleted(census, now)
        self._deleted.show(nothing(deleted, "none deleted since this was opened"))

    # -- what the server says ------------------------------------------------------------------

    def action_ask(self) -> None:
        """Ask the server what it is and how it is set up."""
        self.run_worker(self._ask_all(), group="server", exclusive=True)

    async def _ask_all(self) -> None:
        self._overview.server = await setup.server_text(self._workspace)
        self._overview.update()
        await self._ask(self._connectors, "connectors", self._read_connectors)
        await self._ask(self._setup, "configuration", self._read_config)

    async def _ask(
        self, panel: Panel, what: str, read: Callable[[], Awaitable[list[Line]]]
    ) -> None:
        try:
            lines = await read()
        except FluxTuiError as error:
            lines = setup.problem_lines(error, what)
        panel.show(sections.or_nothing(lines, f"no {what}"))

    async def _read_connectors(self) -> list[Line]:
        return setup.connector_lines(await self._workspace.client.connectors())

    async def _read_config(self) -> list[Line]:
        self._config = await self._workspace.client.config()
        return setup.config_lines(self._config)

    # -- what a person does --------------------------------------------------------------------

    @on(Panel.Chosen)
    def _go(self, message: Panel.Chosen) -> None:
        """Where the line leads; a setting is changed."""
        message.stop()
        if message.line.goal is not None:
            self.dismiss(message.line.goal)
        elif message.line.key:
            self._change(message.line.key)

    def _change(self, name: str) -> None:
        """Ask for another value, then whether that is meant, then the server."""
        if self._config is None or not may_write(self.app, self._workspace):
            return
        before = setup.settings_of(self._config)[name]

        def ask(after: setup.Setting | None) -> None:
            if after is None or after == before:
                return
            question = setup.change_question(self._workspace, name, before, after)
            self.app.push_screen(question, lambda yes: self._put(name, after) if yes else None)

        self.app.push_screen(setup.value_chooser(name, before), ask)

    def _put(self, name: str, value: setup.Setting) -> None:
        """Change it, though the screen may be closed before the server answers."""
        app, client = self.app, self._workspace.client

        async def put() -> None:
            try:
                await client.update_config({name: value})
            except FluxTuiError as error:
                app.notify(setup.problem_text(error), severity="error", markup=False)
            else:
                app.notify("the server's configuration is changed", markup=False)
            if self.is_mounted:
                self.action_ask()

        app.run_worker(put(), name="configuration", group="configuration")
