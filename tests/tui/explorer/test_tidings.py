"""What happens once to a session is said once."""

from __future__ import annotations

from flux_tui.client import Phase
from tests.tui.composer.publishing import exploring
from tests.tui.workspaces import NOON, screen_of, session_of, until_shown, workspace_of

STATE = {"a": {"n": 1}}


async def test_that_another_world_answers_is_said() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        session_of(workspace).say(replaced=NOON)
        await until_shown(pilot, "since 12:00:00 another world answers")


async def test_that_an_audit_healed_something_is_said_and_then_counted() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        session_of(workspace).say(healed=1)
        await until_shown(pilot, "an audit found 1 difference")
        session_of(workspace).say(healed=4)
        await until_shown(pilot, "verified 0 s ago · 4 healed")
        assert "found 4" not in screen_of(pilot)


async def test_a_world_that_is_too_large_says_how_to_open_a_part_of_it() -> None:
    workspace = workspace_of({}, phase=Phase.LOADING)
    async with exploring(workspace) as pilot:
        problem = "the world of http://flux.test takes more than 10 MB of memory; open a part of it"
        session_of(workspace).say(phase=Phase.OFFLINE, problem=problem)
        await until_shown(pilot, "open a part of it")
        shown = screen_of(pilot)
        assert "retrying" not in shown
        assert "tried again" not in shown
