"""One event by hand: typed, judged, sent, followed; and nothing that was typed is lost."""

from __future__ import annotations

import asyncio
import re

import pytest
from textual import events

from flux_tui.client import Step
from flux_tui.errors import Unreachable
from flux_tui.model.change import PropertySet
from flux_tui.model.event import Event
from flux_tui.model.json import Json
from flux_tui.tui.composer.composer import Composer
from flux_tui.tui.composer.event_form import EventForm
from flux_tui.tui.composer.json_editor import JsonEditor
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring, press, scripted, type_event, type_text
from tests.tui.workspaces import (
    NOON,
    explorer_of,
    screen_of,
    until,
    until_shown,
    workspace_of,
)

LAB = "http://flux.lab.example"

STATE: dict[str, dict[str, Json]] = {
    "sensor-01": {"temperature": 20.5, "status": "ok", "unit": "celsius"},
    "sensor-02": {"temperature": 21.0, "status": "ok", "unit": "celsius"},
}


def only(published: list[list[Event]]) -> Event:
    """The one event that was published in one go."""
    ((event,),) = published
    return event


async def test_a_single_event_is_typed_with_the_keyboard_alone_and_sent() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab.sensors", "me", "sensor-09", "")
        await type_event(pilot, "temperature", "22.50", "status", "all right", "armed", "true")
        await until_shown(pilot, "makes a new entity, sensor-09, with 3 properties")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "accepted after 3.2 ms · in the state after 5.1 ms")
        event = only(publisher.published)
        assert (event.stream, event.source, event.entity_id) == ("lab.sensors", "me", "sensor-09")
        assert event.properties == {"temperature": 22.5, "status": "all right", "armed": True}
        assert event.timestamp == NOON // 1_000_000
        assert event.event_id
        await press(pilot, "escape")
        await until_shown(pilot, "sensor-09")
        assert pilot.app.screen is explorer_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_the_form_works_at_any_size(size: tuple[int, int]) -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace, size) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await until_shown(pilot, "20.5 → 30")
        assert "Send" in screen_of(pilot)
        if size[0] >= 200:
            assert "sensor-02" in screen_of(pilot), "the live list stays visible"
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        assert only(publisher.published).properties == {"temperature": 30}


async def test_a_field_error_is_shown_at_the_field_and_nothing_is_sent() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "Lab", "", "sensor-01", "soon", "p", "1")
        await until_shown(pilot, "invalid stream format 'Lab': must be lowercase")
        await until_shown(pilot, "milliseconds since 1970")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "source is required")
        assert publisher.published == []
        lines = screen_of(pilot).split("\n")
        at = next(n for n, line in enumerate(lines) if "invalid stream format" in line)
        assert "Lab" in lines[at - 1]
        assert pilot.app.focused is pilot.app.screen.query("ExactInput").first()


async def test_an_event_that_the_server_would_ignore_is_asked_about_first() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "a", "")
        await until_shown(pilot, "the server would accept this and do nothing")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "ctrl+s again sends it all the same")
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)


async def test_a_failed_send_loses_nothing_and_a_retry_is_the_same_event() -> None:
    workspace, publisher = scripted(STATE)
    publisher.error = Unreachable("no answer from http://flux.test:3000", sent=True)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "unknown whether it arrived: no answer from")
        publisher.error = None
        await press(pilot, "escape", "n")
        await until_shown(pilot, "20.5 → 30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        (first,), (second,) = publisher.published
        assert first == second
        assert first.event_id is not None


async def test_another_content_after_a_failure_has_another_id() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (Step.FAILED, "rate limit reached")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature")
        await type_text(pilot, "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "failed: rate limit reached")
        await type_text(pilot, "1")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(publisher.published) == 2)
        (first,), (second,) = publisher.published
        assert second.properties == {"temperature": 301}
        assert first.event_id != second.event_id


async def test_accepted_but_not_in_the_state_is_said() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (Step.UNSEEN, "already overwritten")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "but the state does not show it; already overwritten")


