"""The changes, newest first, whatever comes in between."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from flux_tui.tui.changes.changes import Changes
from tests.tui.workspaces import NOON, app_of, screen_of, until_shown, workspace_of

STATE = {"room-00": {"people": 1}}


def people(count: int) -> PropertySet:
    return PropertySet("room-00", "people", count, NOON)


async def test_the_newest_stand_first_and_how_many_are_new_is_told() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 36)) as pilot:
        pane = pilot.app.screen.query_one(Changes)
        for count in (2, 3, 4):
            workspace.world.apply(people(count))
        assert pane.update_lines() == 3
        await until_shown(pilot, "3 → 4")
        shown = screen_of(pilot)
        assert shown.index("3 → 4") < shown.index("2 → 3") < shown.index("1 → 2")
        assert pane.update_lines() == 0


async def test_after_a_flood_the_last_change_stands_there() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, "1 entity")
        for count in range(500):
            workspace.world.apply(people(2 + count))
            if count % 50 == 0:
                await pilot.pause()
        await until_shown(pilot, "500 → 501")
