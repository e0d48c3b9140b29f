"""What happens once to a session is said once."""

from __future__ import annotations

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
