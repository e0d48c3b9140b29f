"""The bottom line, whatever the width: the keys that work, the indispensable ones always."""

from __future__ import annotations

import pytest

from tests.tui.workspaces import app_of, lines_of, until, until_shown, workspace_of

STATE = {"room-00": {"people": 1}}


@pytest.mark.parametrize("width", [40, 60, 80, 120, 300])
async def test_help_and_quit_are_named_at_any_width(width: int) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(width, 20)) as pilot:
        await until(pilot, lambda: bool(lines_of(pilot)[-1].strip()))
        line = lines_of(pilot)[-1]
        assert "? Help  q Quit" in line
        assert "⏎ Detail" in line
        assert len(line.rstrip()) <= width


async def test_at_80_columns_the_usual_keys_are_there() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "q Quit")
        for key in ("/ Filter", "n Event", "b Batch", "^p palette"):
            assert key in lines_of(pilot)[-1]


async def test_a_click_on_a_key_presses_it() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "/ Filter")
        await pilot.click("KeyBar", offset=(lines_of(pilot)[-1].index("/ Filter") + 2, 0))
        await until(pilot, lambda: getattr(pilot.app.focused, "id", None) == "filter")


async def test_it_follows_the_focus() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(120, 24)) as pilot:
        await until_shown(pilot, "⏎ Detail")
        await pilot.press("n")
        await until_shown(pilot, "^s Send")
        assert "⏎ Detail" not in lines_of(pilot)[-1]
