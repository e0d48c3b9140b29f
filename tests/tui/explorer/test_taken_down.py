"""An explorer that is taken down paints no more, though the world goes on to the last moment."""

from __future__ import annotations

import asyncio

import pytest

from flux_tui.client import Phase
from flux_tui.model.change import PropertySet
from flux_tui.tui.explorer.explorer import Explorer
from tests.tui.workspaces import NOON, app_of, session_of, until_shown, workspace_of


async def test_news_between_the_end_of_its_panes_and_its_own_is_no_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = workspace_of({"sensor-01": {"status": "failing", "n": 1}})
    unmounted = Explorer.on_unmount
    told: list[str] = []

    async def late(explorer: Explorer) -> None:
        """The panes are gone when a screen hears of its end."""
        workspace.world.apply(PropertySet("sensor-01", "n", 2, NOON))
        session_of(workspace).say(phase=Phase.OFFLINE)
        await asyncio.sleep(0.1)
        told.append("both")
        unmounted(explorer)

    monkeypatch.setattr(Explorer, "on_unmount", late)
    async with app_of(workspace).run_test(size=(120, 34)) as pilot:
        await until_shown(pilot, "sensor-01")
    assert told == ["both"]
