"""What could be typed next is offered over the list, taken, gone through, and gone in time."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.tui.filter_bar.offers import FEW, ROWS, Offers
from tests.tui.composer.publishing import exploring, press, type_text
from tests.tui.filter_bar.bars import bar_of
from tests.tui.workspaces import lines_of, screen_of, until, until_shown, workspace_of

STATE: dict[str, dict[str, Json]] = {
    "lab/one": {"temperature": 22.5, "status": "ok"},
    "lab/two": {"temperature": 30, "status": "in use"},
    "cpu:0": {"temperature": 70, "status": "ok"},
}


def offers_of(pilot: Pilot[None]) -> Offers:
    return bar_of(pilot).query_one(Offers)


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type into the filter, and wait until something is offered for it."""
    await press(pilot, "slash")
    await type_text(pilot, text)
    await until(pilot, lambda: offers_of(pilot).is_open, "offers")


async def gone(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: not offers_of(pilot).is_open, "no offers")


@pytest.mark.parametrize("key", ["tab", "right"])
async def test_the_first_is_taken_and_leads_on(key: str) -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typed(pilot, "stat")
        await press(pilot, key)
        await until(pilot, lambda: bar_of(pilot).value == "status")
        await until(pilot, lambda: offers_of(pilot).is_open, "operators")
        await press(pilot, key)
        await until(pilot, lambda: bar_of(pilot).value == "status=")
        await until(pilot, lambda: offers_of(pilot).is_open, "values")
        await press(pilot, key)
        await until_shown(pilot, "status=ok")
        await until_shown(pilot, "2 shown · 1 hidden")


async def test_a_word_that_is_a_value_is_offered_as_what_says_it() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typed(pilot, "use")
        await press(pilot, "tab")
        await until(pilot, lambda: bar_of(pilot).value == 'status="in use"')
        await until_shown(pilot, "1 shown · 2 hidden")


async def test_whoever_is_quicker_than_the_offers_gets_the_first_all_the_same() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await pilot.press("slash", *"temper", "tab")
        await until(pilot, lambda: bar_of(pilot).value == "temperature")
        assert bar_of(pilot).has_focus_within


async def test_they_are_gone_through_and_enter_takes_the_chosen_one() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typed(pilot, "status=")
        await press(pilot, "down", "down", "up", "down")
        assert offers_of(pilot).chosen is not None
        await press(pilot, "enter")
        await until(pilot, lambda: bar_of(pilot).value == 'status="in use"')
        assert bar_of(pilot).has_focus_within, "one may go on typing"


async def test_many_are_scrolled_through_to_the_last() -> None:
    state: dict[str, dict[str, Json]] = {f"e-{n:02}": {} for n in range(30)}
    async with exploring(workspace_of(state)) as pilot:
        await typed(pilot, "e-")
        await until(pilot, lambda: offers_of(pilot).size.height == FEW)
        await press(pilot, *["down"] * 40)
        await until(pilot, lambda: offers_of(pilot).size.height == ROWS)
        await press(pilot, "enter")
        await until(pilot, lambda: bar_of(pilot).value == "e-29")


async def test_before_one_is_chosen_every_key_does_what_it_does_without_them() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typed(pilot, "lab")
        await press(pilot, "enter")
        assert not bar_of(pilot).has_focus_within
        assert bar_of(pilot).value == "lab"
        assert not offers_of(pilot).is_open
        await press(pilot, "slash", "end")
        await type_text(pilot, "/")
        await press(pilot, "escape")
        assert bar_of(pilot).value == ""
        assert not bar_of(pilot).display


async def test_escape_leaves_the_offers_and_not_the_filter() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typed(pilot, "lab")
        await press(pilot, "down", "escape")
        await gone(pilot)
        assert bar_of(pilot).value == "lab"
        assert bar_of(pilot).has_focus_within


async def test_a_click_takes_one() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await typed(pilot, "status=")
        await until_shown(pilot, '"in use"  value')
        y = next(n for n, line in enumerate(lines_of(pilot)) if '"in use"  value' in line)
        await pilot.click(offset=(lines_of(pilot)[y].index('"in use"'), y))
        await until(pilot, lambda: bar_of(pilot).value == 'status="in use"')
        assert bar_of(pilot).has_focus_within


async def test_nothing_is_offered_for_nothing_until_it_is_asked_for() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash", "ctrl+@")
        await until_shown(pilot, "temperature  ")
        await until_shown(pilot, "property")
        assert bar_of(pilot).value == ""


async def test_a_filter_that_was_recalled_is_whole_and_offers_nothing() -> None:
    async with exploring(workspace_of(STATE)) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "lab")
        await press(pilot, "enter", "slash", "escape", "slash", "up")
        await until_shown(pilot, "2 shown · 1 hidden")
        await press(pilot, "up", "down")
        await pilot.pause(0.1)
        assert not offers_of(pilot).is_open


async def test_hostile_names_are_offered_as_they_are_to_be_typed() -> None:
    state: dict[str, dict[str, Json]] = {"evil": {"[red]\x1b[31m ✗": "\u202eevil"}}
    async with exploring(workspace_of(state)) as pilot:
        await typed(pilot, "red")
        assert "\x1b" not in screen_of(pilot)
        await press(pilot, "tab")
        await until_shown(pilot, r'"[red]\u001b[31m ✗"')
        await until(pilot, lambda: offers_of(pilot).is_open)
        await press(pilot, "tab")
        await until(pilot, lambda: offers_of(pilot).is_open)
        await press(pilot, "tab")
        await until_shown(pilot, "1 shown · 0 hidden")


async def test_the_changes_complete_too() -> None:
    async with exploring(workspace_of(STATE), size=(120, 36)) as pilot:
        await press(pilot, "tab", "slash")
        await type_text(pilot, "temper")
        offers = pilot.app.screen.query_one("#changes-filter-bar Offers", Offers)
        await until(pilot, lambda: offers.is_open)
        await press(pilot, "tab")
        await until_shown(pilot, "temperature")
