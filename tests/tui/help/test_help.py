"""The help: what can be done where the focus is, by which keys, and how those are changed."""

from __future__ import annotations

import pytest

from flux_tui.model.event import Event
from flux_tui.model.json import Json
from flux_tui.tui.help.help import FILTER, SIGNS
from flux_tui.tui.history.event_screen import PastEventScreen
from tests.tui.workspaces import app_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5}}


async def test_help_names_the_keys_that_work_where_the_focus_is() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "Reverse sort")
        assert "Fold group" in screen_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "Reverse sort" not in screen_of(pilot))


async def test_what_a_stranger_presses_first_is_said_in_words() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(100, 160)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "Choose what the list is grouped by")
        for words in ("Next pane", "List what has it not", "Choose what the list is sorted by"):
            assert words in screen_of(pilot)


async def test_what_a_key_is_called_in_the_configuration_is_shown_when_asked_for() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "Reverse sort")
        assert "list.reverse" not in screen_of(pilot)
        await pilot.press("n")
        await until_shown(pilot, "list.reverse")
        await pilot.press("n")
        await until(pilot, lambda: "list.reverse" not in screen_of(pilot))


async def test_help_says_where_the_configuration_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLUX_TUI_CONFIG", "own.toml")
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("question_mark", "end")
        await until_shown(pilot, "own.toml")
        assert "@failing" in screen_of(pilot)


async def test_help_begins_with_the_signs_and_in_the_filter_with_its_words() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "◔ silent")
        assert "≤12:03      set then or before" in screen_of(pilot)
        await pilot.press("escape", "slash", "f1")
        await until_shown(pilot, "of 39 it is unknown here")
        await pilot.press("f1")
        await until_shown(pilot, "part of an id")


@pytest.mark.parametrize("text", [SIGNS, FILTER], ids=["signs", "filter"])
async def test_no_line_of_the_signs_and_words_is_broken_at_60_columns(text: str) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(60, 160)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, text.splitlines()[0])
        broken = [line for line in text.splitlines() if line not in screen_of(pilot)]
        assert broken == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["j", "o"], "In the choice of columns"),
        (["space", "space", "equals_sign"], "In the comparison"),
        (["enter", "v"], "In the value"),
    ],
    ids=["columns", "comparison", "value"],
)
async def test_dialogs_without_a_field_have_help_by_its_key(keys: list[str], words: str) -> None:
    state: dict[str, dict[str, Json]] = {f"sensor-{n}": {"temperature": n} for n in range(3)}
    async with app_of(workspace_of(state)).run_test(size=(120, 60)) as pilot:
        await until_shown(pilot, "sensor-2")
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: pilot.app.screen.is_modal, "a dialog")
        await pilot.press("question_mark")
        await until_shown(pilot, words)


async def test_so_has_a_past_event() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 60)) as pilot:
        await until_shown(pilot, "sensor-01")
        event = Event("lab", "agent-a", {"entity_id": "sensor-01"})
        await pilot.app.push_screen(PastEventScreen(workspace, event))
        await pilot.press("question_mark")
        await until_shown(pilot, "In the event")
