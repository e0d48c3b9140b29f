"""What appears out of sight is counted in the frame until it was seen; the focus never jumps."""

from __future__ import annotations

from random import Random

import pytest
from textual.pilot import Pilot

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.view import View
from flux_tui.replica.world import World
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.entity_list.unseen import FILLING, MOST, Unseen
from flux_tui.tui.workspace import Workspace
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    app_of,
    entities,
    lines_of,
    screen_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {f"room-{n:03}": {"people": n} for n in range(100, 160)}
SMALL = (80, 24)


def appear(workspace: Workspace, *entity_ids: str) -> None:
    """These are made now."""
    workspace.world.apply_all(PropertySet(entity_id, "people", 1, NOON) for entity_id in entity_ids)


async def test_what_is_new_below_is_counted_until_it_was_seen() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=SMALL) as pilot:
        await until_shown(pilot, "room-100")
        assert "new below" not in screen_of(pilot), "what the snapshot holds is not new"
        appear(workspace, "room-900", "room-901")
        await until_shown(pilot, "2 new below")
        workspace.world.apply(EntityDeleted("room-901", NOON))
        await until_shown(pilot, "1 new below")
        await pilot.press("G")
        await until_shown(pilot, "room-900")
        assert "new below" not in screen_of(pilot)
        await pilot.press("g")
        await until_shown(pilot, "room-100")
        assert "new below" not in screen_of(pilot), "it was seen"


async def test_what_is_new_above_is_counted_in_the_title_and_the_mouse_sees_it() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=SMALL) as pilot:
        await pilot.press("G")
        await until_shown(pilot, "room-159")
        appear(workspace, "aaa-1", "room-001", "room-002")
        await until_shown(pilot, "── 3 new above")
        entity_list = pilot.app.screen.query_one(EntityList)
        entity_list.scroll_to(y=0, animate=False)
        await until_shown(pilot, "aaa-1")
        await until(pilot, lambda: "new above" not in screen_of(pilot), "it was seen")


async def test_what_the_filter_hides_or_what_is_in_sight_is_not_counted() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"room", "enter")
        await until_shown(pilot, "60 of 60")
        appear(workspace, "zoo-1", "room-100a")
        await until_shown(pilot, "room-100a")
        assert "new below" not in screen_of(pilot)


async def test_what_is_folded_away_is_counted_when_its_group_is_opened() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=SMALL) as pilot:
        await pilot.press("g", "left")
        await until_shown(pilot, "▸ room  60")
        appear(workspace, "room-900")
        await until_shown(pilot, "▸ room  61")
        assert "new below" not in screen_of(pilot)
        await pilot.press("right")
        await until_shown(pilot, "1 new below")


def test_more_than_can_be_followed_are_many() -> None:
    world = World()
    world.load(entities({f"k-{number:04}": {} for number in range(MOST + 100)}))
    unseen = Unseen(View(world, Conditions(world)), FrozenClock())
    unseen.add(())
    unseen.add(world.entities)
    assert unseen.look(0, 1)
    assert unseen.below == f"{MOST}+ new below"
    assert unseen.look(0, 2 * MOST)
    assert not len(unseen)
    assert unseen.below == ""


async def test_what_fills_an_empty_world_is_no_news_but_what_comes_later_is() -> None:
    clock = FrozenClock()
    workspace = workspace_of({}, clock=clock)
    async with app_of(workspace).run_test(size=SMALL) as pilot:
        await until_shown(pilot, "This world is empty.")
        appear(workspace, *(f"room-{number}" for number in range(100, 160)))
        await until_shown(pilot, "Entities ── 60")
        appear(workspace, "room-900")
        await until_shown(pilot, "Entities ── 61")
        assert "new below" not in screen_of(pilot)
        clock.go_on(FILLING)
        appear(workspace, "room-901")
        await until_shown(pilot, "1 new below")


async def test_a_key_pressed_before_there_is_a_scrollbar_moves_the_focus_into_sight() -> None:
    async with app_of(workspace_of(STATE)).run_test(size=SMALL) as pilot:
        await pilot.press("G")
        await until_shown(pilot, "▌   room-159")


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_and_goes_the_focused_row_stands_where_it_stood(seed: int) -> None:
    workspace, random = workspace_of(STATE), Random(seed)
    async with app_of(workspace).run_test(size=SMALL) as pilot:
        await pilot.press("g", *["down"] * 31)
        await until_shown(pilot, "▌   room-130")
        stood = line_of(pilot, "room-130")
        for step in range(12):
            others = sorted(workspace.world.entities.keys() - {"room-130"})
            for entity_id in random.sample(others, 3):
                workspace.world.apply(EntityDeleted(entity_id, NOON))
            kinds = random.choices(("aaa", "room", "zoo"), k=4)
            appear(workspace, *(f"{kind}-{random.randrange(900)}" for kind in kinds))
            await until(pilot, lambda: is_painted(pilot, workspace), f"step {step} painted")
            assert line_of(pilot, "room-130") == stood, f"after step {step}"


def line_of(pilot: Pilot[None], entity_id: str) -> int:
    """The line of the screen that an entity's row stands in."""
    rows = enumerate(lines_of(pilot))
    return next(y for y, line in rows if f"▌   {entity_id} " in line)


def is_painted(pilot: Pilot[None], workspace: Workspace) -> bool:
    """Whether the title counts what the world has."""
    return f"── {len(workspace.world)} " in lines_of(pilot)[1]
