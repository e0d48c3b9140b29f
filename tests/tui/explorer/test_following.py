"""What is read in the detail stays there, whatever becomes of its row."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import NOON, app_of, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {f"k-{n}": {"status": "failing", "n": n} for n in range(3)}
SIZES = [pytest.param((120, 34), id="wide"), pytest.param((80, 24), id="narrow")]


def say(workspace: Workspace, entity_id: str, status: str) -> None:
    workspace.world.apply(PropertySet(entity_id, "status", status, NOON))


async def read(pilot: Pilot[None], key: str) -> None:
    """Filter for what fails, and go into the first one's detail without moving."""
    await pilot.press("slash", *"status=failing", "enter")
    await until_shown(pilot, "3 of 3")
    await pilot.press(key)
    await until_shown(pilot, "k-0 ──")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["enter", "h"])
async def test_one_that_sorts_above_takes_nobody_away(size: tuple[int, int], key: str) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=size) as pilot:
        await read(pilot, key)
        say(workspace, "a-new", "failing")
        await pilot.pause()
        await until_shown(pilot, "k-0 ──")
        await pilot.press("escape")
        await until_shown(pilot, "4 of 4")
        assert workspace.view.focus == workspace.view.key_of("k-0")


async def test_who_has_filtered_stays_on_what_was_found() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 34)) as pilot:
        await pilot.press("slash", *"status=failing", "enter")
        await until_shown(pilot, "3 of 3")
        say(workspace, "a-new", "failing")
        await until_shown(pilot, "4 of 4")
        await until_shown(pilot, "k-0 ──")


@pytest.mark.parametrize("size", SIZES)
async def test_one_that_leaves_the_list_is_read_on_until_the_keys_go_back(
    size: tuple[int, int],
) -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=size) as pilot:
        await read(pilot, "enter")
        say(workspace, "k-0", "mended")
        await until_shown(pilot, "k-0 ── k ── not in the list")
        await until_shown(pilot, "mended")
        workspace.world.apply(EntityDeleted("k-0", NOON))
        await until_shown(pilot, "k-0 ── deleted")
        await pilot.press("escape")
        await until_shown(pilot, "2 of 2")
        await pilot.press("enter")
        await until_shown(pilot, "k-1 ──")


async def test_a_quick_key_behind_a_movement_opens_what_was_moved_to() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(120, 34)) as pilot:
        await pilot.press("j", "j", "h")
        await until_shown(pilot, "k-2 ──")


async def test_what_left_with_its_world_was_not_deleted() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await read(pilot, "enter")
        workspace.world.leave("k-0")
        await until_shown(pilot, "k-0 ── no longer here")
