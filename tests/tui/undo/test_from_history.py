"""Undo from an entity's history: an event, a marked range, or the batch that it went out with."""

from __future__ import annotations

from flux_tui.client.sent.undone import Undone
from flux_tui.model.json import JsonObject
from tests.tui.composer.publishing import press
from tests.tui.undo.deeds import button, by_others, event, go, living
from tests.tui.workspaces import lines_of, until, until_shown


async def test_an_event_of_somebody_else_is_undone() -> None:
    async with living(state={"room-1": {"level": 1}}) as (pilot, workspace):
        await by_others(pilot, workspace, event("room-1", {"level": 2}, "gateway"))
        await press(pilot, "h")
        await until_shown(pilot, "2 events, all that")
        await press(pilot, "u")
        await until_shown(pilot, "event by gateway")
        await until_shown(pilot, "2 → 1")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state()["room-1"] == {"level": 1})


async def test_a_marked_range_is_undone_together() -> None:
    async with living(state={"room-1": {"level": 1}}) as (pilot, workspace):
        for level in (2, 3, 4):
            sent = event("room-1", {"level": level}, "gateway")
            await workspace.client.publish(sent._replace(timestamp=1))
        await press(pilot, "h")
        await until_shown(pilot, "4 events, all that")
        await press(pilot, "shift+down")
        await until(pilot, lambda: sum("◆" in line for line in lines_of(pilot)) == 2, "two marks")
        await press(pilot, "u")
        await until_shown(pilot, "2 marked events")
        await until_shown(pilot, "4 → 2")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state()["room-1"] == {"level": 2})


async def test_what_is_undone_together_from_a_history_is_undone_in_the_ledger() -> None:
    sent = [event("room-1", {"level": level}) for level in (2, 3)]
    async with living(*sent, state={"room-1": {"level": 1}}) as (pilot, workspace):
        await press(pilot, "h")
        await until_shown(pilot, "3 events, all that")
        await press(pilot, "shift+down")
        await until(pilot, lambda: sum("◆" in line for line in lines_of(pilot)) == 2, "two marks")
        await press(pilot, "u")
        await until_shown(pilot, "3 → 1")
        await go(pilot)
        await until_shown(pilot, "undone: 1 entity")
        entry = await workspace.open_ledger().entry(1)
        assert entry is not None
        assert entry.undone is Undone.WHOLE


async def test_of_a_batch_the_event_or_all_of_it_is_undone() -> None:
    sent = [event("room-1", {"level": 2}), event("sensor-1", {"n": 2})]
    state: dict[str, JsonObject] = {"room-1": {"level": 1}, "sensor-1": {"n": 1}}
    async with living(*sent, state=state) as (pilot, workspace):
        await press(pilot, "h")
        await until_shown(pilot, "2 events, all that")
        await press(pilot, "u")
        await until_shown(pilot, "‹ event 1 of 2 ›")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "‹ batch of 2 events")
        await until_shown(pilot, "Bring back 2 entities")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state() == state)


async def test_what_is_not_known_from_before_cannot_be_undone_and_that_is_said() -> None:
    async with living(state={"room-1": {"level": 1}}) as (pilot, _):
        await press(pilot, "h")
        await until_shown(pilot, "1 event")
        await press(pilot, "u")
        await until_shown(pilot, "what it was is not known")
        assert button(pilot).disabled
