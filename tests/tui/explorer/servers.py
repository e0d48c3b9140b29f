"""A server that an explorer loses, and finds again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from textual.pilot import Pilot

from flux_tui.client import FluxClient, Phase
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from tests.faults.fake_flux import FakeFlux
from tests.tui.composer.publishing import exploring
from tests.tui.workspaces import status_of, until, until_shown

ENGINE = True
REAL = False


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
