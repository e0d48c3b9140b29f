"""Plays a scene, and draws it in each of its looks."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import httpx
import pytest
from textual.widgets import Input

from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import ScriptedPublisher
from tests.tui.snapshots.scene import Look, Scene
from tests.tui.snapshots.stage import TICK, Stage, at_rest
from tests.tui.workspaces import FrozenClock, workspace_of

CHANGES_BUDGET = "flux_tui.tui.explorer.painting.CHANGES_BUDGET"
"""How long the changes stand still after new ones: a picture would be taken meanwhile."""

LATELY = "flux_tui.tui.explorer.painting.LATELY"
"""For how long what lies beneath another screen waits after a key: the picture would not."""

TICKS = ("explorer.explorer", "composer.batch.following", "world.world_screen")
"""Modules of the explorer that look once a second."""

MADE_IDS = "flux_tui.tui.composer.delivering.making.new_event_ids"
"""Where the composer has the ids of its events from."""


class Drawn:
    """Every picture of the scenes that were played; looks of one size share a play."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn: dict[tuple[str, Look], str] = {}

    async def picture(self, scene: Scene, look: Look) -> str:
        """One picture as SVG."""
        if (scene.name, look) not in self._drawn:
            alike = [other for other in scene.looks if other.size == look.size]
            with pytest.MonkeyPatch.context() as patch:
                _stand_still(patch)
                patch.setattr(
                    httpx.AsyncHTTPTransport,
                    "handle_async_request",
                    lambda _, request: scene.server.handle_async_request(request),
                )
                folder = self._folder / f"{scene.name}-{look.name}"
                folder.mkdir()
                patch.chdir(folder)
                await self._play(scene, alike, folder)
        return self._drawn[scene.name, look]

    async def _play(self, scene: Scene, looks: list[Look], folder: Path) -> None:
        clock = FrozenClock()
        options = replace(
            ExplorerOptions(
                url="http://flux.test:3000",
                utc=True,
                theme=looks[0].theme,
                state_folder=folder / "state",
                template_folders=(folder / "templates",),
            ),
            **scene.options,
        )
        workspace = workspace_of(scene.state, clock=clock, options=options)
        publisher = ScriptedPublisher(workspace)
        workspace = replace(workspace, publisher_of=lambda _: publisher)
        app = ExplorerApp(workspace, book=scene.book)
        size, told = looks[0].size, scene.notifications
        async with app.run_test(size=size, notifications=told) as pilot:
            await pilot.pause()
            stage = Stage(pilot, workspace, publisher, clock, folder)
            for step in (scene.begins, *scene.steps):
                await step(stage)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            for look in looks:
                app.theme = look.theme
                self._drawn[scene.name, look] = await at_rest(pilot)


def _stand_still(patch: pytest.MonkeyPatch) -> None:
    """Let nothing be another at the next play: ids of events, and what waits for a second."""
    ids = (f"0193e2a7-5c1b-7000-8d2e-{number:012}" for number in count(1))
    patch.setattr(CHANGES_BUDGET, 0.0)
    patch.setattr(LATELY, 0.0)
    patch.setattr(MADE_IDS, lambda now, at_a_time: ids)
    for module in TICKS:
        patch.setattr(f"flux_tui.tui.{module}.TICK", TICK)
