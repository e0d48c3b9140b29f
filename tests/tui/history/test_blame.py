"""Blame: which event set each value that is now, as far as that is known."""

from __future__ import annotations

from flux_tui.tui.entity_list.entity_list import EntityList
from tests.tui.history.pasts import a_past, exploring, rows, until_listed
from tests.tui.workspaces import lines_of, until, until_shown


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


async def test_escape_leads_from_blame_to_the_history_and_from_there_to_the_list() -> None:
    async with exploring(a_past()) as (pilot, _):
        await pilot.press("h")
        await until_listed(pilot)
        listed = lines_of(pilot)[2]
        await pilot.press("B")
        await until(pilot, lambda: len(rows(lines_of(pilot), "agent-")) == 3, "who set them")
        await pilot.press("escape")
        await until_listed(pilot)
        assert lines_of(pilot)[2] == listed
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.focused, EntityList))
