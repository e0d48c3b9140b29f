"""Undo by hand: what it would do is shown first, and what others set since stays unless chosen."""

from __future__ import annotations

import pytest

from flux_tui.client import Step
from flux_tui.client.sent.entry import Note
from flux_tui.errors import Refused
from flux_tui.model.event import Event
from flux_tui.model.json import Json, JsonObject
from flux_tui.replica.undo.before import Before
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.undo.deeds import HOSTILE, STATE, button, by_others, event, go, living
from tests.tui.workspaces import explorer_of, screen_of, until, until_shown, workspace_of


async def test_u_brings_back_the_values_from_before_the_last_thing_sent() -> None:
    async with living(event("sensor-1", {"n": 2}), event("room-1", {"occupied": False})) as (
        pilot,
        work,
    ):
        await press(pilot, "u")
        await until_shown(pilot, "batch of 2 events")
        await until_shown(pilot, "2 → 1")
        await until_shown(pilot, "false → true")
        await until_shown(pilot, "Bring back 2 entities")
        await go(pilot)
        await until_shown(pilot, "undone: 2 entities")
        assert work.world.state() == STATE
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))


async def test_u_again_goes_further_back_and_then_there_is_nothing() -> None:
    async with living(event("sensor-1", {"n": 2})) as (pilot, workspace):
        await workspace.open_publisher().publish([event("sensor-1", {"n": 3})])
        for before in (2, 1):
            await press(pilot, "u")
            await until_shown(pilot, f"{before + 1} → {before}")
            await go(pilot)
            await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))
            assert workspace.world.state()["sensor-1"]["n"] == before
        pilot.app.clear_notifications()
        await press(pilot, "u")
        await until_shown(pilot, "nothing was sent to this server that could be undone")


async def test_where_nothing_is_left_to_undo_of_the_last_one_goes_on_to_what_was_before() -> None:
    async with living(event("sensor-1", {"n": 2})) as (pilot, workspace):
        await workspace.open_publisher().publish([event("sensor-1", {"n": 2})])
        await press(pilot, "u")
        await until_shown(pilot, "all is as it was before")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "2 → 1")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state() == STATE)


async def test_what_others_set_since_is_named_and_stays_unless_it_is_chosen() -> None:
    async with living(event("sensor-1", {"n": 2, "unit": "K"})) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await press(pilot, "u")
        await until_shown(pilot, "changed since by gateway")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state()["sensor-1"] == {"n": 9, "unit": "C"})


async def test_in_80_columns_it_is_said_whole_who_has_changed_it_since() -> None:
    sent = [event("sensor-1", {"n": 2, "unit": "K"}), event("new-1", {"p": 1})]
    async with living(*sent, size=(80, 24)) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await by_others(pilot, workspace, event("new-1", {"q": 9}, "a-gateway-far-away"))
        await press(pilot, "u")
        await until_shown(pilot, "9 → 1")
        await until_shown(pilot, "changed since by gateway")
        await until_shown(pilot, "is deleted: it was not")
        await until_shown(pilot, "changed since by a-gateway-far-away")


async def test_of_a_secret_it_is_not_said_that_somebody_has_changed_it() -> None:
    async with living() as (pilot, workspace):
        note = Note(secrets={"hush": "{{env:KEY}}"})
        await workspace.open_publisher().publish([event("lamp", {"key": "hush"})], note=note)
        await press(pilot, "u")
        await until_shown(pilot, "perhaps changed since")
        await until_shown(pilot, "nobody can say")
        assert "changed since by" not in screen_of(pilot)
        await by_others(pilot, workspace, event("lamp", {"more": 1}, "gateway"))
        await until_shown(pilot, "changed since by gateway")


async def test_space_chooses_to_overwrite_it() -> None:
    async with living(event("sensor-1", {"n": 2})) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await press(pilot, "u")
        await until_shown(pilot, "Nothing is chosen")
        assert button(pilot).disabled
        await press(pilot, "space")
        await until_shown(pilot, "Bring back 1 entity")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state()["sensor-1"]["n"] == 1)


async def test_what_moves_while_it_is_looked_at_is_not_overwritten_unseen() -> None:
    async with living(event("sensor-1", {"n": 2}), event("room-1", {"occupied": False})) as (
        pilot,
        work,
    ):
        await press(pilot, "u")
        await until_shown(pilot, "Bring back 2 entities")
        await by_others(pilot, work, event("sensor-1", {"n": 9}, "gateway"))
        await until_shown(pilot, "changed since by gateway")
        await until_shown(pilot, "Bring back 1 entity")
        await go(pilot)
        await until(pilot, lambda: work.world.state()["room-1"] == {"occupied": True})
        assert work.world.state()["sensor-1"]["n"] == 9


async def test_what_was_made_is_deleted_again_and_that_is_said() -> None:
    async with living(event("new-1", {"p": 1})) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "is deleted: it was not there")
        await until_shown(pilot, "1 entity will be deleted")
        await until_shown(pilot, "Delete 1 entity")
        await go(pilot)
        await until(pilot, lambda: workspace.world.state() == STATE)


TWO_MADE = [event("new-1", {"p": 1}), event("new-2", {"p": 1})]


async def test_of_several_things_some_are_chosen_first_and_enter_alone_does_nothing_to_them() -> (
    None
):
    async with living(*TWO_MADE) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "Delete 2 entities")
        await until_shown(pilot, "space chooses, ctrl+s does it, esc leaves")
        await press(pilot, "down", "space")
        await until_shown(pilot, "Delete 1 entity")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen.query("#cancel:focus"), "on to the buttons")
        assert "new-1" in workspace.world
        await press(pilot, "left", "enter")
        await until(pilot, lambda: "new-1" not in workspace.world)
        assert "new-2" in workspace.world


