"""On a group's header no key acts on an entity that nobody sees."""

from __future__ import annotations

import pytest

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from tests.tui.workspaces import (
    NOON,
    app_of,
    explorer_of,
    lines_of,
    screen_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    name: {"level": n} for n, name in enumerate(["room-0", "room-1", "service-0"])
}
SIZES = [(60, 20), (80, 24), (120, 34)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("key", "said"), [("h", "a group is"), ("e", "no entity is")])
async def test_what_is_about_one_entity_says_that_it_needs_one(
    key: str, said: str, size: tuple[int, int]
) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size, notifications=True) as pilot:
        await pilot.press("G", "g")
        await until_shown(pilot, "Fold")
        await pilot.press(key)
        await until_shown(pilot, said)
        assert pilot.app.screen is explorer_of(pilot)
        assert "Entities" in screen_of(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_key_bar_says_what_enter_does(size: tuple[int, int]) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size) as pilot:
        await until(pilot, lambda: " Detail" in lines_of(pilot)[-1])
        await pilot.press("g")
        await until(pilot, lambda: " Fold" in lines_of(pilot)[-1])
        await pilot.press("enter")
        await until(pilot, lambda: " Unfold" in lines_of(pilot)[-1])
        await pilot.press("right")
        await until(pilot, lambda: " Fold" in lines_of(pilot)[-1])
        await pilot.press("j")
        await until(pilot, lambda: " Detail" in lines_of(pilot)[-1])


@pytest.mark.parametrize("size", SIZES)
async def test_in_the_changes_h_is_about_the_entity_that_changed(size: tuple[int, int]) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=size) as pilot:
        workspace.world.apply(PropertySet("service-0", "level", 7, NOON))
        await pilot.press("g", "z")
        await until_shown(pilot, "2 → 7")
        await pilot.press("h")
        await until_shown(pilot, "service-0 ──")
