"""What narrows a history narrows that one alone, and is easily taken away."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.tabs import Tab
from tests.tui.history.pasts import SMALL, WIDE, Past, exploring
from tests.tui.workspaces import screen_of, until, until_shown

SIZES = [(60, 20), SMALL, WIDE, (200, 50)]


def two_pasts() -> Past:
    flux = Past()
    for entity_id in ("a-1", "a-2"):
        flux.happens(entity_id, "agent-a", fault=entity_id == "a-1")
        flux.happens(entity_id, "agent-b", level=3)
    return flux


async def narrow(pilot: Pilot[None], text: str) -> None:
    await pilot.press("h")
    await until_shown(pilot, "2 events, all")
    await pilot.press("slash", *text, "enter")
    await until_shown(pilot, "1 shown")


def detail_of(pilot: Pilot[None]) -> Detail:
    return pilot.app.screen.query_one(Detail)


@pytest.mark.parametrize("size", SIZES)
async def test_another_history_is_not_narrowed(size: tuple[int, int]) -> None:
    async with exploring(two_pasts(), size) as (pilot, _):
        await narrow(pilot, "fault")
        await pilot.press("escape", "escape", "j", "h")
        await until_shown(pilot, "a-2 ──")
        await until_shown(pilot, "2 events, all")
        assert "shown" not in screen_of(pilot)


async def test_who_comes_back_finds_the_history_as_it_was_narrowed() -> None:
    async with exploring(two_pasts()) as (pilot, _):
        await narrow(pilot, "fault")
        await pilot.press("shift+tab", "shift+tab")
        await until(pilot, lambda: not detail_of(pilot).has_focus_within)
        detail_of(pilot).screen.query_one("#entities").focus()
        await pilot.press("j")
        await until_shown(pilot, "a-2 ──")
        await until(pilot, lambda: "1 shown" not in screen_of(pilot))
        await pilot.press("k")
        await until_shown(pilot, "1 shown")


@pytest.mark.parametrize("size", SIZES)
async def test_escape_shows_all_again_before_it_leaves(size: tuple[int, int]) -> None:
    async with exploring(two_pasts(), size) as (pilot, _):
        await narrow(pilot, "fault")
        await pilot.press("escape")
        await until(pilot, lambda: "1 shown" not in screen_of(pilot))
        assert detail_of(pilot).has_focus_within
        await pilot.press("escape")
        await until(pilot, lambda: not detail_of(pilot).has_focus_within)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_in_the_list_opens_the_properties_whatever_tab_was_left(
    size: tuple[int, int],
) -> None:
    async with exploring(two_pasts(), size) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "2 events, all")
        await pilot.press("escape", "j", "enter")
        await until_shown(pilot, "a-2 ──")
        await until(pilot, lambda: detail_of(pilot).tab is Tab.PROPERTIES)
        assert detail_of(pilot).has_focus_within


async def test_h_shows_what_happened_though_blame_was_left() -> None:
    async with exploring(two_pasts(), SMALL) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "2 events, all")
        await pilot.press("B")
        await until_shown(pilot, "since")
        await pilot.press("tab")
        await until_shown(pilot, "Entities")
        await pilot.press("j", "h")
        await until_shown(pilot, "a-2 ──")
        await until_shown(pilot, "change")
        assert "since" not in screen_of(pilot)
