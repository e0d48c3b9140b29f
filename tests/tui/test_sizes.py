"""From 60x20 to 300x100 every screen opens, and its dialog fits."""

from __future__ import annotations

import pytest

from flux_tui.model.json import Json
from flux_tui.tui.options import ExplorerOptions
from tests.tui.workspaces import (
    app_of,
    lines_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

SIZES = [(60, 20), (80, 24), (118, 36), (300, 100)]

STATE: dict[str, dict[str, Json]] = {
    f"lab-{n:02}": {f"property-{p:02}": "x" * p for p in range(40)} for n in range(50)
}

DIALOGS = {
    "ctrl+o": "switch server",
    "question_mark": "help",
    "ctrl+p": "Search",
    "s": "sort by",
    "y": "copy",
    "d": "delete",
    "n": "new event",
    "b": "batch of events",
}
"""Keys, and a part of what stands at the top of what they open."""


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_explorer_fills_the_screen_and_keeps_its_keys(size: tuple[int, int]) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size) as pilot:
        await until_shown(pilot, "lab-00")
        lines = lines_of(pilot)
        assert "● live" in lines[0]
        assert "50 entities" in lines[0]
        assert "? Help" in lines[-1]


@pytest.mark.parametrize("width", [60, 64, 80])
async def test_the_number_of_entities_is_whole_or_left_to_the_title(width: int) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(width, 20)) as pilot:
        session_of(workspace).heal(97)
        await until_shown(pilot, "97 healed")
        first, title = lines_of(pilot)[:2]
        assert "Entities ── 50" in title
        assert "50 entities" in first or first.rstrip().endswith("healed")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("key", DIALOGS)
async def test_a_dialog_lies_whole_on_the_screen(size: tuple[int, int], key: str) -> None:
    options = ExplorerOptions(url="http://flux.test:3000", profile="lab")
    async with app_of(workspace_of(STATE, options=options)).run_test(size=size) as pilot:
        await until_shown(pilot, "lab-00")
        await pilot.press(key)
        await until_shown(pilot, DIALOGS[key])
        screen = pilot.app.screen
        for child in screen.children:
            if child.display and child.region.area:
                assert screen.region.contains_region(child.region)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)


async def test_a_large_screen_gives_the_changes_more_rows() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(300, 100)) as pilot:
        await until_shown(pilot, "lab-00")
        lines = lines_of(pilot)
        first = next(y for y, line in enumerate(lines) if "─ Changes ─" in line)
        assert len(lines) - first > 20
