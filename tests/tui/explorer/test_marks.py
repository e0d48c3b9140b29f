"""Marks: set by keys, shown by a sign, asked for by @marked; they follow their entities."""

from __future__ import annotations

from flux_tui.client import Phase
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.entity_list.entity_list import EntityList
from flux_tui.tui.entity_list.painter import MARK
from tests.tui.workspaces import (
    NOON,
    app_of,
    entities,
    lines_of,
    screen_of,
    session_of,
    until,
    until_shown,
    workspace_of,
)

STATE: dict[str, dict[str, Json]] = {f"k-{n}": {"n": n} for n in range(6)}
WIDE = (120, 34)
WIDER = (160, 34)


async def test_space_marks_and_moves_on_and_marks_are_signs() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("space", "space", "down", "space")
        await until_shown(pilot, "3 marked")
        assert list(workspace.view.marks) == ["k-0", "k-1", "k-3"]
        marked = [line for line in lines_of(pilot) if MARK in line]
        assert len(marked) == 3
        await pilot.press("up", "space")
        await until_shown(pilot, "2 marked")


async def test_shift_with_arrows_extends_the_marks_and_takes_them_back() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("space", "down", "shift+down", "shift+down")
        await until_shown(pilot, "4 marked")
        assert list(workspace.view.marks) == ["k-0", "k-2", "k-3", "k-4"]
        await pilot.press("shift+up", "shift+up", "shift+up")
        await until_shown(pilot, "3 marked")
        assert list(workspace.view.marks) == ["k-0", "k-1", "k-2"]


async def test_escape_clears_the_marks_and_without_any_goes_back() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+a")
        await until_shown(pilot, "6 marked")
        await pilot.press("escape")
        await until(pilot, lambda: "marked" not in screen_of(pilot))
        assert not workspace.view.marks
        await pilot.press("enter")
        await until_shown(pilot, "before")
        await pilot.press("escape")
        await until_shown(pilot, "▾ k")


async def test_a_header_marks_its_group_and_a_click_with_ctrl_one() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("g", "space")
        await until_shown(pilot, "6 marked")
        entity_list = pilot.app.screen.query_one(EntityList)
        await pilot.click(entity_list, offset=(10, 3), control=True)
        await until_shown(pilot, "5 marked")
        assert "k-1" not in workspace.view.marks


async def test_the_filter_asks_for_marks_as_they_come_and_go() -> None:
    workspace = workspace_of(STATE)
    async with app_of(workspace).run_test(size=WIDE) as pilot:
        await pilot.press("space", "space", "slash", *"@marked", "enter")
        await until_shown(pilot, "2 of 6 ── @marked")
        workspace.world.apply(PropertySet("k-0", "n", 7, NOON))
        workspace.world.apply(EntityDeleted("k-1", NOON))
        await until_shown(pilot, "1 of 5 ── @marked")
        assert list(workspace.view.marks) == ["k-0"]
        await pilot.press("g", "down", "space")
        await until_shown(pilot, "Nothing matches @marked")
        assert "asks for a value" not in screen_of(pilot)


async def test_a_reconnect_loses_neither_focus_nor_marks_nor_filter_nor_pause() -> None:
    workspace = workspace_of(STATE)
    session = session_of(workspace)
    async with app_of(workspace).run_test(size=WIDER) as pilot:
        await pilot.press("slash", *"n<5", "enter", "space", "down", "space", "p")
        await until_shown(pilot, "paused · nothing waiting")
        focus = workspace.view.focus
        session.say(phase=Phase.OFFLINE, problem="connection refused")
        await until_shown(pilot, "offline")
        session.say(phase=Phase.LOADING)
        newer: dict[str, dict[str, Json]] = {"k-9": {"n": 0}, **STATE, "k-3": {"n": 1}}
        workspace.world.load(entities(newer, age=0))
        session.say(phase=Phase.LIVE)
        await until_shown(pilot, "paused · 2 changes waiting")
        assert "5 of 6 ── n<5" in screen_of(pilot)
        assert "2 entities have changed: p shows them" in screen_of(pilot)
        assert "k-9" not in screen_of(pilot)
        assert workspace.view.focus == focus
        await pilot.press("p")
        await until_shown(pilot, "6 of 7 ── n<5")
        assert workspace.view.focus == focus
        assert list(workspace.view.marks) == ["k-0", "k-2"]
        assert "k-9" in screen_of(pilot)