async def test_arrows_go_from_the_lines_to_the_button_and_back() -> None:
    async with living(*TWO_MADE) as (pilot, _):
        await press(pilot, "u")
        await until_shown(pilot, "Delete 2 entities")
        await press(pilot, "down", "down")
        await until(pilot, lambda: pilot.app.screen.query("#cancel:focus"), "beneath the lines")
        await press(pilot, "up", "up", "space")
        await until_shown(pilot, "Delete 1 entity")


async def test_what_would_take_an_entity_away_is_not_done_by_enter_at_once() -> None:
    async with living(event("new-1", {"p": 1})) as (pilot, workspace):
        await press(pilot, "u")
        await until(pilot, lambda: pilot.app.screen.query("#cancel:focus"), "it would delete")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot), "the dialog is closed")
        assert "new-1" in workspace.world


async def test_where_there_is_one_thing_to_do_enter_does_it() -> None:
    async with living(event("sensor-1", {"n": 2})) as (pilot, workspace):
        await press(pilot, "u")
        await until(pilot, lambda: pilot.app.screen.query("#do:focus"), "nothing else to choose")
        await press(pilot, "enter")
        await until(pilot, lambda: workspace.world.state() == STATE)


async def test_the_number_of_many_that_would_be_deleted_is_typed() -> None:
    made = [event(f"new-{n}", {"p": 1}) for n in range(12)]
    async with living(*made) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "Delete 12 entities")
        assert button(pilot).disabled
        await type_text(pilot, "12")
        await press(pilot, "enter")
        await until(pilot, lambda: workspace.world.state() == STATE)


async def test_a_property_that_was_not_there_stays_unless_the_entity_is_made_anew() -> None:
    async with living(event("sensor-1", {"extra": "x", "n": 2})) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "x → was not there")
        await until_shown(pilot, "Flux cannot take")
        await go(pilot)
        kept: dict[str, Json] = {"n": 1, "unit": "C", "extra": "x"}
        await until(pilot, lambda: workspace.world.state()["sensor-1"] == kept)
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))


async def test_made_anew_it_has_all_else_that_it_had() -> None:
    async with living(event("sensor-1", {"extra": "x"})) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 9}, "gateway"))
        await press(pilot, "u")
        await until_shown(pilot, "x → was not there")
        await press(pilot, "space")
        await until_shown(pilot, "1 entity will be deleted and made anew")
        await go(pilot)
        anew: dict[str, Json] = {"n": 9, "unit": "C"}
        await until(pilot, lambda: workspace.world.state().get("sensor-1") == anew)


async def test_what_is_as_it_was_already_is_not_offered() -> None:
    async with living(event("sensor-1", {"n": 2})) as (pilot, workspace):
        await by_others(pilot, workspace, event("sensor-1", {"n": 1}, "gateway"))
        await press(pilot, "u")
        await until_shown(pilot, "There is nothing to undo: all is as it was before.")
        assert button(pilot).disabled


async def test_what_is_hostile_is_shown_as_text_and_comes_back_as_it_was() -> None:
    state: dict[str, JsonObject] = {HOSTILE: {HOSTILE: HOSTILE}}
    async with living(event(HOSTILE, {HOSTILE: 1}), state=state) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "Bring back 1 entity")
        assert "event of wire-␛]0;pwn" in screen_of(pilot)
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}
        await go(pilot)
        await until(pilot, lambda: workspace.world.state() == state)


async def test_in_production_the_name_of_the_server_is_typed() -> None:
    async with living(event("sensor-1", {"n": 2}), production=True) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "is marked as production")
        await until_shown(pilot, "Bring back 1 entity")
        assert button(pilot).disabled
        await type_text(pilot, "127.0.0.1")
        await press(pilot, "enter")
        await until(pilot, lambda: workspace.world.state() == STATE)


async def test_a_server_that_is_away_is_named_and_nothing_is_offered() -> None:
    workspace = workspace_of(STATE, options=ExplorerOptions(url="http://127.0.0.1:9"))
    sent = event("sensor-1", {"n": 2})
    number = await workspace.open_ledger().begin([sent], [Before(True, {"n": 1})])
    await workspace.open_ledger().settle(number, {0: (Step.ACCEPTED, None)})
    async with exploring(workspace) as pilot:
        await press(pilot, "u")
        await until_shown(pilot, "It cannot be known what is there now: nobody answers")
        assert button(pilot).disabled


async def test_what_was_not_brought_back_stays_in_the_dialog_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(event: Event) -> None:
        raise Refused("closed for today", status=400, reason="closed")

    async with living(event("sensor-1", {"n": 2})) as (pilot, workspace):
        await press(pilot, "u")
        await until_shown(pilot, "Bring back 1 entity")
        monkeypatch.setattr(workspace.client, "publish", refuse)
        await go(pilot)
        await until_shown(pilot, "1 of 1 event of the undo failed")
        await until_shown(pilot, "closed for today")
        await until_shown(pilot, "2 → 1")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_the_dialog_fits_any_terminal(size: tuple[int, int]) -> None:
    sent = [event("sensor-1", {"n": 2, "extra": 1}), event("new-1", {"p": 1})]
    async with living(*sent, size=size, production=True) as (pilot, _):
        await press(pilot, "u")
        for part in ("[x] new-1", "type 127.0.0.1", "Cancel"):
            await until_shown(pilot, part)
