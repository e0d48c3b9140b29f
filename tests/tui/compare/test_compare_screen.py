"""Two entities side by side."""

from __future__ import annotations

import pytest

from flux_tui.client import Phase
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import (
    NOON,
    lines_of,
    screen_of,
    session_of,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    "lab-1": {"status": "ok", "temp": 20, "place": {"floor": 1, "room": "a"}},
    "lab-2": {"status": "ok", "temp": 22, "place": {"floor": 2, "room": "a"}, "extra": True},
    "lab-3": {"status": "ok"},
}


async def test_two_marked_entities_are_compared_and_followed() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "space", "space", "equals_sign")
        await until_shown(pilot, "lab-1 and lab-2 ── 3 of 5 differ")
        rows = {line.split()[1] for line in lines_of(pilot) if "≠" in line}
        assert rows == {"temp", "place.floor"}
        workspace.world.apply(PropertySet("lab-1", "temp", 22, NOON))
        await until_shown(pilot, "2 of 5 differ")
        workspace.world.apply(EntityDeleted("lab-2", NOON))
        await until_shown(pilot, "lab-2 (deleted)")


async def test_it_is_seen_what_the_screen_is_worth() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "space", "space", "equals_sign")
        await until_shown(pilot, "differ")
        assert "● live" in lines_of(pilot)[0]
        session_of(workspace).say(phase=Phase.STALE)
        await until_shown(pilot, "stale")


async def test_what_differs_alone_is_shown_when_it_is_wanted() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "space", "space", "equals_sign")
        await until_shown(pilot, "place.room")
        await press(pilot, "d")
        await until_shown(pilot, "differences alone")
        shown = screen_of(pilot)
        assert "place.room" not in shown
        assert "place.floor" in shown
        await press(pilot, "escape")
        await until_shown(pilot, "Entities")


async def test_the_marked_and_the_focused_one_are_two() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "space", "down", "equals_sign")
        await until_shown(pilot, "lab-1 and lab-3")
        await press(pilot, "x")
        await until_shown(pilot, "lab-3 and lab-1")


@pytest.mark.parametrize(
    ("keys", "words"),
    [((), "mark them with space"), (("ctrl+a",), "3 are marked")],
)
async def test_with_fewer_or_more_it_is_said_how(keys: tuple[str, ...], words: str) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, *keys, "equals_sign")
        await until_shown(pilot, words)


async def test_on_a_small_screen_hostile_values_stay_in_their_columns() -> None:
    state: dict[str, dict[str, Json]] = {
        "a\x1b[31m": {"x" * 500: "\u202e" + "y" * 10_000, "[/]": "[bold]"},
        "b": {"x" * 500: 1},
    }
    async with exploring(workspace_of(state), size=(60, 20)) as pilot:
        await press(pilot, "ctrl+a", "equals_sign")
        await until_shown(pilot, "2 of 2 differ")
        shown = screen_of(pilot)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert {len(line) for line in lines_of(pilot)} == {60}
