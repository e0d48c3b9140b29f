"""The filter bar as a person sees it: parts in their colours, mistakes in their place, counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.filter_bar.field import LONGEST
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.filter_bar.bars import bar_of
from tests.tui.workspaces import (
    NOON,
    lines_of,
    screen_of,
    strips_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {
    "lab/temp-1": {"temperature": 22.5, "status": "ok"},
    "lab/temp-2": {"temperature": 30, "status": "in use"},
    "cpu:0": {"temperature": 70, "status": "ok"},
}


def place_of(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Row and column at which a text stands on the screen."""
    return next((y, line.index(text)) for y, line in enumerate(lines_of(pilot)) if text in line)


def underlined(pilot: Pilot[None], y: int) -> str:
    """What is underlined in a row of the screen."""
    strip = strips_of(pilot.app)[y]
    return "".join(s.text for s in strip if s.style is not None and s.style.underline)


async def test_what_is_wrong_is_underlined_and_below_it_stands_what_was_expected() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "a @agee>1 b")
        await until_shown(pilot, "╰ column 3: expected")
        y, x = place_of(pilot, "a @agee>1 b")
        assert underlined(pilot, y) == "@agee"
        assert lines_of(pilot)[y + 1].index("╰") == x + 2


async def test_where_something_is_missing_at_the_end_the_end_is_underlined() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "temperature>=")
        await until_shown(pilot, "column 14: expected")
        await press(pilot, "enter")
        await until(pilot, lambda: not bar_of(pilot).has_focus_within)
        y, _ = place_of(pilot, "temperature>=")
        assert underlined(pilot, y) == " "


async def test_a_mistake_leaves_the_last_filter_on_which_the_title_names() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "lab (")
        await until_shown(pilot, "╰ column 6")
        await until_shown(pilot, "2 of 3 ── lab ─")
        await press(pilot, "backspace")
        await until(pilot, lambda: "column 6" not in screen_of(pilot))


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        (["c"], "c"),
        (["right", "p"], "labp"),
        (["end", "p"], "labp"),
        (["home", "x"], "xlab"),
        (["backspace"], ""),
        (["escape"], ""),
        (["enter"], "lab"),
    ],
)
async def test_a_filter_that_stands_there_gives_way_to_what_is_typed_unless_one_moves_in_it(
    keys: list[str], after: str
) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash", *"lab", "enter")
        await until_shown(pilot, "2 of 3 ── lab")
        await press(pilot, "slash", *keys)
        await until(pilot, lambda: bar_of(pilot).value == after, "the filter after it")


async def test_esc_in_a_list_that_the_filter_empties_shows_all_and_the_filter_is_remembered() -> (
    None
):
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash", *"nobody", "enter")
        await until_shown(pilot, "esc shows them again, / changes the filter.")
        await press(pilot, "escape")
        await until_shown(pilot, "lab/temp-1")
        await press(pilot, "slash", "up")
        await until(pilot, lambda: bar_of(pilot).value == "nobody", "the one used before")


async def test_esc_in_the_list_takes_the_filter_off_and_up_in_the_bar_has_it_again() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash", *"lab", "enter", "escape")
        await until_shown(pilot, "Entities ── 3")
        assert bar_of(pilot).value == ""
        await press(pilot, "slash", "up")
        await until_shown(pilot, "2 of 3 ── lab")


async def test_the_counts_follow_the_filter_and_the_world() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "temperature>25")
        await until_shown(pilot, "2 shown · 1 hidden")
        workspace.world.apply(PropertySet("lab/temp-1", "temperature", 26, NOON))
        await until_shown(pilot, "3 shown · 0 hidden")
        await press(pilot, "enter", "f")
        await until_shown(pilot, "off, f puts it on")


async def test_the_changes_count_their_own() -> None:
    workspace = workspace_of(STATE)
    async with exploring(workspace, size=(120, 36)) as pilot:
        for count in range(3):
            workspace.world.apply(PropertySet("cpu:0", f"core-{count}", 1, NOON))
        workspace.world.apply(PropertySet("lab/temp-1", "temperature", 26, NOON))
        await press(pilot, "tab", "slash")
        await type_text(pilot, "lab")
        await until_shown(pilot, "1 shown · 3 hidden")


async def test_a_text_of_a_megabyte_is_refused_in_a_sentence() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        bar_of(pilot).set("a " * 500_000)
        await until_shown(pilot, f"a filter of at most {LONGEST:,} characters")
        assert "cpu:0" in screen_of(pilot)


@given(st.text(max_size=40))
def test_any_text_is_shown_cell_by_cell_whatever_is_wrong_with_it(text: str) -> None:
    from flux_tui.model.printable import printable
    from flux_tui.replica.query import highlight

    error = highlight(text).error
    assert len(printable(text)) == len(text)
    assert error is None or 0 <= error.column <= error.end <= len(text)


async def test_what_is_wrong_is_said_in_fewer_words_before_any_is_cut() -> None:
    async with exploring(workspace_of(STATE), (60, 20)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "name~/[a/")
        await until_shown(pilot, "unterminated character set")
        assert not any("unte" in line and "…" in line for line in lines_of(pilot))
