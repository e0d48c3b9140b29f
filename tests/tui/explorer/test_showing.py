"""What is seen has the keys, whatever becomes of the window."""

from __future__ import annotations

from itertools import product

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.workspace import Workspace
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
    **{f"room-{n}": {"temperature": n} for n in range(3)},
    "temp-1": {"temperature": 20},
}
LARGE = [(120, 34), (200, 50)]
SMALL = [(80, 24), (60, 20)]
at_any_size = pytest.mark.parametrize("size", [*SMALL, *LARGE])
in_windows_that_shrink = pytest.mark.parametrize(("large", "small"), [*product(LARGE, SMALL)])


def change(workspace: Workspace) -> None:
    workspace.world.apply(PropertySet("room-1", "temperature", 7, NOON))
    workspace.world.apply(PropertySet("temp-1", "temperature", 8, NOON))


def focused(pilot: Pilot[None]) -> Widget:
    widget = explorer_of(pilot).focused
    assert widget is not None, "somebody has the keys"
    return widget


async def until_under_the_cursor(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: any("▌" in line and text in line for line in lines_of(pilot)), text)


async def filter_rooms(pilot: Pilot[None]) -> None:
    """Show the rooms alone, and go to them."""
    await pilot.press("slash", *"room", "enter")
    await until_shown(pilot, "3 of 4 ── room")


async def until_it_has_keys(pilot: Pilot[None], widget_id: str) -> None:
    def is_seen() -> bool:
        widget = explorer_of(pilot).focused
        seen = widget is not None and widget.region.area > 0
        return seen and focused(pilot).id == widget_id

    await until(pilot, is_seen, f"{widget_id} is seen and has the keys")


@in_windows_that_shrink
async def test_in_a_window_that_shrinks_the_properties_stay_with_who_reads_them(
    large: tuple[int, int], small: tuple[int, int]
) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=large) as pilot:
        await until_shown(pilot, "room-0 ──")
        await pilot.press("shift+tab")
        await until_it_has_keys(pilot, "properties")
        await pilot.resize_terminal(*small)
        await until(pilot, lambda: "Entities" not in screen_of(pilot), "the detail alone")
        await until_it_has_keys(pilot, "properties")
        await pilot.press("escape", "j")
        await until_it_has_keys(pilot, "entities")
        await until_under_the_cursor(pilot, "room-1")
        await pilot.resize_terminal(*large)
        await until_shown(pilot, "room-1 ──")
        await until_it_has_keys(pilot, "entities")


@in_windows_that_shrink
async def test_in_a_window_that_shrinks_the_changes_stay_with_who_reads_them(
    large: tuple[int, int], small: tuple[int, int]
) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=large) as pilot:
        change(workspace)
        await until_shown(pilot, "20 → 8")
        await pilot.press("tab")
        await until_it_has_keys(pilot, "change-table")
        await pilot.resize_terminal(*small)
        await until(pilot, lambda: "Entities" not in screen_of(pilot), "the changes alone")
        await pilot.press("j")
        await until_under_the_cursor(pilot, "1 → 7")
        await pilot.resize_terminal(*large)
        await until_shown(pilot, "Entities")
        await until_it_has_keys(pilot, "change-table")


@at_any_size
async def test_tab_goes_through_all_panes_and_each_is_seen(size: tuple[int, int]) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size) as pilot:
        await until_it_has_keys(pilot, "entities")
        for pane in ("change-table", "properties", "entities"):
            await pilot.press("tab")
            await until_it_has_keys(pilot, pane)
        await pilot.press("shift+tab")
        await until_it_has_keys(pilot, "properties")
        await pilot.press("escape")
        await until_it_has_keys(pilot, "entities")


@at_any_size
async def test_from_the_filter_beneath_large_changes_the_keys_go_to_a_list_that_is_seen(
    size: tuple[int, int],
) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=size) as pilot:
        change(workspace)
        await filter_rooms(pilot)
        await pilot.press("z")
        await until_it_has_keys(pilot, "change-table")
        await pilot.press("shift+tab")
        await until_it_has_keys(pilot, "filter")
        await pilot.press("enter")
        await until_it_has_keys(pilot, "entities")
        await until_shown(pilot, "3 of 4 ── room")


@at_any_size
async def test_escape_in_the_list_takes_the_filter_off_and_says_how_to_have_it_back(
    size: tuple[int, int],
) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=size, notifications=True) as pilot:
        await filter_rooms(pilot)
        await pilot.press("enter")
        await until_it_has_keys(pilot, "properties")
        await pilot.press("escape")
        await until_shown(pilot, "3 of 4 ── room")
        await pilot.press("escape")
        await until_shown(pilot, "all are shown")
        await until(pilot, lambda: "3 of 4" not in screen_of(pilot), "all are listed")
        await pilot.press("F", "enter")
        await until_shown(pilot, "3 of 4 ── room")


async def test_escape_in_a_list_without_a_filter_says_nothing() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("escape", "j")
        await until_under_the_cursor(pilot, "room-1")
        assert "brings back" not in screen_of(pilot)


async def test_large_changes_that_are_left_by_tab_give_their_room_back() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await pilot.press("z")
        await until_it_has_keys(pilot, "change-table")
        await pilot.press("shift+tab")
        await until_it_has_keys(pilot, "entities")
        await pilot.press("j")
        await until_under_the_cursor(pilot, "room-1")
