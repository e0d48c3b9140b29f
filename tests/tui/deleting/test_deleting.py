"""Deleting by hand: what goes is shown, what many are is typed, and all of it can be undone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from flux_tui.client import FluxClient
from flux_tui.model.event import setting
from flux_tui.model.json import Json, JsonObject
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from tests.engine.running import local_engine
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import (
    NOON,
    explorer_of,
    lines_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

HOSTILE = "wire-\x1b]0;pwn\x07\u202e"
STATE: dict[str, JsonObject] = {
    **{f"sensor-{n:02}": {"n": n, "unit": "C"} for n in range(12)},
    "room-1": {"occupied": True, "climate": {"target": 21.5}},
    HOSTILE: {"note": "a\nb"},
}
NOBODY = "http://127.0.0.1:9"


@asynccontextmanager
async def living(
    state: Mapping[str, JsonObject] = STATE,
) -> AsyncIterator[tuple[Pilot[None], Workspace]]:
    """The explorer on an engine that has this state."""
    async with local_engine() as running, FluxClient(running.url) as client:
        events = [setting("lab", "me", i, dict(p), timestamp=1) for i, p in state.items()]
        await client.publish_batch(events)
        options = ExplorerOptions(url=running.url, utc=True)
        workspace = open_workspace(options, FluxClient(running.url))
        async with exploring(workspace) as pilot:
            await until(pilot, lambda: len(workspace.view) > len(state), "the world is shown")
            await until_shown(pilot, "● live")
            yield pilot, workspace


def button(pilot: Pilot[None]) -> Button:
    return pilot.app.screen.query_one("#do", Button)


async def back_in_the_explorer(pilot: Pilot[None]) -> None:
    """The dialog has closed; what was told is taken away."""
    await until(pilot, lambda: pilot.app.screen is explorer_of(pilot), "the dialog is closed")
    pilot.app.clear_notifications()


async def test_one_entity_goes_by_one_button_and_u_brings_it_back() -> None:
    async with living() as (pilot, workspace):
        before = workspace.world.state()
        await press(pilot, "d")
        await until_shown(pilot, "Delete room-1")
        await until_shown(pilot, "It leaves the state by a tombstone event;")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 entity deleted, and gone from the state; u brings back")
        assert "room-1" not in workspace.world
        await back_in_the_explorer(pilot)
        await press(pilot, "u")
        await until_shown(pilot, "Bring back 1 entity")
        await until_shown(pilot, "By new events")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 entity brought back")
        await back_in_the_explorer(pilot)
        assert workspace.world.state() == before
        await press(pilot, "u")
        await until_shown(pilot, "nothing was sent to this server that could be undone")


async def test_enter_pressed_in_a_hurry_deletes_nothing() -> None:
    async with living() as (pilot, _):
        await press(pilot, "d")
        await until_shown(pilot, "Delete room-1")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot), "the dialog is closed")
        await press(pilot, "d")
        await until_shown(pilot, "Delete room-1")
        await press(pilot, "left", "enter")
        await until_shown(pilot, "1 entity deleted")


async def test_ctrl_s_deletes_too_once_all_is_typed_that_has_to_be() -> None:
    async with living() as (pilot, workspace):
        await press(pilot, "ctrl+a", "d")
        await until_shown(pilot, "ctrl+s does it, esc leaves")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "✗ nothing is typed yet: type 14, their number")
        await type_text(pilot, "13")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "✗ that is not 14, their number")
        assert len(workspace.world.state()) == 14
        await press(pilot, "backspace")
        await type_text(pilot, "4")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "14 entities deleted, and gone from the state")


async def test_the_number_of_many_is_typed_and_hostile_ids_go_and_come_like_others() -> None:
    async with living() as (pilot, workspace):
        before = workspace.world.state()
        await press(pilot, "ctrl+a", "d")
        await until_shown(pilot, "14 entities: sensor 12, room 1, wire 1")
        await until_shown(pilot, "‹ 14 marked ›")
        await press(pilot, "enter")
        assert button(pilot).disabled
        await type_text(pilot, "13")
        assert button(pilot).disabled
        await press(pilot, "backspace")
        await type_text(pilot, "4")
        await press(pilot, "enter")
        await until_shown(pilot, "14 entities deleted, and gone from the state")
        assert workspace.world.state() == {}
        await back_in_the_explorer(pilot)
        await press(pilot, "u")
        await until_shown(pilot, "Bring back 14 entities")
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "14 entities brought back")
        assert workspace.world.state() == before


async def test_what_was_made_anew_meanwhile_is_named_and_stays() -> None:
    async with living() as (pilot, workspace):
        await press(pilot, "space", "down", "space", "d", "ctrl+s")
        await until_shown(pilot, "2 entities deleted")
        await workspace.client.publish(setting("lab", "me", "room-1", {"mine": 1}, timestamp=1))
        await until(pilot, lambda: "room-1" in workspace.world)
        await back_in_the_explorer(pilot)
        await press(pilot, "u")
        await until_shown(pilot, "changed since by me")
        await until_shown(pilot, "Bring back 1 entity")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 entity brought back")
        assert workspace.world.state()["room-1"] == {"mine": 1}
        assert workspace.world.state()["sensor-00"] == STATE["sensor-00"]


async def test_escape_deletes_nothing() -> None:
    async with living() as (pilot, workspace):
        await press(pilot, "d")
        await until_shown(pilot, "Delete room-1")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))
        assert len(workspace.world) == len(STATE)


async def test_one_key_changes_what_is_meant_and_what_was_typed_does_not_count() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "ctrl+a", "d")
        await type_text(pilot, "14")
        await until(pilot, lambda: not button(pilot).disabled)
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "‹ room-1 ›")
        await until_shown(pilot, "Delete room-1")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "Delete 14 entities")
        assert button(pilot).disabled


async def test_in_the_detail_it_is_the_entity_that_is_looked_at() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "down", "down", "space", "g", "down", "enter", "d")
        await until_shown(pilot, "Delete room-1")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "‹ 1 marked ›")


async def test_the_list_of_what_goes_is_scrolled_through() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "ctrl+a", "d")
        await until_shown(pilot, "14 entities: sensor 12")
        await press(pilot, "shift+tab", "end")
        await until(pilot, lambda: any("│  wire-␛]0;pwn" in line for line in lines_of(pilot)))


async def test_production_wants_the_name_of_its_server_also_for_one() -> None:
    options = ExplorerOptions(url="http://flux.lab.example", production=True)
    async with exploring(workspace_of(STATE, options=options)) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "http://flux.lab.example is marked as production.")
        await until_shown(pilot, "type flux.lab.example,")
        assert button(pilot).disabled
        await type_text(pilot, "flux.lab.example")
        await until(pilot, lambda: not button(pilot).disabled)


async def test_what_could_not_be_deleted_stays_in_the_dialog_with_the_reason() -> None:
    options = ExplorerOptions(url=NOBODY)
    async with exploring(workspace_of(STATE, options=options)) as pilot:
        await press(pilot, "d", "ctrl+s")
        await until_shown(pilot, "0 of 1 deleted, 1 is left")
        await until_shown(pilot, "nobody answers at")
        await until_shown(pilot, "Delete room-1 again")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))


@pytest.mark.parametrize("key", ["d", "u"])
async def test_a_read_only_explorer_deletes_nothing_and_says_so(key: str) -> None:
    options = ExplorerOptions(url=NOBODY, read_only=True)
    async with exploring(workspace_of(STATE, options=options)) as pilot:
        await press(pilot, key)
        await until_shown(pilot, "read-only, so nothing can be")
        assert pilot.app.screen is explorer_of(pilot)


async def test_an_empty_world_has_nothing_to_delete() -> None:
    state: dict[str, dict[str, Json]] = {}
    async with exploring(workspace_of(state)) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "there is nothing to delete")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_the_dialog_fits_any_terminal(size: tuple[int, int]) -> None:
    options = ExplorerOptions(url="http://flux.lab.example", production=True)
    async with exploring(workspace_of(STATE, options=options), size) as pilot:
        await press(pilot, "ctrl+a", "d")
        await until_shown(pilot, "14 entities: sensor 12")
        for part in ("‹ 14 marked ›", "type 14, their number", "Delete 14 entities", "Cancel"):
            await until_shown(pilot, part)


async def test_what_was_to_go_from_one_world_never_goes_from_another() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Delete room-1")
        session_of(workspace).say(replaced=NOON)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Nothing was done: by now another world")
        assert "room-1" in workspace.world
        await press(pilot, "escape", "d", "ctrl+s")
        await until_shown(pilot, "0 of 1 deleted")
