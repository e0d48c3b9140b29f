"""Where a scene is played: an explorer whose time stands still, and what it is made of."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import ScriptedPublisher
from tests.tui.workspaces import PATIENCE, FrozenClock, ScriptedSession, session_of

TICK = 0.06
"""Seconds between two looks at what changes by time alone, while time stands still: no scene waits
for the next second. Less is work that a quiet loop never ends with."""

REST = 1.5 * TICK
"""Seconds in which a screen that is whole does not change any more."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One explorer on a world. What it remembers lies in ``folder``, where it was started."""

    pilot: Pilot[None]
    workspace: Workspace
    publisher: ScriptedPublisher
    clock: FrozenClock
    folder: Path

    @property
    def session(self) -> ScriptedSession:
        """What says how the connection is."""
        return session_of(self.workspace)

    def change(self, entity_id: str, name: str, to: Json, source: str = "agent-a") -> None:
        """Something changes now, as an event tells it."""
        change = PropertySet(entity_id, name, to, self.clock.now(), source, "0193-e2")
        self.workspace.world.apply(change)


async def at_rest(pilot: Pilot[None]) -> str:
    """The screen as SVG, once it has not changed for a while, and no button is held down."""
    deadline = time.monotonic() + PATIENCE
    before, picture = "", _drawn(pilot)
    while picture != before or pilot.app.screen.query(".-active"):
        assert time.monotonic() < deadline, "the screen does not come to rest"
        await asyncio.sleep(REST)
        await pilot.pause()
        before, picture = picture, _drawn(pilot)
    return picture


def _drawn(pilot: Pilot[None]) -> str:
    return pilot.app.export_screenshot(title="flux-tui", simplify=True)
