"""The list's title says how many are not well in the whole world, whatever is shown of it."""

from __future__ import annotations

import pytest

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from tests.tui.workspaces import NOON, app_of, lines_of, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "room-1": {"status": "free"},
    "sensor-1": {"status": "failing"},
    "sensor-2": {"status": "down"},
    "service-1": {"status": "degraded"},
}


async def test_the_title_counts_who_fails_and_who_warns_also_where_they_are_filtered_out() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test() as pilot:
        await until_shown(pilot, "Entities ── 4 ── ✗ 2  ! 1")
        await pilot.press("slash", *"room", "enter")
        await until_shown(pilot, "Entities ── 1 of 4 ── room ── ✗ 2  ! 1 in all 4")
        workspace.world.apply(PropertySet("sensor-2", "status", "ok", NOON))
        await until_shown(pilot, "room ── ✗ 1  ! 1 in all 4")
        await pilot.press("f")
        await until_shown(pilot, "filter off: room ── ✗ 1  ! 1 ─")


@pytest.mark.parametrize("query", ["room", "temp>22 or room", "status!=ok room-1", "x" * 60])
async def test_in_a_narrow_title_the_signs_say_whom_they_count_or_are_not_there(query: str) -> None:
    async with app_of(workspace_of(STATE)).run_test(size=(60, 20)) as pilot:
        await pilot.press("slash", *query, "enter")
        await until_shown(pilot, f" of 4 ── {query[:9]}")
        title = lines_of(pilot)[1]
        assert "✗" not in title or " in all" in title
        assert "✗" in title, "a filter is cut before they go"


async def test_a_groups_signs_count_who_is_shown_and_the_titles_all_there_are() -> None:
    async with app_of(workspace_of(STATE)).run_test() as pilot:
        await pilot.press("slash", *"sensor-1", "enter")
        await until_shown(pilot, "1 of 4 ── sensor-1 ── ✗ 2  ! 1 in all 4")
        (header,) = (line for line in lines_of(pilot) if "▾ sensor" in line)
        assert "✗" in header
        assert "!" not in header


async def test_a_world_that_is_well_says_nothing_and_a_pause_keeps_what_was_said() -> None:
    workspace = workspace_of({"sensor-1": {"status": "ok"}})
    async with app_of(workspace).run_test() as pilot:
        await until_shown(pilot, "Entities ── 1 ──────")
        await pilot.press("p")
        workspace.world.apply(PropertySet("sensor-1", "status", "failing", NOON))
        await until_shown(pilot, "1 change waiting ── 1 ──────")
        await pilot.press("p")
        await until_shown(pilot, "Entities ── 1 ── ✗ 1")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (118, 30)])
async def test_marks_are_counted_also_while_it_is_paused_and_much_has_changed(
    size: tuple[int, int],
) -> None:
    workspace = workspace_of({f"{'sensor-' * 3}{n}": {"status": "ok"} for n in range(12)})
    async with app_of(workspace).run_test(size=size) as pilot:
        await pilot.press("ctrl+a", "p")
        for number in range(1_200):
            workspace.world.apply(PropertySet(f"{'sensor-' * 3}1", "n", number, NOON))
        await until_shown(pilot, "Entities ── 12 marked ── paused · 1,200 changes w")


async def test_failing_and_warning_are_filtered_for() -> None:
    async with app_of(workspace_of(STATE)).run_test() as pilot:
        await until_shown(pilot, "Entities ── 4")
        await pilot.press("slash", *"@failing or @warning", "enter")
        await until_shown(pilot, "Entities ── 3 of 4")
