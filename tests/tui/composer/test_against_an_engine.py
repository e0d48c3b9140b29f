"""The composer against a real engine: what is typed is then in the world."""

from __future__ import annotations

import json
from functools import partial

from flux_tui.client import FluxClient
from flux_tui.model.event import setting
from flux_tui.replica.undo.before import ABSENT, Before
from flux_tui.tui.composer.asking import LARGE_BATCH
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from tests.engine.running import local_engine
from tests.tui.composer.batches import line, write_batch
from tests.tui.composer.publishing import exploring, press, type_event, type_text
from tests.tui.workspaces import screen_of, until, until_shown


async def test_an_event_and_a_batch_are_seen_in_the_world_and_once_each() -> None:
    async with local_engine() as running:
        workspace = open_workspace(ExplorerOptions(url=running.url), FluxClient(running.url))
        async with exploring(workspace) as pilot:
            await until_shown(pilot, "live")
            await press(pilot, "n")
            await type_event(pilot, "lab.sensors", "me", "sensor-1", "", "temperature", "22.5")
            await press(pilot, "ctrl+s")
            await until_shown(pilot, "in the state after")
            assert workspace.world.state() == {"sensor-1": {"temperature": 22.5}}
            await press(pilot, "escape", "b")
            for entity_id in ("sensor-2", "sensor-3"):
                payload = {"entity_id": entity_id, "properties": {"n": 1}}
                event = {"stream": "lab", "source": "me", "payload": payload}
                await type_text(pilot, json.dumps(event) + "\n")
            await until_shown(pilot, "2 events: 2 new")
            await press(pilot, "ctrl+s")
            await until_shown(pilot, "2 events: 2 in the state")
            await press(pilot, "escape")
            await until_shown(pilot, "sensor-3")
            assert "live" in screen_of(pilot)
            assert running.engine.log.newest == 3


async def test_what_changes_while_it_is_asked_about_many_events_is_what_stood_before_them() -> None:
    async with local_engine() as running, FluxClient(running.url) as somebody:
        await somebody.publish(setting("lab", "other", "sensor-1", {"n": -1}))
        workspace = open_workspace(ExplorerOptions(url=running.url), FluxClient(running.url))
        ledger = workspace.open_ledger()
        async with exploring(workspace) as pilot:
            await until_shown(pilot, "sensor-1")
            await write_batch(
                pilot, "\n".join(line(f"sensor-{n}", n=n) for n in range(LARGE_BATCH))
            )
            await until_shown(pilot, "1,000 events: 999 new, 1 changing")
            for answer in ("escape", "y"):
                await press(pilot, "ctrl+s")
                await until_shown(pilot, "Publish these 1,000 events")
                await somebody.publish(setting("lab", "other", "sensor-1", {"n": answer}))
                await until(pilot, partial(is_seen, workspace, answer))
                assert await ledger.ask(lambda store: store.numbers()) == []
                await press(pilot, answer)
            await until_shown(pilot, "1,000 events: 1,000 in the state")
            kept = await ledger.ask(lambda store: list(store.all_events(1)))
    assert [sent.event.entity_id for sent in kept] == [f"sensor-{n}" for n in range(LARGE_BATCH)]
    assert [sent.before for sent in kept if sent.before != ABSENT] == [Before(True, {"n": "y"})]


def is_seen(workspace: Workspace, word: str) -> bool:
    record = workspace.world.get("sensor-1")
    return record is not None and record.properties == {"n": word}


async def test_a_server_that_is_away_takes_nothing_of_what_was_typed() -> None:
    async with local_engine() as running:
        pass
    workspace = open_workspace(ExplorerOptions(url=running.url), FluxClient(running.url))
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "sensor-1", "", "temperature", "22.5")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "failed: ")
        await press(pilot, "escape", "n")
        await until_shown(pilot, "22.5")
