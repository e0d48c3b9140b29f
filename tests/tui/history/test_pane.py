"""The history tab as a person uses it: who, when, what, from what to what, by which event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flux_tui.client import FeedKind
from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.event import DELETED
from flux_tui.model.json import Json
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.tabs import Tab
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from tests.tui.history.pasts import SMALL, WIDE, Past, a_past, exploring, rows, until_listed
from tests.tui.workspaces import NOON, lines_of, screen_of, session_of, until, until_shown


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


async def test_a_history_names_the_streams_of_others_for_who_writes_an_event() -> None:
    async with exploring(a_past()) as (pilot, workspace):
        await pilot.press("h")
        await until(pilot, lambda: "lab" in set(workspace.session.streams))


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


async def test_nothing_in_an_event_drives_the_terminal() -> None:
    evil = "\x1b[31m\u202e[b]x[/]\x07\n"
    flux = Past()
    flux.happens(evil, evil, 10, **{evil: evil})
    nested: Json = {evil: [evil]}
    flux.happens(evil, evil, 10, **{evil: nested})
    flux.happens(evil, "late", n=1)
    flux.events = [
        replace(entry, event=entry.event._replace(timestamp=timestamp))
        for entry, timestamp in zip(flux.events, (2**62, 1, 253_402_300_799_999), strict=True)
    ]
    async with exploring(flux) as (pilot, _):
        await pilot.press("h")
        await until_shown(pilot, "3 events")
        for key in ("G", "B", "enter"):
            await pilot.press(key)
            await pilot.pause()
            for bad in "\x1b\u202e\x07":
                assert bad not in screen_of(pilot)


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