async def test_what_was_sent_is_not_sent_again_by_a_second_press() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "this was sent already")
        assert len(publisher.published) == 1


async def test_closing_keeps_the_draft_and_clearing_can_be_taken_back() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "half-written", "", "temperature", "30")
        await press(pilot, "escape")
        assert pilot.app.screen is explorer_of(pilot)
        await press(pilot, "n")
        await until_shown(pilot, "half-written")
        await until_shown(pilot, "temperature")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "half-written" not in screen_of(pilot))
        await press(pilot, "ctrl+l")
        await until_shown(pilot, "half-written")


async def test_a_send_goes_on_when_its_screen_is_closed() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    publisher.fate = lambda event: (Step.FAILED, "token expired")
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await press(pilot, "escape")
        publisher.gate.set()
        await until_shown(pilot, "token expired")
        await press(pilot, "n")
        await until_shown(pilot, "20.5 → 30")


async def test_rows_and_json_say_the_same_and_bad_json_stays_json() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "a", "1.50", "b", "[1,  2]")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, '"a": 1.50,')
        await until_shown(pilot, '"b": [1,  2]')
        await press(pilot, "ctrl+end", "ctrl+t")
        await until_shown(pilot, "Properties as rows")
        await press(pilot, "ctrl+t", "ctrl+g", "backspace")
        await type_text(pilot, '{"a":1,\n"b" 2}')
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "line 2, column 5: expected `:`")
        assert "Properties as JSON" in screen_of(pilot)
        await press(pilot, "backspace", "backspace")
        await type_text(pilot, ":3}")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "line 2")
        assert publisher.published == []


async def test_json_is_set_anew_on_request_and_that_is_undone() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n", "ctrl+t")
        editor = pilot.app.screen.query_one(JsonEditor)
        editor.focus()
        await press(pilot, "ctrl+g")
        text = '{"b":1.50,"a":"%s","a":[1]}' % ("x" * 80)
        pilot.app.post_message(events.Paste(text))
        await until(pilot, lambda: editor.text == text)
        await press(pilot, "f8")
        await until_shown(pilot, '"b": 1.50,')
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: editor.text == text)
        await press(pilot, "backspace", "f8")
        assert editor.text == text[:-1]


async def test_rows_are_added_and_removed_by_keys() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "new-one", "", "a", "1", "b", "2")
        await press(pilot, "up", "ctrl+r", "ctrl+n")
        await type_event(pilot, "c", "3")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert only(publisher.published).properties == {"a": 1, "c": 3}


async def test_what_is_typed_while_other_things_are_being_shown_is_in_the_draft() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await until_shown(pilot, "event from sensor-01")
        form = pilot.app.screen.query_one(EventForm)
        draft = Composer(workspace).drafts.edit("sensor-01", {})
        loading = asyncio.create_task(form.load(draft))
        await asyncio.sleep(0)
        form.query(ExactInput).first().value = "lab"
        await loading
        await until(pilot, lambda: draft.stream == "lab")


async def test_the_type_of_a_row_is_chosen_by_a_letter_or_the_arrows() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "new-one", "", "a")
        await type_text(pilot, "22")
        await until_shown(pilot, "number")
        await press(pilot, "tab", "left")
        await until_shown(pilot, "‹ text ›")
        await press(pilot, "tab")
        await type_event(pilot, "b")
        await type_text(pilot, "1")
        await press(pilot, "tab", "n")
        await until_shown(pilot, "‹ null ›")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert only(publisher.published).properties == {"a": "22", "b": None}


async def test_a_field_completes_from_the_world() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me")
        await type_text(pilot, "sensor-0")
        await until(pilot, lambda: re.search(r"Entity +sensor-01", screen_of(pilot)))
        await press(pilot, "right", "enter", "enter")
        await type_text(pilot, "tem")
        await until_shown(pilot, "temperature  ")
        await press(pilot, "right", "enter", "9")
        await until_shown(pilot, "20.5 → 9")


