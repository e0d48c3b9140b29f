"""Whatever becomes of the server meanwhile, what a person has chosen and written stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from flux_tui.client import FluxClient, Phase
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from tests.faults.fake_flux import FakeFlux
from tests.tui.composer.publishing import exploring, press, type_event, type_text
from tests.tui.workspaces import explorer_of, lines_of, screen_of, status_of, until, until_shown

ENGINE, REAL = True, False
SERVERS = pytest.mark.parametrize("engine", [ENGINE, REAL], ids=["engine", "real"])
AFTERWARDS = pytest.mark.parametrize("other", [False, True], ids=["itself", "another"])

BATCH = '[{"stream": "lab", "source": "me", "timestamp": 1, "payload": {"n": 1}}'
"""Nothing that could be sent yet."""


def rows_of(pilot: Pilot[None]) -> list[str]:
    """The list's rows, but for their ages."""
    return [line[:40] for line in lines_of(pilot) if "sensor-" in line[:20]]


def sensors(engine: bool, *, log_id: str = "log-1", count: int = 8, value: int = 1) -> FakeFlux:
    flux = FakeFlux(engine=engine, log_id=log_id)
    for number in range(count):
        flux.set(f"sensor-{number}", n=value)
    flux.set("room-1", n=value)
    return flux


@asynccontextmanager
async def explored(flux: FakeFlux) -> AsyncIterator[tuple[Pilot[None], Workspace, Server]]:
    """An explorer, live, of a server that can be ended and begun again."""
    server = Server()
    await server.begin(flux)
    try:
        client = FluxClient(server.url)
        workspace = open_workspace(ExplorerOptions(url=server.url, utc=True), client)
        async with exploring(workspace) as pilot:
            await until(pilot, lambda: status_of(workspace).phase is Phase.LIVE, "life")
            await until_shown(pilot, "sensor-7")
            yield pilot, workspace, server
    finally:
        await server.end()


class Server:
    """One address, and whoever answers there."""

    def __init__(self) -> None:
        self.url = ""
        self._serving = FakeFlux().serving()

    async def begin(self, flux: FakeFlux) -> None:
        self._serving = flux.serving(urlsplit(self.url).port)
        self.url = await self._serving.__aenter__()

    async def end(self) -> None:
        await self._serving.__aexit__(None, None, None)


async def lose_and_find(
    pilot: Pilot[None], workspace: Workspace, server: Server, flux: FakeFlux
) -> None:
    """The server is killed; after a while ``flux`` answers at its address."""
    await server.end()
    await until(pilot, lambda: status_of(workspace).phase is Phase.OFFLINE, "the loss")
    await server.begin(flux)
    flux.set("room-1", n="changed meanwhile")
    await until(pilot, lambda: workspace.world.state() == flux.state(), "the server's world")
    await until(pilot, lambda: status_of(workspace).phase is Phase.LIVE, "life")


@SERVERS
@AFTERWARDS
async def test_focus_marks_filter_and_pause_outlast_the_server(engine: bool, other: bool) -> None:
    flux = sensors(engine)
    async with explored(flux) as (pilot, workspace, server):
        await press(pilot, "slash")
        await type_text(pilot, "sensor-")
        await press(pilot, "enter", "down", "down", "space", "space")
        await until_shown(pilot, "2 marked ── 8 of 9 ── sensor-")
        focus, marks = explorer_of(pilot).focused, sorted(workspace.view.marks)
        await until_shown(pilot, " sensor-4 ──")
        await press(pilot, "p")
        await until_shown(pilot, "paused")
        before = rows_of(pilot)
        found = sensors(engine, log_id="log-2", value=2, count=6) if other else flux
        await lose_and_find(pilot, workspace, server, found)
        await until_shown(pilot, "changed: p shows them")
        assert rows_of(pilot) == before
        await press(pilot, "p")
        shown = "6 of 7" if other else "8 of 9"
        await until_shown(pilot, f"2 marked ── {shown} ── sensor-")
        await until_shown(pilot, " sensor-4 ──")
        assert explorer_of(pilot).focused is focus
        assert sorted(workspace.view.marks) == marks
        await press(pilot, "down")
        await until_shown(pilot, " sensor-5 ──")
        assert found.posted == flux.posted == []


@SERVERS
@AFTERWARDS
async def test_an_open_composer_goes_on_as_if_nothing_had_happened(
    engine: bool, other: bool
) -> None:
    flux = sensors(engine)
    async with explored(flux) as (pilot, workspace, server):
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-3", "", "n", "12")
        await type_text(pilot, "half-writ")
        screen, field = pilot.app.screen, pilot.app.focused
        found = sensors(engine, log_id="log-2", value=2) if other else flux
        await lose_and_find(pilot, workspace, server, found)
        assert pilot.app.screen is screen
        assert pilot.app.focused is field
        await type_text(pilot, "ten")
        assert isinstance(field, Input)
        assert field.value == "half-written"
        for text in ("lab.sensors", "sensor-3", "12"):
            assert text in screen_of(pilot)
        await until_shown(pilot, f"{2 if other else 1} → 12")
        assert found.posted == flux.posted == []


@SERVERS
@AFTERWARDS
async def test_closed_drafts_are_there_when_they_are_opened_again(
    engine: bool, other: bool
) -> None:
    flux = sensors(engine)
    async with explored(flux) as (pilot, workspace, server):
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-9")
        await press(pilot, "escape", "b")
        await until_shown(pilot, "batch")
        await type_text(pilot, BATCH)
        await press(pilot, "escape", "e")
        await until_shown(pilot, "event from room-1")
        await type_event(pilot, "lab", "me", "", "")
        await press(pilot, "tab", "tab", "end")
        await type_text(pilot, "77")
        await until_shown(pilot, "1 → 177")
        await press(pilot, "escape")
        found = sensors(engine, log_id="log-2", value=2) if other else flux
        await lose_and_find(pilot, workspace, server, found)
        drafts = {"n": "sensor-9", "b": '"payload": {"n": 1}}', "e": "changed meanwhile → 177"}
        for key, text in drafts.items():
            await press(pilot, key)
            await until_shown(pilot, text)
            await press(pilot, "escape")
        assert found.posted == flux.posted == []
