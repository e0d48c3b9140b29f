"""How far the past is read is said; it is read while somebody looks, stopped, and gone on with."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import Phase
from flux_tui.model.change import PropertySet
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.history import looking
from tests.faults.answers import answer
from tests.tui.history.pasts import SMALL, Past, a_past, exploring, rows, until_listed
from tests.tui.workspaces import NOON, lines_of, screen_of, session_of, until, until_shown


async def test_how_far_it_is_read_is_said_and_after_a_failure_r_goes_on() -> None:
    flux = Past(70_000)
    for number in range(10_000):
        flux.happens("e", n=number, after=7)
    stalled: list[bool] = []

    def stall(request: Request) -> Response | None:
        if stalled and flux.asked.count("/api/events") > 6:
            return answer({"error": "busy"}, status=503)
        return None

    async with exploring(flux) as (pilot, _):
        stalled.append(True)
        flux.fault = stall
        await pilot.press("h")
        await until_shown(pilot, "fails: busy")
        (line,) = (line for line in lines_of(pilot) if "; r tries again" in line)
        known = int(line.split(" events back")[0].rsplit(maxsplit=1)[-1].replace(",", ""))
        assert 300 < known < 10_000
        stalled.clear()
        await pilot.press("r")
        await until_shown(pilot, "10,000 events, all that the server keeps")
        await pilot.press("G")
        await until_shown(pilot, "▌11-24 16:33  agent-a")
        await until_shown(pilot, "… → 0")


async def test_nobody_is_asked_while_nobody_looks() -> None:
    flux = a_past()
    flux.happens("f", temperature=1)
    async with exploring(flux, SMALL) as (pilot, workspace):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "Entities")
        asked = flux.asked.count("/api/events")
        await pilot.press("j")
        workspace.world.apply(PropertySet("f", "temperature", 2, NOON))
        await until_shown(pilot, "▌   f")
        await pilot.pause(0.4)
        assert flux.asked.count("/api/events") == asked
        await pilot.press("h")
        await until_shown(pilot, "1 event, all")


async def test_offline_keeps_what_there_is_and_the_return_goes_on() -> None:
    flux = a_past()
    async with exploring(flux) as (pilot, workspace):
        await pilot.press("h")
        await until_listed(pilot)
        flux.fault = lambda request: answer({"error": "gone"}, status=500)
        session_of(workspace).say(phase=Phase.OFFLINE)
        workspace.world.apply(PropertySet("e", "temperature", 4, NOON))
        await until_shown(pilot, "fails: gone")
        await until_shown(pilot, "not followed: 3 events back to 11:00:10; r tries again")
        await until(pilot, lambda: rows(lines_of(pilot), "20.5 → 21"), "what was read")
        asked = flux.asked.count("/api/events")
        session_of(workspace).say(phase=Phase.LIVE)
        await until(pilot, lambda: flux.asked.count("/api/events") > asked, "it is tried again")
        await until(pilot, lambda: "not followed" not in screen_of(pilot), "and fails again")
        await until_shown(pilot, "3 events back to 11:00:10; r tries again")
        asked = flux.asked.count("/api/events")
        for second in range(5):
            session_of(workspace).say(verified=NOON + second)
            await pilot.pause(0.1)
        assert flux.asked.count("/api/events") == asked, "signs of life are no reason to ask"
        session_of(workspace).say(phase=Phase.OFFLINE)
        flux.fault = None
        flux.happens("e", temperature=4)
        session_of(workspace).say(phase=Phase.LIVE)
        await until_shown(pilot, "4 events, all")


async def test_the_empty_id_has_no_history_to_ask_for() -> None:
    async with exploring(Past(), state={"": {"n": 1}}) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "no server can be asked")


async def test_a_history_that_nobody_has_asked_for_yet_is_not_said_to_be_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "REST", 3_600)
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "loading…")
        assert "0 events" not in screen_of(pilot)


async def test_escape_ends_what_is_read_and_r_goes_on() -> None:
    flux = Past(70_000)
    for number in range(10_000):
        flux.happens("e", n=number, after=7)
    async with exploring(flux) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "loading… esc stops")
        await pilot.press("escape")
        await until_shown(pilot, "; r reads on")
        assert pilot.app.screen.query_one(Detail).has_focus_within
        await pilot.press("r")
        await until_shown(pilot, "10,000 events, all that the server keeps")


async def test_what_the_server_cannot_give_is_said_where_it_is_missing() -> None:
    flux = Past()
    for number in range(700):
        flux.happens("e", n=number, after=0)
    flux.happens("e", n=-1, after=10)
    async with exploring(flux) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "back to 11:00:00, not all of them · 1 gap")
        await until_shown(pilot, "┄ some may be missing here")


async def test_what_the_changes_have_seen_to_be_new_is_new_in_the_history() -> None:
    flux = a_past()
    async with exploring(flux) as (pilot, workspace):
        event = flux.happens("lamp-1", power=40)
        made = PropertySet("lamp-1", "power", 40, NOON, event.source, event.event_id)
        workspace.world.apply(made)
        await until_shown(pilot, "lamp-1")
        await pilot.press("G", "h")
        await until_shown(pilot, "1 event, all")
        await until_shown(pilot, "new: 40")
