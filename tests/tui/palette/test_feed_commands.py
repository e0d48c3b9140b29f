"""The transport is switched from the palette while the world goes on."""

from __future__ import annotations

import pytest

from flux_tui.client import FeedKind, FluxClient
from flux_tui.model.event import setting
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import open_workspace
from tests.engine.running import local_engine
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import status_of, until, until_shown


@pytest.mark.parametrize(
    ("typed", "feed"),
    [("polling", FeedKind.POLLING), ("websocket", FeedKind.WEBSOCKET)],
)
async def test_a_feed_is_chosen_in_the_palette_and_the_best_again(
    typed: str, feed: FeedKind
) -> None:
    async with local_engine() as running, FluxClient(running.url) as client:
        workspace = open_workspace(ExplorerOptions(url=running.url), FluxClient(running.url))
        async with exploring(workspace) as pilot:
            await until(pilot, lambda: status_of(workspace).feed is FeedKind.SSE, "SSE")
            for words, wanted in ((f"feed {typed}", feed), ("feed best", FeedKind.SSE)):
                await press(pilot, "ctrl+p")
                await type_text(pilot, words)
                await until_shown(pilot, "Feed:")
                await press(pilot, "enter")
                await until(pilot, lambda: status_of(workspace).feed is wanted, words)  # noqa: B023
                await client.publish(setting("lab", "me", "a", {"n": words}))
                await until(pilot, lambda: workspace.world.state() == {"a": {"n": words}}, words)  # noqa: B023
