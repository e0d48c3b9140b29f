"""The history tab as a person uses it: who, when, what, from what to what, by which event."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import Response
from textual.pilot import Pilot

from flux_tui.client import FeedKind, Phase
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.event import DELETED
from flux_tui.model.json import Json
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.tabs import Tab
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from flux_tui.tui.history import pane
from tests.faults.fake_flux import answer
from tests.tui.history.pasts import SMALL, WIDE, Past, exploring
from tests.tui.workspaces import NOON, lines_of, screen_of, session_of, until, until_shown


def a_past() -> Past:
    flux = Past()
    flux.happens("e", "agent-a", temperature=20.5, unit="C")
    flux.happens("e", "agent-b", temperature=21, status="ok")
    flux.happens("e", "agent-b", temperature=21, status="failing")
    return flux


def rows(lines: list[str], word: str) -> list[str]:
    """The history's rows that hold a word; not the line below that tells of one of them."""
    return [line for line in lines if word in line and "11:00:" in line and "UTC" not in line]


async def until_listed(pilot: Pilot[None]) -> None:
    """Wait until all three events are read, and stand in the list."""
    await until_shown(pilot, "3 events")
    await until(pilot, lambda: rows(lines_of(pilot), "11:00:"), "the rows")


@pytest.mark.parametrize("size", [(60, 20), SMALL, WIDE, (300, 100)])
async def test_h_shows_what_happened_newest_first(size: tuple[int, int]) -> None:
    async with exploring(a_past(), size) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "3 events, all that the server keeps")
        await until(pilot, lambda: rows(lines_of(pilot), "11:00:"))
        found = rows(lines_of(pilot), "11:00:")
        assert "failing" in found[0]
        assert "ok → " in found[0]
        assert "20.5 → 21" in found[1]
        assert "agent-b" in found[0]
        assert len(found) == 5, "a report that changed nothing is no row"
        await pilot.press("a")
        await until(pilot, lambda: len(rows(lines_of(pilot), "11:00:")) == 6, "the report")


async def test_a_source_has_the_room_that_its_name_needs() -> None:
    flux = Past()
    flux.happens("e", "gateway-3", temperature=20.5, status="ok")
    flux.happens("e", "gateway-3", status="failing")
    async with exploring(flux, (118, 32)) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "gateway-3  status       ok → failing")
        await until_shown(pilot, "source     property     change")


async def test_h_again_goes_back_to_the_properties_and_escape_to_the_list() -> None:
    async with exploring(a_past(), SMALL) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("h")
        await until_shown(pilot, "value")
        detail = pilot.app.screen.query_one(Detail)
        assert detail.tab is Tab.PROPERTIES
        assert detail.has_focus_within
        await pilot.press("h", "escape")
        await until_shown(pilot, "Entities")


async def test_the_line_below_says_by_which_event_and_enter_shows_it_whole() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("G")
        await until_shown(pilot, "11:00:10.000 UTC")
        await until_shown(pilot, "by agent-a · event event-0 · lab")
        await pilot.press("enter")
        await until_shown(pilot, '"entity_id": "e",')
        assert '"temperature": 20.5,' in screen_of(pilot)
        await pilot.press("y")
        await until_shown(pilot, "copy of event event-0")
        await pilot.press(*"event as", "enter")
        await until(pilot, lambda: '"eventId":"event-0"' in pilot.app.clipboard)
        await pilot.press("escape")
        await until(pilot, lambda: '"entity_id"' not in screen_of(pilot))


async def test_typing_narrows_by_property_and_by_source() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("slash", *"temp")
        await until(pilot, lambda: len(rows(lines_of(pilot), "11:00:")) == 2)
        await until_shown(pilot, "keeps · 2 shown")
        await pilot.press("space", "at", *"a-a")
        await until(pilot, lambda: not rows(lines_of(pilot), "11:00:"))
        await pilot.press("backspace", "backspace", "backspace", *"nt-a")
        await until(pilot, lambda: len(rows(lines_of(pilot), "11:00:")) == 1)
        await pilot.press("escape")
        await until(pilot, lambda: len(rows(lines_of(pilot), "11:00:")) == 5)
        assert pilot.app.screen.query_one(Detail).has_focus_within


async def test_blame_names_the_event_of_each_value_that_is_now() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("B")
        await until(pilot, lambda: len(rows(lines_of(pilot), "agent-")) == 3, "who set them")
        found = {line.split("││")[1].split()[0]: line for line in rows(lines_of(pilot), "agent-")}
        assert "agent-b" in found["▌status"]
        assert "11:00:30" in found["▌status"]
        assert "11:00:20" in found["temperature"], "since it was set, not since it was repeated"
        assert "≤11:00:10" in found["unit"], "what was before the first event is not known"
        await pilot.press("enter")
        await until_shown(pilot, '"eventId": "event-2",')


