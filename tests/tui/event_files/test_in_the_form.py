"""ctrl+o, f7, and a file that is dropped, in the form of one event."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.tui.composer.batch.screen import BatchScreen
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.event.screen import EventScreen
from tests.tui.composer.batches import line
from tests.tui.composer.publishing import exploring, press, retype, scripted, type_event, type_text
from tests.tui.event_files.at_files import drop, open_in
from tests.tui.workspaces import screen_of, until, until_shown


def draft_of(pilot: Pilot[None]) -> EventDraft:
    """What the form says; nothing while there is none on the screen."""
    drafts = [s.draft for s in pilot.app.screen_stack if isinstance(s, EventScreen)]
    return drafts[-1] if drafts else EventDraft(Outbox(lambda: 0))


async def opening(pilot: Pilot[None], name: str) -> None:
    """Open a file from the form of a new event."""
    await open_in(pilot, "n", "new event", name)


@pytest.mark.parametrize("form", ["%s", "[%s]", '{"events": [%s]}', "\n%s\n"])
async def test_a_file_of_one_event_is_in_the_form_and_can_be_sent(
    tmp_path: Path, form: str
) -> None:
    (tmp_path / "one.json").write_text(form % line("lamp", power=22, on=True))
    workspace, publisher = scripted({"lamp": {"power": 40}})
    async with exploring(workspace) as pilot:
        await opening(pilot, "one.json")
        await until_shown(pilot, "40 → 22")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].properties == {"power": 22, "on": True}


async def test_a_table_of_one_row_is_one_event(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("entity_id,stream,source,power\nlamp,s,me,60\n")
    async with exploring(scripted()[0]) as pilot:
        await opening(pilot, "t.csv")
        await until_shown(pilot, "a table, a row an event")
        await press(pilot, "enter")
        await until(pilot, lambda: draft_of(pilot).entity_id == "lamp")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{line('a', k=1)}\n{line('b', k=1)}", "opened as a batch: it has several events"),
        (line("a", k=1).replace("{", '{"key": "x", ', 1), "the form has not all that is in it"),
        ("[{", "the form has not all that is in it"),
    ],
)
async def test_what_the_form_cannot_hold_is_a_batch_and_that_is_said(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "some.json").write_text(text)
    async with exploring(scripted()[0]) as pilot:
        await opening(pilot, "some.json")
        await until_shown(pilot, said.split(": ")[-1])
        await until(pilot, lambda: isinstance(pilot.app.screen, BatchScreen))
        screen = pilot.app.screen
        assert isinstance(screen, BatchScreen)
        await until(pilot, lambda: screen.draft.text == text)


async def test_what_is_written_is_asked_about_first(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(line("lamp", power=22))
    async with exploring(scripted()[0]) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "s", "me", "mine")
        await press(pilot, "escape")
        await opening(pilot, "one.json")
        await until_shown(pilot, "replace the new event")
        await press(pilot, "escape")
        assert draft_of(pilot).entity_id == "mine"


async def test_a_dropped_file_is_asked_about_wherever_the_cursor_is(tmp_path: Path) -> None:
    path = tmp_path / "with space.json"
    path.write_text(line("lamp", power=22))
    async with exploring(scripted()[0]) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "new event")
        drop(pilot, f"'{path}'")
        await until_shown(pilot, "a dropped file")
        await press(pilot, "escape")
        await until(pilot, lambda: draft_of(pilot).stream == f"'{path}'", "the paste as it was")
        await press(pilot, "ctrl+u", "enter", "enter", "enter", "enter")
        drop(pilot, f"{path}\n")
        await until_shown(pilot, "a dropped file")
        await press(pilot, "enter")
        await until(pilot, lambda: draft_of(pilot).entity_id == "lamp", "the file is opened")


async def test_any_other_paste_is_text(tmp_path: Path) -> None:
    async with exploring(scripted()[0]) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "new event")
        drop(pilot, "/no/such/file\n")
        await until(pilot, lambda: draft_of(pilot).stream == "/no/such/file")
        drop(pilot, "\x1b]0;pwn\x07")
        await until(pilot, lambda: draft_of(pilot).stream == "/no/such/file\x1b]0;pwn\x07")
        assert "\x1b]0" not in screen_of(pilot)


async def test_an_event_is_saved_and_is_the_same_when_it_is_opened_again(tmp_path: Path) -> None:
    async with exploring(scripted()[0]) as pilot:
        await press(pilot, "n", "f7")
        await until_shown(pilot, "there is nothing to save")
        await type_event(pilot, "s", "me", "lamp", "", "power", "22.50")
        await press(pilot, "f7")
        await until_shown(pilot, "save the events")
        await retype(pilot, "mine.json")
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "mine.json").exists)
        assert "22.50" in (tmp_path / "mine.json").read_text()
        (event,) = json.loads((tmp_path / "mine.json").read_text())
        assert event["payload"] == {"entity_id": "lamp", "properties": {"power": 22.5}}
        await until(pilot, lambda: isinstance(pilot.app.screen, EventScreen))
        await press(pilot, "ctrl+l", "escape")
        await opening(pilot, "mine.json")
        await until(pilot, lambda: draft_of(pilot).entity_id == "lamp")
        rows = [(row.name, row.text) for row in draft_of(pilot).rows]
        assert (draft_of(pilot).mode, rows) == (Mode.ROWS, [("power", "22.50")])


async def test_from_an_entity_what_is_saved_is_what_is_sent(tmp_path: Path) -> None:
    async with exploring(scripted({"lamp": {"power": 40, "unit": "W"}})[0]) as pilot:
        await press(pilot, "down", "e")
        await until_shown(pilot, "event from lamp")
        await type_event(pilot, "s", "me")
        await press(pilot, "ctrl+n")
        await type_text(pilot, "room\nhall")
        await press(pilot, "f7")
        await until_shown(pilot, "save the events")
        await retype(pilot, "mine.json")
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "mine.json").exists)
        (event,) = json.loads((tmp_path / "mine.json").read_text())
        assert event["payload"]["properties"] == {"room": "hall"}
