"""Searching in a long text: every place is found, marked and gone to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.json_view.occurrences import MOST, Occurrence, occurrences
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import NOON, screen_of, strips_of, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "a": {**{f"name-{n:03}": n for n in range(300)}, "long": "x" * 500 + " needle " + "y" * 500}
}


def test_a_capital_asks_for_a_capital() -> None:
    lines = ["Hot hot", "", "shot"]
    assert occurrences(lines, "hot") == [
        Occurrence(0, 0, 3),
        Occurrence(0, 4, 7),
        Occurrence(2, 1, 4),
    ]
    assert occurrences(lines, "Hot") == [Occurrence(0, 0, 3)]
    assert occurrences(lines, "") == []


def test_no_more_are_counted_than_anybody_wants() -> None:
    assert len(occurrences(["a" * (MOST + 5)], "a")) == MOST


@given(st.lists(st.text(max_size=20), max_size=10), st.text(min_size=1, max_size=3))
def test_what_is_found_is_what_was_asked_for(lines: list[str], wanted: str) -> None:
    for line, start, end in occurrences(lines, wanted):
        assert lines[line][start:end].casefold() == wanted.casefold()
    if wanted != wanted.lower():
        assert len(occurrences(lines, wanted)) == sum(line.count(wanted) for line in lines)


async def test_the_raw_tab_is_searched_also_sideways_and_while_it_changes() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(120, 30)) as pilot:
        await press(pilot, "enter", "left_square_bracket")
        await until_shown(pilot, "Raw")
        await press(pilot, "slash")
        await type_text(pilot, "name-25")
        await until_shown(pilot, "1 of 10")
        await press(pilot, "enter", "n", "n")
        await until_shown(pilot, "3 of 10")
        await until_shown(pilot, "name-252")
        await press(pilot, "N", "N", "N")
        await until_shown(pilot, "10 of 10")
        workspace.world.apply(PropertySet("a", "name-25x", 1, NOON))
        await until_shown(pilot, "of 11")
        await press(pilot, "slash", *["backspace"] * 7)
        await type_text(pilot, "needle")
        await until_shown(pilot, "1 of 1")
        await until_shown(pilot, " needle ")


async def test_what_is_not_there_is_said_and_escape_ends_the_search() -> None:
    async with exploring(workspace_of(STATE), size=(120, 30)) as pilot:
        await press(pilot, "enter", "left_square_bracket")
        await press(pilot, "slash")
        await type_text(pilot, "nowhere")
        await until_shown(pilot, "nothing found")
        await press(pilot, "escape")
        await until_shown(pilot, "Entities")
        assert "nothing found" not in screen_of(pilot)
        await press(pilot, "n")
        await until_shown(pilot, "new event")


async def test_the_place_that_is_looked_at_stands_out_from_the_others() -> None:
    async with exploring(workspace_of({"a": {"one": "needle", "two": "needle"}})) as pilot:
        await press(pilot, "enter", "left_square_bracket", "slash")
        await type_text(pilot, "needle")
        await until_shown(pilot, "1 of 2")
        found = [s.style for strip in strips_of(pilot.app) for s in strip if s.text == "needle"]
        looked_at, other = [style for style in found if style is not None][:2]
        assert looked_at.reverse
        assert other.underline
