"""Keys that come in one burst do what the same keys do when they are pressed one by one."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from flux_tui.model.json import Json
from flux_tui.tui import type_ahead
from tests.tui.bursts import burst
from tests.tui.workspaces import app_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {f"sensor-{n}": {"n": n} for n in range(20)}


async def test_a_filter_typed_in_one_breath_is_a_filter_and_no_commands() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        burst(pilot, *"/sqn-1")
        await until_shown(pilot, "Nothing matches sqn-1")


async def test_keys_after_leaving_the_filter_go_to_the_list() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 34)) as pilot:
        burst(pilot, *"/r-1", "enter", "j", "j")
        await until_shown(pilot, "11 of 20 ── r-1")
        await pilot.pause()
        assert workspace.view.focus == workspace.view.key_of("sensor-11")


async def test_a_key_is_acted_on_at_once_when_those_before_it_have_had_their_effect() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 34)) as pilot:
        await pilot.press("j")
        for _ in range(200):  # turns of the loop, in which the key has its effect
            await asyncio.sleep(0)
        acting = asyncio.create_task(pilot.app.on_event(events.Key("j", "j")))
        await asyncio.sleep(0)
        assert acting.done()
        assert workspace.view.focus == workspace.view.key_of("sensor-10")


async def test_the_form_is_filled_in_one_breath() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("n")
        await until_shown(pilot, "new event")
        burst(pilot, *"lab", "tab", *"me", "tab", *"sensor-7")
        await until_shown(pilot, "Entity    sensor-7 ")
        screen = screen_of(pilot)
        assert "Stream    lab " in screen
        assert "Source    me " in screen
        assert "Entity    sensor-7 " in screen


async def test_letters_of_one_breath_go_into_a_field_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catch_up, caught_up = type_ahead._let_catch_up, list[Widget]()

    async def counted(widget: Widget) -> None:
        caught_up.append(widget)
        await catch_up(widget)

    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("n")
        await until_shown(pilot, "new event")
        monkeypatch.setattr(type_ahead, "_let_catch_up", counted)
        burst(pilot, *100 * "ab", "tab", *100 * "c")
        await until(pilot, lambda: filled_in(pilot)[0][:2] == [100 * "ab", 100 * "c"])
        assert len(caught_up) < 150


async def test_rows_of_properties_are_filled_in_one_breath() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("n")
        await until_shown(pilot, "new event")
        burst(pilot, *"lab", "tab", *"me", "tab", *"s-1", "tab", "tab", *"heat", "tab", *"22")
        burst(pilot, "tab", "tab", *"wet", "tab", *"45", "shift+tab", *"ter")
        await until_shown(pilot, "wetter")
        screen = " ".join(screen_of(pilot).split())
        assert "heat 22 number new" in screen
        assert "wetter 45 number" in screen


FORM_KEYS = [*"a1 .", "tab", "tab", "tab", "shift+tab", "backspace", "left", "home", "ctrl+n"]


@given(st.lists(st.sampled_from(FORM_KEYS), min_size=1, max_size=30))
@settings(max_examples=6, deadline=None)
async def test_any_keys_in_one_breath_fill_the_form_as_they_do_one_by_one(keys: list[str]) -> None:
    fields = [key for word in ("lab", "me", "s-1", "now") for key in (*word, "tab")]
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("n", *fields, *keys)
        await pilot.pause()
        one_by_one = filled_in(pilot)
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("n")
        await until_shown(pilot, "new event")
        burst(pilot, *fields, *keys)
        await until(pilot, lambda: filled_in(pilot) == one_by_one, f"{one_by_one}")


def filled_in(pilot: Pilot[None]) -> tuple[list[str], int]:
    """What stands in the open form's fields, and which of them has the cursor."""
    fields = list(pilot.app.screen.query(Input))
    focused = pilot.app.focused
    return [field.value for field in fields], fields.index(focused) if focused in fields else -1
