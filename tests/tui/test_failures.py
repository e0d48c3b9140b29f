"""A bug is seen: it ends the application, wherever it happened, and is never passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from textual.worker import WorkerFailed

from flux_tui.client import FluxClient, Phase
from flux_tui.model.change import PropertySet
from flux_tui.replica.outcome import Outcome
from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import open_workspace
from tests.faults.fake_flux import FakeFlux
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, status_of, until, until_shown, workspace_of


async def test_a_bug_in_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(changes: Changes) -> int:
        raise ZeroDivisionError

    async def explore() -> None:
        workspace = workspace_of({"a": {"n": 1}})
        async with exploring(workspace) as pilot:
            monkeypatch.setattr(Changes, "update_lines", fail)
            workspace.world.apply(PropertySet("a", "n", 2, NOON))
            await until(pilot, lambda: not pilot.app.is_running, "the end")

    with pytest.raises(ZeroDivisionError):
        await explore()


async def test_what_a_library_leaves_behind_ends_nothing() -> None:
    workspace = workspace_of({"a": {"n": 1}})
    async with exploring(workspace) as pilot:
        asyncio.get_running_loop().call_soon(int, "no number")
        workspace.world.apply(PropertySet("a", "n", "still followed", NOON))
        await until_shown(pilot, "still foll")


async def test_a_bug_in_what_follows_the_server() -> None:
    def fail(outcomes: Sequence[Outcome]) -> None:
        raise ZeroDivisionError

    async def explore(flux: FakeFlux, url: str) -> None:
        workspace = open_workspace(ExplorerOptions(url=url), FluxClient(url))
        async with exploring(workspace) as pilot:
            await until(pilot, lambda: status_of(workspace).phase is Phase.LIVE)
            workspace.world.observe(fail)
            flux.set("a", n=1)
            await until(pilot, lambda: not pilot.app.is_running, "the end")

    flux = FakeFlux()
    async with flux.serving() as url:
        with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
            await explore(flux, url)


@pytest.mark.parametrize("engine", [True, False])
async def test_what_an_explorer_began_ends_with_it(engine: bool) -> None:
    flux = FakeFlux(engine=engine)
    flux.set("a", n=1)
    async with flux.serving() as url:
        before = asyncio.all_tasks()
        workspace = open_workspace(ExplorerOptions(url=url), FluxClient(url))
        async with exploring(workspace) as pilot:
            await until(pilot, lambda: status_of(workspace).phase is Phase.LIVE)
            await press(pilot, "slash")
            await type_text(pilot, "a")
            await press(pilot, "enter", "n")
        flux.disconnect()
        async with asyncio.timeout(5):
            while not asyncio.all_tasks() <= before:  # noqa: ASYNC110 - the server's take a turn
                await asyncio.sleep(0.005)
