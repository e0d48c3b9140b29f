"""A value that is another entity's id leads there, and one can go back."""

from __future__ import annotations

import pytest

from flux_tui.model.change import EntityDeleted
from flux_tui.model.json import Json
from flux_tui.tui.detail.links import MOST, Left, Trail, target_of
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, screen_of, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "agent-1": {"room": "room-1", "name": "Ada"},
    "room-1": {"door": {"lock": "lock-1"}, "floor": 2},
    "lock-1": {"open": False},
}


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("room-1", "room-1"),
        ("room-9", None),
        ("agent-1", None),
        ("", None),
        (1, None),
        ({"room-1": 1}, None),
        (None, None),
        ("x" * 10_000, None),
    ],
)
def test_only_the_id_of_another_entity_is_a_link(value: Json, target: str | None) -> None:
    assert target_of(value, "agent-1", {**STATE, "": 1, "x" * 10_000: 1}) == target


def test_the_way_back_is_gone_step_by_step_and_is_bounded() -> None:
    trail = Trail()
    for number in range(MOST + 10):
        trail.leave(str(number), ("room",))
    came_from = [Left(str(number), ("room",)) for number in range(MOST + 9, MOST + 6, -1)]
    assert [trail.back() for _ in range(3)] == came_from
    assert len(trail) == MOST - 3
    assert Trail().back() is None


async def test_enter_follows_links_also_nested_ones_and_backspace_goes_back() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await until_shown(pilot, "room-1 →")
        await press(pilot, "enter", "down", "enter")
        await until_shown(pilot, "room-1 ── room")
        await until_shown(pilot, "lock-1 →")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "lock-1 ── lock")
        await press(pilot, "backspace")
        await until_shown(pilot, "room-1 ── room")
        await press(pilot, "backspace")
        await until_shown(pilot, "agent-1 ── agent")
        await press(pilot, "backspace")
        await until_shown(pilot, "agent-1 ── agent")


async def test_backspace_goes_back_to_the_link_itself() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, "enter", "down", "enter")
        await until_shown(pilot, "room-1 ── room")
        await press(pilot, "backspace")
        await until_shown(pilot, "agent-1 ── agent")
        await press(pilot, "enter")
        await until_shown(pilot, "room-1 ── room")


async def test_a_link_leads_to_what_a_filter_hides() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "agent")
        await press(pilot, "enter", "enter", "down", "enter")
        await until_shown(pilot, "room-1 ── room")
        assert "1 of 3" in screen_of(pilot)


async def test_going_back_to_what_was_deleted_says_so() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(120, 30)) as pilot:
        await press(pilot, "enter", "down", "enter")
        await until_shown(pilot, "room-1 ── room")
        workspace.world.apply(EntityDeleted("agent-1", NOON))
        await press(pilot, "backspace")
        await until_shown(pilot, "agent-1 ── deleted")


async def test_on_a_narrow_screen_links_are_followed_in_the_detail() -> None:
    async with exploring(workspace_of(STATE), size=(60, 20)) as pilot:
        await press(pilot, "enter", "down", "enter")
        await until_shown(pilot, "room-1 ── room")
        await press(pilot, "backspace")
        await until_shown(pilot, "agent-1 ── agent")
