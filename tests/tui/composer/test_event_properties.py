"""The properties of a single event: as rows with their types, or as JSON."""

from __future__ import annotations

from textual import events

from flux_tui.tui.json_editor.editor import JsonEditor
from tests.tui.composer.publishing import (
    SENSORS,
    exploring,
    only,
    press,
    scripted,
    type_event,
    type_text,
)
from tests.tui.workspaces import (
    screen_of,
    until,
    until_shown,
)


async def test_rows_and_json_say_the_same_and_bad_json_stays_json() -> None:
    workspace, publisher = scripted(SENSORS)
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
        await until_shown(pilot, "line 2, column 5: a colon is missing")
        assert "Properties as JSON" in screen_of(pilot)
        await press(pilot, "backspace", "backspace")
        await type_text(pilot, ":3}")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "line 2")
        assert publisher.published == []


async def test_json_is_set_anew_on_request_and_that_is_undone() -> None:
    workspace, _ = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "n", "ctrl+t")
        editor = pilot.app.screen.query_one(JsonEditor)
        editor.focus()
        await press(pilot, "ctrl+g")
        text = '{"b":1.50,"a":"%s","c":[1]}' % ("x" * 80)
        pilot.app.post_message(events.Paste(text))
        await until(pilot, lambda: editor.text == text)
        await press(pilot, "f8")
        await until_shown(pilot, '"b": 1.50,')
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: editor.text == text)
        await press(pilot, "backspace", "f8")
        assert editor.text == text[:-1]


async def test_rows_are_added_and_removed_by_keys() -> None:
    workspace, publisher = scripted(SENSORS)
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "new-one", "", "a", "1", "b", "2")
        await press(pilot, "up", "ctrl+r", "ctrl+n")
        await type_event(pilot, "c", "3")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert only(publisher.published).properties == {"a": 1, "c": 3}


async def test_the_type_of_a_row_is_chosen_by_a_letter_or_the_arrows() -> None:
    workspace, publisher = scripted(SENSORS)
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
