"""The help: what can be done where the focus is, by which keys, and how those are changed."""

from __future__ import annotations

import pytest

from flux_tui.model.json import Json
from tests.tui.workspaces import app_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5}}


async def test_help_names_the_keys_that_work_where_the_focus_is() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 34)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "Reverse sort")
        assert "Fold group" in screen_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "Reverse sort" not in screen_of(pilot))


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
        assert "≤12:03     set then or before" in screen_of(pilot)
        await pilot.press("escape", "slash", "f1")
        await until_shown(pilot, "of 39 it is not known here")
        await pilot.press("f1")
        await until_shown(pilot, "part of an id")