async def test_a_value_completes_from_those_that_the_property_has_in_the_world() -> None:
    workspace, _ = scripted({f"s-{n}": {"unit": "celsius" if n else "kelvin"} for n in range(3000)})
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "new", "", "unit")
        await type_text(pilot, "k")
        await until(pilot, lambda: re.search("unit +kelvin", screen_of(pilot)))
        await press(pilot, "right", "enter")
        await until_shown(pilot, "makes a new entity, new, with 1 property")


async def test_a_word_is_chosen_from_a_list_and_hostile_ones_are_safe_there() -> None:
    hostile = "evil\x1b]0;pwn\x07"
    workspace, _ = scripted({**STATE, hostile: {"n": 1}})
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me")
        await press(pilot, "f9")
        await until_shown(pilot, "evil␛]0;pwn␇")
        await type_text(pilot, "evil")
        await press(pilot, "enter")
        await until_shown(pilot, "exists, 1 property")
        assert pilot.app.screen.query_one(EventForm).fields.entity_id == hostile
        assert not set(screen_of(pilot)) & {"\x1b", "\x07"}


async def test_an_event_from_an_entity_sends_only_what_was_changed() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "s", "me", "", "")
        await until_shown(pilot, "change a value: only what is changed is sent")
        await press(pilot, "tab", "tab", "end", "backspace", "7")
        await until_shown(pilot, "20.5 → 20.7")
        await until_shown(pilot, "1 of 3 are sent")
        workspace.world.apply(PropertySet("sensor-01", "temperature", 99, NOON))
        workspace.world.apply(PropertySet("sensor-01", "status", "hot", NOON))
        await until_shown(pilot, "99 → 20.7")
        await until_shown(pilot, "99 → 20.7, was 20.5")
        await until_shown(pilot, "now hot, was ok")
        await until_shown(pilot, "meanwhile temperature is 99, 20.5 when you began; and 1 property")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "in the state after")
        assert only(publisher.published).properties == {"temperature": 20.7}


async def test_all_properties_are_sent_when_all_are_asked_for() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "s", "me", "", "")
        await until_shown(pilot, "changed only")
        await press(pilot, "a", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert only(publisher.published).properties == STATE["sensor-01"]


HOSTILE = "wire-\x1b]0;pwn\x07\u202e[bold]"


async def test_a_hostile_id_is_shown_safely_and_sent_exactly() -> None:
    workspace, publisher = scripted({HOSTILE: {"p\x1b[31m": "a\nb", "n": 1}})
    async with exploring(workspace) as pilot:
        await press(pilot, "e")
        await type_event(pilot, "s", "me", "", "")
        await until_shown(pilot, "wire-␛]0;pwn␇")
        shown = screen_of(pilot)
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
        await press(pilot, "a", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        event = only(publisher.published)
        assert event.entity_id == HOSTILE
        assert event.properties == {"p\x1b[31m": "a\nb", "n": 1}


async def test_what_is_pasted_is_kept_whole() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "a", "", "note")
        pilot.app.post_message(events.Paste("two\nlines\x1b[31m\n"))
        await until_shown(pilot, "two␊lines␛[31m")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert only(publisher.published).properties == {"note": "two\nlines\x1b[31m"}


async def test_in_production_a_person_is_asked_before_anything_is_sent() -> None:
    workspace, publisher = scripted(STATE, ExplorerOptions(url=LAB, production=True))
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "sensor-01", "", "temperature", "30")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, f"{LAB} is marked as production.")
        await press(pilot, "escape")
        await until_shown(pilot, "20.5 → 30")
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Publish this event?")
        await press(pilot, "enter")
        await until_shown(pilot, "in the state after")
        assert only(publisher.published).properties == {"temperature": 30}


async def test_a_read_only_explorer_says_so_and_opens_nothing() -> None:
    options = ExplorerOptions(url="http://flux.test:3000", read_only=True)
    async with exploring(workspace_of(STATE, options=options)) as pilot:
        for key in ("n", "b", "e"):
            await press(pilot, key)
            await until_shown(pilot, "read-only, so nothing can be")
            assert pilot.app.screen is explorer_of(pilot)
            pilot.app.clear_notifications()
