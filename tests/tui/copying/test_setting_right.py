"""The command that sets a property right: back to what it was before a change, and nothing else."""

from __future__ import annotations

import getpass
import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json, JsonObject, same
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.tui.acting.place import Setting
from flux_tui.tui.copying.commands import Server
from flux_tui.tui.copying.setting_right import of_setting
from flux_tui.tui.history.settings import setting_of
from tests.strategies import json_values
from tests.tui.copying.commands import event_in
from tests.tui.history.pasts import Past, exploring
from tests.tui.workspaces import NOON, screen_of, until, until_shown


@pytest.fixture(autouse=True)
def _by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """flux-tui is on the path."""
    monkeypatch.setattr("flux_tui.tui.copying.commands.program", lambda: ("flux-tui",))


def a_past() -> Past:
    flux = Past()
    flux.happens("e", "gateway-3", status="ok", temperature=20)
    flux.happens("e", "gateway-3", status="failing", temperature=21)
    return flux


async def copied(pilot: Pilot[None], *keys: str) -> list[str]:
    """The words of the command that these keys copy."""
    pilot.app.copy_to_clipboard("")
    await pilot.press("y")
    await until_shown(pilot, "copy of")
    await pilot.press(*keys)
    await until(pilot, lambda: pilot.app.clipboard, "the clipboard filled")
    return shlex.split(pilot.app.clipboard)


async def test_three_keys_copy_what_sets_a_property_of_the_history_back_in_ones_own_name() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "ok → failing")
        await pilot.press("j", "y")
        await until_shown(pilot, "status = ok, as before")
        await until_shown(pilot, "all of it again, as gateway-3")
        await pilot.press("escape")
        *_, stream, source, entity_id, properties = await copied(pilot, "s", "enter")
        assert (stream, source, entity_id) == ("manual", getpass.getuser(), "e")
        assert json.loads(properties) == {"status": "ok"}
        words = await copied(pilot, *"set so", "enter")
        assert json.loads(words[-1]) == {"status": "failing"}


async def test_the_whole_event_offers_the_same_of_the_line_it_was_opened_from() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "20 → 21")
        await pilot.press("enter")
        await until_shown(pilot, '"entity_id": "e",')
        words = await copied(pilot, "s", "enter")
        assert json.loads(words[-1]) == {"temperature": 20}


async def test_who_is_to_blame_has_the_command_that_takes_it_back() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "ok → failing")
        await pilot.press("B")
        await until_shown(pilot, "▌status")
        assert json.loads((await copied(pilot, "s", "enter"))[-1]) == {"status": "ok"}


async def test_of_the_first_that_is_known_there_is_nothing_to_set_back() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "ok → failing")
        await pilot.press("G", "y")
        await until_shown(pilot, "set so (publish command)")
        assert "set back" not in screen_of(pilot)


async def test_in_the_detail_a_value_that_has_one_before_is_set_back() -> None:
    flux = Past()
    async with exploring(flux, state={"e": {"status": "ok", "unit": "C"}}) as (pilot, workspace):
        workspace.world.apply(PropertySet("e", "status", "failing", NOON))
        await until_shown(pilot, "ok → failing")
        await pilot.press("enter")
        assert json.loads((await copied(pilot, "s", "enter"))[-1]) == {"status": "ok"}


async def test_in_the_list_what_fails_is_set_back_to_when_it_did_not() -> None:
    state: JsonObject = {"health": "ok", "n": 1, "state": "idle", "status": "late"}
    async with exploring(Past(), state={"e": state}) as (pilot, workspace):
        for name, value in (("status", "dead"), ("n", 2), ("health", "bad"), ("state", "down")):
            workspace.world.apply(PropertySet("e", name, value, NOON))
        await until_shown(pilot, "late → dead")
        words = await copied(pilot, "s", "enter")
        assert json.loads(words[-1]) == {"state": "idle"}, "only what is wrong, and was not before"
        workspace.world.apply(PropertySet("e", "state", "idle", NOON + 1))
        await pilot.press("y", "s")
        await until_shown(pilot, "copy of e")
        assert "set back" not in screen_of(pilot)


async def test_in_the_changes_it_is_the_change_under_the_cursor() -> None:
    flux = Past()
    async with exploring(flux, state={"e": {"status": "ok"}}) as (pilot, workspace):
        for at, value in enumerate(("warning", "failing", "down")):
            workspace.world.apply(PropertySet("e", "status", value, NOON + at))
        await until_shown(pilot, "ok → warning")
        await pilot.press("z", "down")
        assert json.loads((await copied(pilot, "s", "enter"))[-1]) == {"status": "warning"}


@given(st.text(max_size=4), json_values, json_values)
def test_what_it_publishes_is_that_value_whatever_it_is(name: str, value: Json, old: Json) -> None:
    setting = Setting(name, value, True, old)
    back, so = of_setting("e", setting, Server("http://flux.test:3000"), 1)
    for offer, expected in ((back, old), (so, value)):
        (command,) = offer.value.lines()
        wanted: JsonObject = {name: expected}
        assert same(event_in(shlex.split(command))[1], wanted)


def test_a_step_that_sets_nothing_has_nothing_to_set_back() -> None:
    flux, history = Past(), EntityHistory()
    for value in (1, 1, 2):
        flux.happens("e", n=value)
    history.append(applied.event for applied in flux.events)
    assert [setting_of(step) for step in history.steps] == [
        Setting("n", 1),
        Setting("n", 1),
        Setting("n", 2, True, 1),
    ]
