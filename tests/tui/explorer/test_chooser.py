"""A choice is as wide as what it offers, and says where there is nothing to choose from, or more
than anybody reads."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from flux_tui.model.json import Json
from flux_tui.replica.view import Sort
from flux_tui.tui.explorer.chooser import MOST
from tests.tui.workspaces import app_of, screen_of, until, until_shown, workspace_of

LONG = "minutes_since_the_calibration_of_the_second_sensor"
STATE: dict[str, dict[str, Json]] = {"room-1": {LONG: 3, "temperature": 20}}


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_what_is_offered_stands_there_whole_where_there_is_room(width: int) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(width, 30)) as pilot:
        await until_shown(pilot, "room-1")
        await pilot.press("s")
        await until_shown(pilot, f"  {LONG}  ")


async def test_it_is_no_wider_than_the_screen() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(50, 20)) as pilot:
        await until_shown(pilot, "room-1")
        await pilot.press("s")
        await until_shown(pilot, "minutes_since")
        box = pilot.app.screen.query_one("#chooser").region
        assert pilot.app.screen.region.contains_region(box)


async def test_its_width_stays_while_it_is_searched() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "room-1")
        await pilot.press("s")
        await until_shown(pilot, LONG)
        box = pilot.app.screen.query_one("#chooser")
        width = box.region.width
        await pilot.press(*"temp")
        await until(pilot, lambda: LONG not in screen_of(pilot))
        assert box.region.width == width


async def test_where_no_filter_was_used_yet_that_is_said() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "room-1")
        await pilot.press("F")
        await until_shown(pilot, "no filter was saved or used yet")
        await pilot.press("x")
        await until_shown(pilot, "nothing here has that in its name")


async def test_of_very_many_the_first_are_listed_and_all_are_found() -> None:
    workspace = workspace_of({"room-1": {f"p-{n}": n for n in range(3 * MOST)}})
    workspace.view.order_by(Sort.by_property(f"p-{2 * MOST}"))
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "room-1")
        await pilot.press("s")
        await until_shown(pilot, "type to find")
        await until_shown(pilot, f"● p-{2 * MOST}")
        *listed, more = pilot.app.screen.query_one(OptionList).options
        assert len(listed) == MOST + 1
        assert str(more.prompt) == f"  and {2 * MOST + 2:,} more: type to find them"
        await pilot.press(*f"p-{3 * MOST - 1}", "enter")
        await until(pilot, lambda: workspace.view.sort == Sort.by_property(f"p-{3 * MOST - 1}"))
