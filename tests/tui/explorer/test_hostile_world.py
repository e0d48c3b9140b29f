"""A world whose every word is hostile is walked through."""

from __future__ import annotations

import pytest

from tests.tui.hostile import ACTING, HOSTILE
from tests.tui.workspaces import (
    app_of,
    lines_of,
    screen_of,
    workspace_of,
)


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (200, 50)])
async def test_a_hostile_world_is_walked_through_and_nothing_of_it_reaches_the_screen_raw(
    size: tuple[int, int],
) -> None:
    workspace = workspace_of(HOSTILE)
    async with app_of(workspace).run_test(size=size) as pilot:
        for _ in HOSTILE:
            await pilot.press("down", "down", "enter", "down", "enter", "escape")
            screen = screen_of(pilot)
            assert not ACTING & set(screen)
            assert all(len(line) <= size[0] for line in lines_of(pilot))
