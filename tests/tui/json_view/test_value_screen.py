"""A long value is shown whole: as text, as the JSON in it, with a search."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.json_view.value_screen import wrapped
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, lines_of, screen_of, until_shown, workspace_of

INNER = {"deep": {"needle": [1, 2, 3]}, "other": "text"}

STATE: dict[str, dict[str, Json]] = {
    "a": {"held": json.dumps(INNER), "log": "first\n" + "word " * 200 + "last", "n": {"x": [1]}}
}


@given(st.text(max_size=300), st.integers(2, 40))
def test_a_wrapped_text_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == "".join(map(printable, text.split("\n")))
    assert all(cell_len(line) <= width for line in lines)


async def test_a_text_is_wrapped_and_searched() -> None:
    async with exploring(workspace_of(STATE), size=(100, 30)) as pilot:
        await press(pilot, "enter", "down", "v")
        await until_shown(pilot, "a ── log ── 1 kB")
        await until_shown(pilot, "last")
        await press(pilot, "slash")
        await type_text(pilot, "word")
        await until_shown(pilot, "1 of 200")
        await press(pilot, "enter", "escape")
        await until_shown(pilot, "Properties")


async def test_json_in_a_text_is_shown_as_such_when_wanted() -> None:
    async with exploring(workspace_of(STATE), size=(100, 30)) as pilot:
        await press(pilot, "enter", "v")
        await until_shown(pilot, json.dumps(INNER)[:60])
        await press(pilot, "t")
        await until_shown(pilot, '    "needle": [')
        await press(pilot, "t")
        await until_shown(pilot, json.dumps(INNER)[:60])


async def test_a_value_that_becomes_another_stays_and_is_said_until_it_is_wanted() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(100, 30)) as pilot:
        await press(pilot, "enter", "v")
        await until_shown(pilot, "needle")
        workspace.world.apply(PropertySet("a", "held", "another", NOON))
        await until_shown(pilot, "it has changed: r shows it")
        assert "needle" in screen_of(pilot)
        await press(pilot, "r")
        await until_shown(pilot, "another")
        workspace.world.apply(EntityDeleted("a", NOON))
        await until_shown(pilot, "it is no more")


async def test_a_hostile_text_is_harmless() -> None:
    state: dict[str, dict[str, Json]] = {"a": {"x": "\x1b]0;owned\x07\u202e[/]" + "é" * 10_000}}
    async with exploring(workspace_of(state), size=(60, 20)) as pilot:
        await press(pilot, "enter", "v")
        await until_shown(pilot, "owned")
        shown = screen_of(pilot)
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)
        assert all(cell_len(line) == 60 for line in lines_of(pilot))
