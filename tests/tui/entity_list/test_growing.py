"""A world that comes bit by bit looks, whenever all is there, as if it had come at once."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from flux_tui.client import Phase
from flux_tui.model.change import EntityDeleted
from flux_tui.model.json import Json
from flux_tui.replica.view import Sort
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import entities, lines_of, workspace_of

SIZE = (120, 30)

State = dict[str, dict[str, Json]]


def numbered(group: str, numbers: range) -> State:
    return {f"{group}-{n:03}": {"n": n, "status": "ok"} for n in numbers}


FIRST = numbered("m", range(0, 200, 2))
LATER: dict[str, State] = {
    "below": numbered("m", range(300, 400)),
    "between": numbered("m", range(1, 200, 2)),
    "a group below": numbered("z", range(50)),
    "a group above": numbered("a", range(50)),
    "known ones": {**numbered("m", range(20)), "m-000": {"n": 7, "status": "hot"}},
}


def loading(state: State) -> Workspace:
    return workspace_of(state, phase=Phase.LOADING)


async def come(pilot: Pilot[None], workspace: Workspace, state: State) -> None:
    """A slice of a snapshot, and the frame that shows it."""
    workspace.world.heal_all(entities(state))
    explorer = pilot.app.screen
    entity_list = explorer.query_one(EntityList)
    entity_list.update_rows(workspace.view.update())
    await pilot.pause()


async def looks_at_once(workspace: Workspace, sort: Sort = Sort.ID) -> list[str]:
    """The list of another explorer in which all was there from the beginning."""
    state = {key: record.properties for key, record in workspace.world.entities.items()}
    another = loading(state)
    another.view.order_by(sort)
    app = ExplorerApp(another)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return rows_of(pilot)


def rows_of(pilot: Pilot[None]) -> list[str]:
    """The list's rows with its scrollbar, without its frame and the other panes."""
    return [line[1:60] for line in lines_of(pilot)[3:20]]


@pytest.mark.parametrize("where", LATER)
async def test_what_comes_later_stands_where_it_belongs(where: str) -> None:
    workspace = loading(FIRST)
    app = ExplorerApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await come(pilot, workspace, LATER[where])
        assert rows_of(pilot) == await looks_at_once(workspace)


async def test_what_comes_in_many_slices_stands_where_it_belongs() -> None:
    workspace = loading({})
    app = ExplorerApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for state in (FIRST, *LATER.values()):
            await come(pilot, workspace, state)
        assert rows_of(pilot) == await looks_at_once(workspace)


async def test_rows_that_move_or_go_leave_the_others_where_they_belong() -> None:
    workspace, by_n = loading(FIRST), Sort.by_property("n")
    app = ExplorerApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        workspace.view.order_by(by_n)
        await come(pilot, workspace, {})
        workspace.world.apply_all([EntityDeleted("m-006", 1), EntityDeleted("m-180", 1)])
        moving: State = {"m-000": {"n": 21, "status": "ok"}, "m-190": {"n": 3, "status": "ok"}}
        await come(pilot, workspace, moving)
        assert rows_of(pilot) == await looks_at_once(workspace, by_n)


async def test_what_comes_below_paints_no_row_that_is_seen_otherwise() -> None:
    workspace = loading(FIRST)
    app = ExplorerApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*["down"] * 3)
        before = [row[:-2] for row in rows_of(pilot)]
        await come(pilot, workspace, LATER["below"])
        assert [row[:-2] for row in rows_of(pilot)] == before
        assert workspace.view.focus_index == 4
