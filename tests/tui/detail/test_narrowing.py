"""A value in the detail makes a filter: with it, or without it."""

from __future__ import annotations

import pytest

from flux_tui.model.json import Json
from flux_tui.replica.query import parse
from flux_tui.tui.detail.narrowing import LONGEST, NarrowWanted, narrowed_by
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "a": {"place": {"floor": 1}, "status": "ok"},
    "b": {"place": {"floor": 2}, "status": "ok"},
    "c": {"status": "in use"},
}


@pytest.mark.parametrize(
    ("text", "path", "value", "without", "filter_text"),
    [
        ("", ("status",), "in use", False, 'status="in use"'),
        ("temp", ("status",), "ok", True, "temp status!=ok"),
        ("a or b", ("o", "a", 0), 1, False, "(a or b) o.a.0=1"),
        ("broken (", ("n",), 1, False, "n=1"),
        ("", ("o",), {"a": 1}, True, "!has:o"),
        ("", ("text",), "x" * (LONGEST + 1), False, "has:text"),
    ],
)
def test_the_term_is_added_to_what_was_asked(
    text: str, path: tuple[str | int, ...], value: Json, without: bool, filter_text: str
) -> None:
    narrowed = narrowed_by(text, NarrowWanted(path, value, without=without))
    assert narrowed == filter_text
    parse(narrowed)


async def test_plus_lists_those_that_have_it_and_minus_those_that_do_not() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, "enter", "down", "plus")
        await until_shown(pilot, "1 of 3 ── place.floor=1")
        await press(pilot, "down", "minus")
        await until_shown(pilot, "0 of 3 ── place.floor=1 status!=ok")
