"""The changes pane: it can be gone through, filtered, and what is under its cursor acted on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from textual.pilot import Pilot

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.json import Json
from flux_tui.tui.changes.changes import Changes
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import exploring, press, type_text
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

STATE = {"room-00": {"people": 1}, "lab-01": {"people": 1}}

TALL = (120, 36)


def people(count: Json, entity_id: str = "room-00") -> PropertySet:
    return PropertySet(entity_id, "people", count, NOON)


def in_the_pane(text: str, shown: list[str]) -> bool:
    """Whether a text stands below the title of the changes."""
    title = next(y for y, line in enumerate(shown) if "Changes" in line)
    return any(text in line for line in shown[title:])


@asynccontextmanager
async def after(*changes: StateChange) -> AsyncIterator[Pilot[None]]:
    """The explorer on a tall screen, when these changes have come."""
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=TALL) as pilot:
        for change in changes:
            workspace.world.apply(change)
        yield pilot


async def test_the_newest_stand_first_and_how_many_are_new_is_told() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=TALL) as pilot:
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
    async with app_of(workspace).run_test(size=TALL) as pilot:
        await until_shown(pilot, "2 entities")
        for count in range(500):
            workspace.world.apply(people(2 + count))
            if count % 50 == 0:
                await pilot.pause()
        await until_shown(pilot, "500 → 501")


async def test_the_line_under_the_cursor_stays_while_new_ones_come_and_g_shows_them() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=TALL) as pilot:
        for count in range(2, 26):
            workspace.world.apply(people(count))
        await until_shown(pilot, "24 → 25")
        await press(pilot, "tab", "down", "down")
        row = next(y for y, line in enumerate(lines_of(pilot)) if "22 → 23" in line)
        for count in range(26, 32):
            workspace.world.apply(people(count))
        await until_shown(pilot, "6 new: g shows them")
        assert "▌" in lines_of(pilot)[row]
        assert "22 → 23" in lines_of(pilot)[row]
        await press(pilot, "g")
        await until_shown(pilot, "30 → 31")
        assert "6 new" not in screen_of(pilot)


async def test_they_follow_the_filter_of_the_list() -> None:
    async with after(people(7), people(8, "lab-01")) as pilot:
        await until_shown(pilot, "1 → 8")
        await press(pilot, "slash")
        await type_text(pilot, "room")
        await until_shown(pilot, "of those listed")
        assert in_the_pane("1 → 7", lines_of(pilot))
        assert not in_the_pane("1 → 8", lines_of(pilot))
        await press(pilot, "enter", "f")
        await until(pilot, lambda: in_the_pane("1 → 8", lines_of(pilot)), "all of them")


async def test_they_may_have_a_filter_of_their_own() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=TALL) as pilot:
        workspace.world.apply(people(7))
        workspace.world.apply(people(8, "lab-01"))
        await press(pilot, "tab", "slash")
        await type_text(pilot, "people>7")
        await until_shown(pilot, "Changes ── people>7")
        assert not in_the_pane("1 → 7", lines_of(pilot))
        await press(pilot, "enter")
        workspace.world.apply(people(9))
        await until(pilot, lambda: in_the_pane("7 → 9", lines_of(pilot)), "one more that matches")
        assert "2 of 2" not in screen_of(pilot), "the list has none"


async def test_plus_and_minus_filter_them_by_what_the_one_under_the_cursor_is_of() -> None:
    async with after(people(8, "lab-01"), people(7)) as pilot:
        await until_shown(pilot, "1 → 7")
        await press(pilot, "tab", "minus")
        await until_shown(pilot, "filter out")
        await press(pilot, *"@id", "enter")
        await until_shown(pilot, "Changes ── @id!=room-00")
        assert in_the_pane("1 → 8", lines_of(pilot))
        assert not in_the_pane("1 → 7", lines_of(pilot))
        await press(pilot, "plus", "enter")
        await until_shown(pilot, "people=8")
        assert "Entities ── 2 ─" in screen_of(pilot), "the list has none"


async def test_of_an_entity_that_is_gone_its_name_is_offered() -> None:
    async with after(EntityDeleted("lab-01", NOON)) as pilot:
        await until_shown(pilot, "deleted")
        await press(pilot, "tab", "plus")
        await until_shown(pilot, "@id=lab-01")


async def test_a_value_is_whole_where_the_one_before_it_leaves_room() -> None:
    workspace = workspace_of({"sensor-humidity-303": {"status": "ok"}})
    async with app_of(workspace).run_test(size=(118, 32)) as pilot:
        for status in ("failing", "degraded"):
            change = PropertySet("sensor-humidity-303", "status", status, NOON)
            workspace.world.apply(change)
        await until_shown(pilot, "ok → failing")
        assert "… → degraded" in screen_of(pilot)


async def test_a_filter_that_is_none_says_so_and_leaves_the_last_one_on() -> None:
    async with after(people(7)) as pilot:
        await press(pilot, "tab", "slash")
        await type_text(pilot, "room (")
        await until_shown(pilot, "expected")
        assert in_the_pane("1 → 7", lines_of(pilot))


async def test_enter_goes_to_the_entity_in_the_list() -> None:
    async with after(people(7)) as pilot:
        await until_shown(pilot, "1 → 7")
        await press(pilot, "tab", "enter")
        await until_shown(pilot, "room-00 ── room")


async def test_e_writes_the_change_as_a_new_event() -> None:
    async with after(people(7)) as pilot:
        await until_shown(pilot, "1 → 7")
        await press(pilot, "tab", "e")
        await until_shown(pilot, "Send")
        shown = screen_of(pilot)
        assert "room-00" in shown
        assert "no change" in shown, "it sets what is so already, and that is said"


async def test_e_on_a_deletion_begins_an_event_of_its_entity() -> None:
    async with after(EntityDeleted("room-00", NOON)) as pilot:
        await until_shown(pilot, "deleted")
        await press(pilot, "tab", "e")
        await until_shown(pilot, "room-00")


async def test_a_pause_says_how_many_it_holds_back() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=TALL) as pilot:
        await press(pilot, "p")
        for count in range(2, 6):
            workspace.world.apply(people(count))
        await until_shown(pilot, "Changes ── 4 held while paused")
        assert not in_the_pane("4 → 5", lines_of(pilot))
        await press(pilot, "p")
        await until_shown(pilot, "4 → 5")


async def test_what_rolled_over_is_said_to_whoever_reads_them() -> None:
    workspace = of_few_changes(workspace_of(STATE))
    async with exploring(workspace, size=TALL) as pilot:
        for count in range(2, 12):
            workspace.world.apply(people(count))
        await press(pilot, "tab")
        await until_shown(pilot, "6 older ones are gone")


async def test_where_the_screen_is_short_z_gives_them_the_room_of_the_list() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(80, 24)) as pilot:
        workspace.world.apply(people(7))
        await until_shown(pilot, " 7 ")
        assert "Changes" not in screen_of(pilot)
        await press(pilot, "z")
        await until_shown(pilot, "1 → 7")
        await press(pilot, "enter")
        await until_shown(pilot, "Entities")
        assert explorer_of(pilot).focused is not None


def of_few_changes(workspace: Workspace) -> Workspace:
    """The same, remembering four changes."""
    from flux_tui.replica.changelog import ChangeLog

    log = ChangeLog(workspace.world, 4)
    log.enabled = True
    return replace(workspace, changes=log)


async def test_ids_and_names_take_what_they_need_and_leave_the_rest_to_the_values() -> None:
    workspace = workspace_of({"r-1": {"job": "none"}, "a-very-long-sensor-name": {"job": "none"}})
    async with app_of(workspace).run_test(size=TALL) as pilot:
        workspace.world.apply(PropertySet("r-1", "job", "carrying", NOON))
        workspace.world.apply(PropertySet("r-1", "job", "waiting", NOON))
        await until_shown(pilot, "r-1         job       carrying → waiting")
        workspace.world.apply(PropertySet("a-very-long-sensor-name", "job", "none too", NOON))
        await until_shown(pilot, "r-1                job       carr… → waiting")
