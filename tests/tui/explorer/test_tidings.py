"""What happens once to a session is said once."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import (
    NOON,
    FrozenClock,
    lines_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

STATE = {"a": {"n": 1}}


async def test_that_another_world_answers_is_said() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        session_of(workspace).say(replaced=NOON)
        await until_shown(pilot, "since 12:00:00 another world answers")


async def test_of_another_world_no_change_has_been_seen_yet() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(120, 40)) as pilot:
        workspace.world.apply(PropertySet("a", "n", 7, NOON))
        await until_shown(pilot, "1 → 7")
        session_of(workspace).say(replaced=NOON)
        await until(pilot, lambda: "1 → 7" not in screen_of(pilot), "nothing has changed")
        workspace.world.apply(PropertySet("a", "n", 8, NOON))
        await until_shown(pilot, "7 → 8")


async def test_that_an_audit_healed_something_is_said_and_then_counted_for_a_while() -> None:
    clock = FrozenClock()
    workspace = workspace_of(STATE, clock=clock)
    async with exploring(workspace) as pilot:
        session_of(workspace).heal(1)
        await until_shown(pilot, "an audit found 1 difference")
        await until_shown(pilot, "i keeps count")
        session_of(workspace).heal(3)
        await until_shown(pilot, "verified 0 s ago · 4 healed")
        assert "found 4" not in screen_of(pilot)
        clock.go_on(31)
        await until_shown(pilot, "verified 31 s ago ")
        assert "healed" not in lines_of(pilot)[0]
        session_of(workspace).heal(2)
        await until_shown(pilot, "verified 31 s ago · 2 healed")
        await press(pilot, "i")
        await until_shown(pilot, "6 differences found by audits and healed, last at 12:00:31")


async def test_that_nobody_is_left_is_said_and_what_it_may_mean() -> None:
    workspace = workspace_of({})
    async with exploring(workspace) as pilot:
        await until_shown(pilot, "This world is empty")
        session_of(workspace).say(vanished=NOON)
        await until_shown(pilot, "Nothing that was here is left.")
        await until_shown(pilot, "and no others")
        session_of(workspace).say(vanished=None)
        await until_shown(pilot, "This world is empty")


async def test_another_world_is_remembered_on_the_worlds_screen() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        session_of(workspace).say(replaced=NOON)
        await press(pilot, "i")
        await until_shown(pilot, "followed by sse · another world since 12:00:00")
