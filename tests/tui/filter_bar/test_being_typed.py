"""What is being typed does not empty the list while it may go on to something that is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.replica.query import parse
from flux_tui.tui.explorer.filtering import Filtering
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.workspaces import lines_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "lab/one": {"temperature": 22.5, "status": "ok"},
    "lab/two": {"temperature": 30, "status": "in use"},
    "cpu:0": {"temperature": 70, "status": "ok"},
}

QUERIES = ("lab", "st", "status", "status=o", "status=ok", "temperature>25", "@age<1m", "nobody")


async def typing(pilot: Pilot[None], text: str) -> None:
    await press(pilot, "slash")
    await type_text(pilot, text)


async def test_a_property_and_a_value_are_typed_over_the_list_as_it_was() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typing(pilot, "l")
        await until_shown(pilot, "2 of 3 ── l ─")
        await type_text(pilot, " status")
        await until_shown(pilot, "nothing yet")
        await until_shown(pilot, "operator")
        await type_text(pilot, "=o")
        await until_shown(pilot, "value")
        assert "2 of 3 ── l ─" in screen_of(pilot), "the title names what the list shows"
        assert "lab/two" in screen_of(pilot)
        await type_text(pilot, "k")
        await until_shown(pilot, "1 of 3 ── l status=ok ─")


async def test_what_goes_on_to_nothing_empties_it() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typing(pilot, "nobody")
        await until_shown(pilot, "Nothing matches nobody")


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_what_is_typed_to_its_end_is_what_is_asked_for(key: str) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typing(pilot, "stat")
        await until_shown(pilot, "nothing yet")
        await press(pilot, key)
        await until_shown(pilot, "Nothing matches stat")


async def test_another_pane_clicked_meanwhile_takes_it_as_it_is() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typing(pilot, "stat")
        await until_shown(pilot, "nothing yet")
        await pilot.click("EntityRows")
        await until_shown(pilot, "Nothing matches stat")


async def test_taking_it_away_again_shows_what_it_was_typed_over() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typing(pilot, "st")
        await until_shown(pilot, "nothing yet")
        await press(pilot, "escape")
        await until(pilot, lambda: "nothing yet" not in screen_of(pilot))
        assert "Entities ── 3 ─" in lines_of(pilot)[1]


@given(texts=st.lists(st.sampled_from(QUERIES), min_size=1, max_size=4))
async def test_typed_or_not_it_ends_with_the_same_list(texts: list[str]) -> None:
    typed, asked = (workspace_of(STATE) for _ in range(2))
    filtering, direct = Filtering(typed), Filtering(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flux_tui.tui.explorer.filtering.AT_ONCE", 60.0)
        for text in texts:
            query = parse(text)
            filtering.ask(query, is_being_typed=True)
        filtering.ask(query)
        direct.ask(query)
    assert filtering.text == direct.text
    assert filtering.counts == direct.counts
