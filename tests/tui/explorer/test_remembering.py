"""A profile's list is arranged as it was left; a server given by its URL opens plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from flux_tui.model.json import Json
from flux_tui.replica.grouping import Grouping
from flux_tui.replica.view import Sort
from flux_tui.tui.explorer.remembering import FILTER, FOLDED, GROUPING, ORDER
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.remembered.item import Item
from flux_tui.tui.remembered.remembered import Remembered
from flux_tui.tui.remembered.shelf import Shelf
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import app_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "hall-1": {"kind": "hall", "n": 1},
    "lab-1": {"kind": "lab", "n": 1},
    "lab-2": {"kind": "lab", "n": 2},
}


def of_profile(folder: Path, *, where: str = "", profile: str | None = "lab") -> Workspace:
    options = ExplorerOptions(
        url="http://flux.test:3000", profile=profile, state_folder=folder, where=where, utc=True
    )
    return workspace_of(STATE, options=options)


async def leave_filtered(workspace: Workspace) -> None:
    """Group by a property, fold a group, turn the order round, filter, and leave."""
    async with app_of(workspace).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "hall-1")
        workspace.view.group(Grouping.by_property("kind"))
        workspace.view.fold("hall", True)
        workspace.view.order_by(Sort.by_property("n"), reverse=True)
        await pilot.press("slash", *"n>0", "enter")
        await until(pilot, lambda: workspace.remembered.get(FILTER) == "n>0")


async def test_it_is_arranged_as_it_was_left(tmp_path: Path) -> None:
    await leave_filtered(of_profile(tmp_path))
    again = of_profile(tmp_path)
    async with app_of(again).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "3 of 3 ── n>0 ── by n reversed ── group")
        await until_shown(pilot, "▸ hall")
        screen = screen_of(pilot)
        assert screen.index("lab-2") < screen.index("lab-1")
        assert "hall-1" not in screen.partition("Changes")[0].partition("▸ hall")[2][:50]
        assert pilot.app.screen.query_one(FilterBar).display, "no filter is active unseen"


async def test_a_filter_given_on_the_command_line_counts_more_and_is_not_kept(
    tmp_path: Path,
) -> None:
    await leave_filtered(of_profile(tmp_path))
    given = of_profile(tmp_path, where="lab-2")
    async with app_of(given).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "1 of 3 ── lab-2")
    assert of_profile(tmp_path).remembered.get(FILTER) == "n>0"


async def test_a_filter_that_was_cleared_does_not_come_back(tmp_path: Path) -> None:
    await leave_filtered(of_profile(tmp_path))
    async with app_of(of_profile(tmp_path)).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "n>0")
        await pilot.press("slash", "escape")
        await until_shown(pilot, "Entities ── 3 ─")
    assert of_profile(tmp_path).remembered.get(FILTER) == ""


async def test_the_details_tab_is_the_one_that_was_looked_at(tmp_path: Path) -> None:
    async with app_of(of_profile(tmp_path)).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "hall-1")
        await pilot.press("enter", "left_square_bracket")
        await until_shown(pilot, '"kind": "hall"')
    async with app_of(of_profile(tmp_path)).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, '"kind": "hall"')


async def test_the_room_that_the_changes_were_given_is_theirs_again(tmp_path: Path) -> None:
    async with app_of(of_profile(tmp_path)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "hall-1")
        await pilot.press("z")
        await until_shown(pilot, "─ Changes")
    async with app_of(of_profile(tmp_path)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "─ Changes")
        assert "─ Entities" not in screen_of(pilot)
        await pilot.press("z")
        await until_shown(pilot, "─ Entities")
    async with app_of(of_profile(tmp_path)).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "─ Entities")


async def test_a_server_given_by_its_url_opens_plainly(tmp_path: Path) -> None:
    await leave_filtered(of_profile(tmp_path, profile=None))
    async with app_of(of_profile(tmp_path, profile=None)).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "Entities ── 3 ─")


async def test_filters_used_before_are_gone_through_in_the_bar(tmp_path: Path) -> None:
    await leave_filtered(of_profile(tmp_path))
    async with app_of(of_profile(tmp_path)).run_test(size=(118, 30)) as pilot:
        await until_shown(pilot, "n>0")
        await pilot.press("slash", "escape", "slash", *"lab")
        await until_shown(pilot, "2 of 3 ── lab")
        await pilot.press("up")
        await until_shown(pilot, "3 of 3 ── n>0")
        await pilot.press("down")
        await until_shown(pilot, "2 of 3 ── lab")


@pytest.mark.parametrize("item", [ORDER, GROUPING, FOLDED])
@pytest.mark.parametrize(
    "value",
    [None, 1, "x", [1], {"by": "x", "path": []}, {"by": "property", "path": [], "reverse": False}],
)
def test_a_spoilt_thing_is_as_if_it_were_not_there(item: Item[object], value: Json) -> None:
    class Lying(Shelf):
        def read(self) -> dict[str, Json]:
            return {item.name: value}

    assert Remembered(Lying(Path())).get(item) == item.default
