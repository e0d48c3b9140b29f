"""Draws ``screenshots/*.svg`` from the demo: ``python -m tests.screenshots [NAME…]``.

The demo's world is played in simulated time from a fixed beginning, so that the same program draws
the same pictures, on any machine.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from textual.events import Paste
from textual.pilot import Pilot

from flux_tui.client import Phase
from flux_tui.demo.scenario import Performance, find_scenario
from flux_tui.demo.stage import Act
from flux_tui.model.change import EntityDeleted, Metrics, PropertySet
from flux_tui.model.instant import NS
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import (
    FrozenClock,
    app_of,
    explorer_of,
    session_of,
    until_shown,
    workspace_of,
)

FOLDER = Path(__file__).parent.parent / "screenshots"

SEED = 7
"""Of a world in which something goes wrong at the right moment."""

STEP = 0.1
"""Simulated seconds between two looks at what happened."""

METRICS_EVERY = 2.0
"""Simulated seconds between two figures of the server, as the engine sends them."""

TICK = 1.2
"""Real seconds until the explorer has repainted its ages, which it does once in a second."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: after so many seconds of the demo, keys and a paste, a text is shown."""

    name: str
    seconds: float
    keys: tuple[str, ...]
    shows: str
    size: tuple[int, int] = (118, 36)
    paste: str = ""


def typed(text: str) -> tuple[str, ...]:
    """A text as keys."""
    names = {" ": "space", "\n": "enter", "\t": "tab"}
    return tuple(names.get(character, character) for character in text)


EVENT = (*typed("campus.visits\tme\tvisitor-ada\t\tmood\tcurious"), "enter", *typed("badge\t42"))

BATCH = """[
  {"stream": "campus.rooms", "source": "me", "payload": {
    "entity_id": "room-201", "properties": {"status": "cleaned"}}},
  {"stream": "campus.rooms", "source": "me", "payload": {
    "entity_id": "room-204", "properties": {"capacity": 8}}},
  {"stream": "campus.visits", "source": "me", "payload": {
    "entity_id": "visitor-ada", "properties": {"mood": "curious"}}},
  {"stream": "Campus Rooms", "source": "me", "payload": {
    "entity_id": "room-209", "properties": {"status": "free"}}}
]"""

SCENES = (
    Scene("explorer", 28.6, ("down",) * 11, "incident-017 ──"),
    Scene("explorer-80x24", 28.6, ("slash", *typed("sensor-temp"), "enter"), "temp-301", (80, 24)),
    Scene("detail", 40.0, ("down",) * 11 + ("enter",), "incident-017 ──", (80, 24)),
    Scene("composer", 28.6, ("n", *EVENT), "badge"),
    Scene("batch", 28.6, ("b",), "1 refused", paste=BATCH),
)


class Play:
    """The demo in simulated time, told to a world without a server."""

    def __init__(self) -> None:
        self.clock = FrozenClock()
        options = ExplorerOptions(url="http://localhost:3000", profile="demo", utc=True)
        self.workspace: Workspace = workspace_of({}, clock=self.clock, options=options)
        self._performance: Performance = find_scenario(None).begin(Random(SEED))
        self._events = 0
        self._moment = 0.0
        session_of(self.workspace).say(phase=Phase.LOADING)
        self._tell(self._performance.until(0.0))
        session_of(self.workspace).say(phase=Phase.LIVE)

    async def until(self, seconds: float) -> None:
        """Play so far; the last seconds in steps, as they would be seen."""
        next_metrics = 0.0
        while self._moment < seconds:
            self._moment = min(self._moment + STEP, seconds)
            self.clock.go_on(STEP)
            self._tell(self._performance.until(self._moment))
            if self._moment >= next_metrics:
                next_metrics += METRICS_EVERY
                self._measure()
            await asyncio.sleep(0)

    def _tell(self, acts: Iterable[Act]) -> None:
        world, now = self.workspace.world, self.clock.now()
        for act in acts:
            self._events += 1
            event_id = f"0193e2a7-5c1b-7{self._events:03x}-8d2e-5f0a9b3c{self._events:04x}"
            if act.properties is None:
                world.apply(EntityDeleted(act.entity_id, now, act.source, event_id))
                continue
            for name, value in act.properties.items():
                change = PropertySet(act.entity_id, name, value, now, act.source, event_id)
                world.apply(change)

    def _measure(self) -> None:
        session, now = session_of(self.workspace), self.clock.now()
        entities = len(self.workspace.world)
        session.say(metrics=Metrics(now, entities, self._events, 0.0, 1, 3), verified=now - 2 * NS)


async def draw(scene: Scene) -> str:
    """One scene as SVG."""
    play = Play()
    async with app_of(play.workspace).run_test(size=scene.size) as pilot:
        await play.until(scene.seconds)
        await pilot.press(*scene.keys)
        if scene.paste:
            pilot.app.post_message(Paste(scene.paste))
        await until_shown(pilot, scene.shows)
        await _settled(pilot)
        return pilot.app.export_screenshot(title="flux-tui", simplify=True)


async def _settled(pilot: Pilot[None]) -> None:
    """Columns are chosen by what is seen first, which differs from run to run: choose again."""
    explorer_of(pilot).query_one(EntityList).forget_columns()
    await asyncio.sleep(TICK)
    await pilot.pause()


def main(names: list[str]) -> int:
    """Draw all scenes, or those that are named."""
    known = {scene.name: scene for scene in SCENES}
    if unknown := [name for name in names if name not in known]:
        print(f"no scene {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    for name in names or known:
        path = FOLDER / f"{name}.svg"
        path.write_text(asyncio.run(draw(known[name])), encoding="utf-8")
        print(path.relative_to(FOLDER.parent))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
