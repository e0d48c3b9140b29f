"""Whatever is pressed, pasted, clicked and resized, and whatever happens, the explorer stands."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random, randrange

import pytest
from textual import events
from textual.pilot import Pilot

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.keys.known import known_bindings, load_all
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.batches import line
from tests.tui.composer.publishing import scripted
from tests.tui.hostile import ACTING, HOSTILE
from tests.tui.workspaces import NOON, app_of, lines_of, screen_of

LEAVING = ("action_quit", "action_suspend_process")
"""What ends the explorer, or stops it, as it should: by a key, a click or the palette."""

TYPED = [*'a1 "{}[]:,.=-', "é", "enter", "escape", "tab", "backspace", "delete", "up", "down"]

SIZES = [(80, 24), (120, 40), (60, 20), (40, 12), (24, 6), (200, 60), (40, 4), (3, 2)]

PASTED = [
    "\n".join(line(f"e-{n}", n=n) for n in range(40)),
    "{]\n" * 150,
    '{"a": [1, 2,\n 3]}',
    "\x1b[31mred\x07\u202e",
    "/etc/passwd",
    "entity_id,p\na,1\n",
]

VALUES: list[Json] = [1, 2.5, "ok", "failing", None, {"a": [1, {"b": "x" * 50}]}, "\x1b[2J", 10**30]

STEPS = 45
"""Things that are done; others in each run."""

PATIENCE = 90
"""Seconds for all of them, on a machine with other work."""


class Doings:
    """Does one thing after another, as chance will have it; each is remembered."""

    def __init__(self, chance: Random, pilot: Pilot[None], workspace: Workspace) -> None:
        self._chance = chance
        self._pilot = pilot
        self._workspace = workspace
        bound = sorted({key for keys in known_bindings().values() for key in keys})
        self._keys = [*bound, *TYPED * 4]
        self.done: list[object] = []

    async def go_on(self) -> None:
        """Do something more."""
        do = (self._press,) * 6 + (self._resize, self._change, self._paste, self._click)
        await self._chance.choice(do)()

    async def _press(self) -> None:
        keys = self._chance.choices(self._keys, k=4)
        self.done.append(keys)
        await self._pilot.press(*keys)

    async def _resize(self) -> None:
        size = self._chance.choice(SIZES)
        self.done.append(size)
        await self._pilot.resize_terminal(*size)

    async def _change(self) -> None:
        entity_id, name = self._chance.choice([*HOSTILE]), self._chance.choice(["n", "status"])
        at = NOON + len(self.done)
        change = PropertySet(entity_id, name, self._chance.choice(VALUES), at)
        self.done.append(change)
        gone = self._chance.random() < 0.1
        self._workspace.world.apply(EntityDeleted(entity_id, at) if gone else change)

    async def _paste(self) -> None:
        text = self._chance.choice(PASTED)
        self.done.append(text)
        self._pilot.app.post_message(events.Paste(text))
        await self._pilot.pause()

    async def _click(self) -> None:
        width, height = self._pilot.app.size
        place = self._chance.randrange(width), self._chance.randrange(height)
        self.done.append(("click", place))
        await self._pilot.click(offset=place)


async def stay(app: ExplorerApp) -> None:
    """Do not leave."""


async def test_whatever_is_done_it_stands_and_nothing_hostile_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for action in LEAVING:
        monkeypatch.setattr(ExplorerApp, action, stay)
    load_all()
    workspace, _ = scripted(HOSTILE, ExplorerOptions(url="http://flux.test:3000", utc=True))
    seed, app = randrange(2**32), app_of(workspace)
    doings: Doings | None = None
    try:
        async with asyncio.timeout(PATIENCE), app.run_test(notifications=True) as pilot:
            doings = Doings(Random(seed), pilot, workspace)
            for _ in range(STEPS):
                await doings.go_on()
                assert app.is_running
                assert not ACTING & set(screen_of(pilot))
                assert all(len(text) <= app.size.width for text in lines_of(pilot))
    except BaseException as error:
        error.add_note(f"seed {seed}; at last: {[] if doings is None else doings.done[-6:]}")
        raise
