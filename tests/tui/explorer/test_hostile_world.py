"""A world whose every word is hostile is walked through."""

from __future__ import annotations

import pytest

from flux_tui.model.json import Json
from tests.tui.workspaces import (
    app_of,
    lines_of,
    screen_of,
    workspace_of,
)

HOSTILE: dict[str, dict[str, Json]] = {
    "": {"n": 1},
    "wire-\x1b]0;pwn\x07": {"\x1b[2J": "\x1b[31mred", "[bold]": "[/] [link=x]"},
    "wire-\u202egnp.exe": {"rtl": "\u202eabc", "nul": "a\x00b", "nl": "a\nb\r\tc"},
    "[bold red]x[/]": {"a" * 300: "b" * 10_000},
    "x" * 5000: {"deep": [[[[[[[["bottom"]]]]]]]]},
    "wide-東京🌍": {"名前": "東" * 300},
}


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (200, 50)])
async def test_a_hostile_world_is_walked_through_and_nothing_of_it_reaches_the_screen_raw(
    size: tuple[int, int],
) -> None:
    workspace = workspace_of(HOSTILE)
    async with app_of(workspace).run_test(size=size) as pilot:
        for _ in HOSTILE:
            await pilot.press("down", "down", "enter", "down", "enter", "escape")
            screen = screen_of(pilot)
            assert not set("\x1b\x07\x00\u202e\r\t") & set(screen)
            assert all(len(line) <= size[0] for line in lines_of(pilot))