async def test_blame_says_which_properties_no_known_event_has_set() -> None:
    flux = a_past()
    state = {"e": {**flux.state()["e"], "older": 1, "temperature": 99}}
    async with exploring(flux, state=state) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("B")
        await until_shown(pilot, "not in what is known")
        await until_shown(pilot, "set since by an event")


async def test_what_happens_while_it_is_looked_at_is_added_and_the_cursor_stays() -> None:
    flux = a_past()
    async with exploring(flux) as (pilot, workspace):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("j")
        await until(pilot, lambda: any("││▌11:00:20" in line for line in lines_of(pilot)))

        def under_the_cursor() -> list[str]:
            return [line.split("││")[1] for line in lines_of(pilot) if "││▌" in line]

        before = under_the_cursor()
        flux.happens("e", "agent-c", temperature=22)
        workspace.world.apply(PropertySet("e", "temperature", 22, NOON))
        await until_shown(pilot, "4 events")
        await until(
            pilot,
            lambda: any("21 → 22" in line and "agent-c" in line for line in lines_of(pilot)),
            "the new step",
        )
        await until(pilot, lambda: under_the_cursor() == before, "the cursor on its step")


async def test_a_pause_holds_back_what_is_new() -> None:
    flux = a_past()
    async with exploring(flux) as (pilot, workspace):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("p")
        await until_shown(pilot, "paused")
        flux.happens("e", "agent-c", temperature=22)
        workspace.world.apply(PropertySet("e", "temperature", 22, NOON))
        await until_shown(pilot, "1 change waiting")
        assert "agent-c" not in screen_of(pilot)
        await pilot.press("p")
        await until_shown(pilot, "4 events")


async def test_a_deletion_and_what_came_after_it_are_told() -> None:
    flux = a_past()
    flux.happens("e", "admin", 10, **{DELETED: True})
    flux.happens("e", "agent-a", temperature=1)
    async with exploring(flux) as (pilot, workspace):
        await pilot.press("h")
        await until_shown(pilot, "5 events")
        await until_shown(pilot, "deleted, with all")
        await until_shown(pilot, "new: 1")
        workspace.world.apply(EntityDeleted("e", NOON))
        await until_shown(pilot, "e ── deleted")
        await until_shown(pilot, "5 events")
        await pilot.press("escape")
        await until(pilot, lambda: "5 events" not in screen_of(pilot), "nothing has the focus")


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


async def test_a_source_leads_to_its_entities() -> None:
    flux = a_past()
    flux.happens("f", "other one", temperature=1)
    async with exploring(flux) as (pilot, workspace):
        workspace.world.apply(PropertySet("e", "temperature", 3, NOON, "agent-b", "x"))
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("at")
        await until_shown(pilot, "1 of 2 ── @source=agent-b")
        assert pilot.app.screen.query_one(FilterBar).value == "@source=agent-b"


async def test_on_a_feed_without_sources_it_is_said_that_they_cannot_be_known() -> None:
    async with exploring(a_past(), notifications=True) as (pilot, workspace):
        session_of(workspace).say(feed=FeedKind.WEBSOCKET)
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("at")
        await until_shown(pilot, "Which entities")
        assert pilot.app.screen.query_one(FilterBar).value == ""


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


async def test_nothing_in_an_event_drives_the_terminal() -> None:
    evil = "\x1b[31m\u202e[b]x[/]\x07\n"
    flux = Past()
    flux.happens(evil, evil, 10, **{evil: evil})
    nested: Json = {evil: [evil]}
    flux.happens(evil, evil, 10, **{evil: nested})
    flux.happens(evil, "late", n=1)
    for entry, timestamp in zip(flux.events, (2**62, 1, 253_402_300_799_999), strict=True):
        object.__setattr__(entry.event, "timestamp", timestamp)
    async with exploring(flux) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "3 events")
        for key in ("G", "B", "enter"):
            await pilot.press(key)
            await pilot.pause()
            for bad in "\x1b\u202e\x07":
                assert bad not in screen_of(pilot)


async def test_the_empty_id_has_no_history_to_ask_for() -> None:
    async with exploring(Past(), state={"": {"n": 1}}) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "no server can be asked")


async def test_a_history_that_nobody_has_asked_for_yet_is_not_said_to_be_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pane, "REST", 3_600)
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


async def test_y_copies_the_event_under_the_cursor_and_the_command_that_sends_it_again() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        await pilot.press("G", "y")
        await until_shown(pilot, "copy of event event-0")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.clipboard == "event-0", "the event's id")
        await pilot.press("y", *"publish", "enter")
        again = 'publish lab agent-a e \'{"temperature":20.5,"unit":"C"}\''
        await until(pilot, lambda: pilot.app.clipboard.endswith(again), again)


async def test_what_the_server_cannot_give_is_said_where_it_is_missing() -> None:
    flux = Past()
    for number in range(700):
        flux.happens("e", n=number, after=0)
    flux.happens("e", n=-1, after=10)
    async with exploring(flux) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "back to 11:00:00, not all of them · 1 gap")
        await until_shown(pilot, "┄ some may be missing here")
