"""What is forecast of a draft is never said to be of now while the server is not followed."""

from __future__ import annotations

import pytest

from flux_tui.client import Phase, Trouble
from tests.tui.composer.publishing import SENSORS, exploring, press
from tests.tui.workspaces import NOON, screen_of, session_of, until, until_shown, workspace_of

LOST = {"phase": Phase.OFFLINE, "problem": "nobody answers", "trouble": Trouble.AWAY}


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)], ids=str)
@pytest.mark.parametrize("key", ["n", "b", "e"])
async def test_a_draft_is_judged_as_of_when_the_server_was_followed_last(
    size: tuple[int, int], key: str
) -> None:
    workspace = workspace_of(SENSORS)
    async with exploring(workspace, size=size) as pilot:
        await press(pilot, key)
        await until_shown(pilot, "esc Close")
        assert "judged" not in screen_of(pilot)
        session_of(workspace).say(**LOST)
        await until_shown(pilot, "judged as of 12:00:00: the server is not followed")
        session_of(workspace).say(phase=Phase.LIVE, problem=None, trouble=None)
        await until(pilot, lambda: "judged" not in screen_of(pilot), "the server's return")


@pytest.mark.parametrize("key", ["n", "b"])
async def test_what_is_called_new_may_exist_where_the_world_is_not_whole(key: str) -> None:
    workspace = workspace_of({}, phase=Phase.OFFLINE)
    async with exploring(workspace, size=(60, 20)) as pilot:
        session_of(workspace).say(**LOST, verified=None)
        await press(pilot, key)
        await until_shown(pilot, "judged by a part of the world: new may exist already")
        session_of(workspace).say(phase=Phase.LIVE, problem=None, trouble=None, verified=NOON)
        await until(pilot, lambda: "judged" not in screen_of(pilot), "the whole world")


@pytest.mark.parametrize("key", ["n", "b", "e"])
async def test_that_another_world_would_get_it_stands_there_until_it_is_closed(key: str) -> None:
    workspace = workspace_of(SENSORS)
    async with exploring(workspace, size=(60, 20)) as pilot:
        await press(pilot, key)
        session_of(workspace).say(replaced=NOON)
        await until_shown(pilot, "since 12:00:00 another world answers here")
        await press(pilot, "escape", key)
        await until_shown(pilot, "esc Close")
        assert "answers here" not in screen_of(pilot)
