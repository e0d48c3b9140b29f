"""A long value is shown whole: as text, as the JSON in it, with a search."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.tui.json_view.wrapping import wrapped
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, lines_of, screen_of, until, until_shown, workspace_of

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


async def test_a_property_that_is_no_more_is_said_to_be_and_null_is_a_value() -> None:
    workspace = workspace_of({"a": {"held": {"x": 1}}})
    async with exploring(workspace, size=(100, 30)) as pilot:
        await press(pilot, "enter", "right", "down", "v")
        await until_shown(pilot, "a ── held.x")
        workspace.world.apply(PropertySet("a", "held", {"x": None}, NOON))
        await until_shown(pilot, "it has changed: r shows it")
        await press(pilot, "r")
        await until_shown(pilot, "null")
        workspace.world.apply(PropertySet("a", "held", {"y": 1}, NOON))
        await until_shown(pilot, "it is no more")
        await press(pilot, "r")
        assert "it is no more" in screen_of(pilot), "there is nothing to show instead"


LARGE = 5_000_000


@pytest.mark.parametrize("unit", ["é", "word "], ids=["one word", "words"])
async def test_one_line_of_five_megabytes_is_laid_out_while_keys_are_served(unit: str) -> None:
    text = unit * (LARGE // len(unit.encode())) + " the end"
    async with exploring(workspace_of({"a": {"x": text}}), size=(100, 30)) as pilot:
        await press(pilot, "enter", "v")
        await until_shown(pilot, "being laid out")
        assert unit.strip() * 2 in screen_of(pilot).replace("d w", "dw"), "its beginning is there"
        await press(pilot, "q")
        await until_shown(pilot, "Properties")
        await press(pilot, "v")
        await until_shown(pilot, "a ── x ── 5.0 MB ─────")
        await press(pilot, "G")
        await until_shown(pilot, "the end")


async def test_a_text_that_only_looks_like_json_stays_a_text() -> None:
    async with exploring(workspace_of({"a": {"x": "[not json]"}}), size=(100, 30)) as pilot:
        await press(pilot, "enter", "v")
        await until_shown(pilot, "t Text/JSON")
        await press(pilot, "t")
        await until(pilot, lambda: "t Text/JSON" not in screen_of(pilot), "no other form")
        assert "[not json]" in screen_of(pilot)


async def test_a_hostile_text_is_harmless() -> None:
    state: dict[str, dict[str, Json]] = {"a": {"x": "\x1b]0;owned\x07\u202e[/]" + "é" * 10_000}}
    async with exploring(workspace_of(state), size=(60, 20)) as pilot:
        await press(pilot, "enter", "v")
        await until_shown(pilot, "owned")
        shown = screen_of(pilot)
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)
        assert all(cell_len(line) == 60 for line in lines_of(pilot))
