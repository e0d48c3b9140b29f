"""E and f4: an event for each entity, or numbered; seen before, then judged in the batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.protocol.json_text import decode
from flux_tui.tui.composer.batch_screen import BatchScreen
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.batches import line, paste
from tests.tui.composer.publishing import (
    ScriptedPublisher,
    exploring,
    press,
    scripted,
    type_event,
    type_text,
)
from tests.tui.workspaces import explorer_of, screen_of, until, until_shown

HOSTILE = 'z", "x": {"\x1b]0;pwn\x07}}'
LAMPS: dict[str, dict[str, Json]] = {
    **{f"lamp-{n}": {"power": 10 * n} for n in range(1, 6)},
    HOSTILE: {"power": 1},
}


def lamps(folder: Path | None = None) -> tuple[Workspace, ScriptedPublisher]:
    folders = () if folder is None else (folder,)
    options = ExplorerOptions("http://flux.test:3000", utc=True, template_folders=folders)
    return scripted(LAMPS, options)


def events_in(pilot: Pilot[None]) -> list[dict[str, Json]]:
    """What stands in the batch editor."""
    assert isinstance(pilot.app.screen, BatchScreen)
    events = [decode(line) for line in pilot.app.screen.draft.text.splitlines()]
    assert all(isinstance(event, dict) for event in events)
    return events  # type: ignore[return-value]


def said(events: list[dict[str, Json]]) -> list[tuple[Json, Json]]:
    """Entity and properties of each."""
    payloads = [event["payload"] for event in events]
    return [(p["entity_id"], p["properties"]) for p in payloads if isinstance(p, dict)]


async def for_each(pilot: Pilot[None], properties: str) -> None:
    """Write an event for each of what is marked."""
    await press(pilot, "E")
    await until_shown(pilot, "an event for each")
    await type_text(pilot, "lab")
    await press(pilot, "enter")
    await type_text(pilot, "me")
    await press(pilot, "enter")
    await type_text(pilot, properties)


async def test_an_event_for_each_marked_entity_goes_through_the_batch() -> None:
    workspace, publisher = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "ctrl+a")
        await for_each(pilot, '{"power": 0, "was": "{{its.power:number}}", "k": "{{n}}"}')
        await until_shown(pilot, "{{its.power}} what it has there")
        await until_shown(pilot, "1  ~ lamp-1  power 10 → 0  was=10  k=1")
        await until_shown(pilot, "2  ~ lamp-2  power 20 → 0  was=20  k=2")
        await until_shown(pilot, "6  ~ z")
        assert publisher.published == []
        await press(pilot, "enter")
        await until_shown(pilot, "6 events: 6 changing")
        made = said(events_in(pilot))
        assert made[0] == ("lamp-1", {"power": 0, "was": 10, "k": 1})
        assert made[-1] == (HOSTILE, {"power": 0, "was": 1, "k": 6})
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert len(publisher.published[0]) == 6


async def test_without_marks_it_is_for_the_focused_one_and_ctrl_t_means_others() -> None:
    workspace, _ = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "down")
        await for_each(pilot, '{"power": 0}')
        await until_shown(pilot, "Make 1 event")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "Make 6 events")


async def test_what_an_entity_lacks_is_named_and_the_others_are_made_if_wanted() -> None:
    workspace, _ = scripted({"a": {"p": 1}, "b": {}, "c": {"p": 3}, "d": {"p": "text"}})
    async with exploring(workspace) as pilot:
        await press(pilot, "ctrl+a")
        await for_each(pilot, '{"was": "{{its.p:number}}"}')
        await until_shown(pilot, "2  ✗ its.p: a value is missing")
        await press(pilot, "enter")
        await until_shown(pilot, "b: its.p: a value is missing (and 1 more); enter again makes")
        await press(pilot, "enter")
        await until_shown(pilot, "2 events")
        assert said(events_in(pilot)) == [("a", {"was": 1}), ("c", {"was": 3})]


async def test_a_form_with_a_number_becomes_a_numbered_series() -> None:
    workspace, _ = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "lamp-{{n:03}}", "", "power", "{{n}}")
        await press(pilot, "f4")
        await until_shown(pilot, "a series of what is written")
        await press(pilot, "ctrl+u", "ctrl+k")
        await type_text(pilot, "0")
        await until_shown(pilot, "events: how many, from 1 to 100,000")
        await press(pilot, "backspace")
        await type_text(pilot, "3")
        await press(pilot, "down", "ctrl+u", "ctrl+k")
        await type_text(pilot, "8")
        await press(pilot, "down", "ctrl+u", "ctrl+k")
        await type_text(pilot, "-2")
        await until_shown(pilot, "{{n}} 8, 6 … 4")
        await until_shown(pilot, "3  + lamp-004  new: power=4")
        await press(pilot, "enter")
        await until_shown(pilot, "3 events: 3 new")
        assert said(events_in(pilot)) == [
            ("lamp-008", {"power": 8}),
            ("lamp-006", {"power": 6}),
            ("lamp-004", {"power": 4}),
        ]


async def test_steps_of_time_are_the_events_timestamps() -> None:
    workspace, _ = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "lamp-1", "", "power", "3")
        await press(pilot, "f4")
        await until_shown(pilot, "all about lamp-1")
        await press(pilot, *["down"] * 3, "ctrl+u", "ctrl+k")
        await type_text(pilot, "2026-02-03T12:30:00Z")
        await press(pilot, "down")
        await type_text(pilot, "soon")
        await until_shown(pilot, "time: in steps of 1s, 500ms, 2m or -1h")
        await press(pilot, "ctrl+u")
        await type_text(pilot, "1m")
        await until_shown(pilot, "{{time}} 2026-02-03 12:30:00.000 UTC, then every 1m")
        await until_shown(pilot, "10  = lamp-1  12:39:00.0  power=3")
        await press(pilot, "enter")
        await until_shown(pilot, "10 events")
        stamps = [event["timestamp"] for event in events_in(pilot)]
        assert stamps == [1_770_121_800_000 + 60_000 * k for k in range(10)]


async def test_a_batch_is_made_a_series_of_in_its_place_and_undone() -> None:
    workspace, _ = lamps()
    payload = '{"entity_id": "%s-{{n}}", "properties": {}}'
    event = f'{{"stream": "s", "source": "me", "payload": {payload}}}'
    lines = f"{event % 'a'}\n{event % 'b'}"
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, lines)
        await press(pilot, "f4")
        await until_shown(pilot, "rounds")
        await press(pilot, "ctrl+u", "ctrl+k")
        await type_text(pilot, "2")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BatchScreen))
        await until(pilot, lambda: len(events_in(pilot)) == 4)
        assert [entity for entity, _ in said(events_in(pilot))] == ["a-1", "b-1", "a-2", "b-2"]
        await press(pilot, "ctrl+z")
        assert isinstance(pilot.app.screen, BatchScreen)
        assert pilot.app.screen.draft.text == lines


async def test_a_template_takes_the_place_of_what_is_written_for_each(tmp_path: Path) -> None:
    payload = '{"entity_id": "{{id}}", "properties": {"power": "{{power:number}}"}}'
    event = f'{{"stream": "lab", "source": "me", "payload": {payload}}}'
    (tmp_path / "dim.json").write_text(f'{{"description": "dims", "event": {event}}}')
    workspace, _ = lamps(tmp_path)
    async with exploring(workspace) as pilot:
        await press(pilot, "ctrl+a", "E")
        await until_shown(pilot, "f3 takes a template")
        await press(pilot, "f3")
        await until_shown(pilot, "type to find")
        await press(pilot, "enter")
        await until_shown(pilot, "a series of dim")
        await until_shown(pilot, "power: a number as JSON writes it")
        await press(pilot, "enter")
        assert "a series of dim" in screen_of(pilot)
        await type_text(pilot, "7")
        await until_shown(pilot, "1  ~ lamp-1  power 10 → 7")
        await press(pilot, "enter")
        await until_shown(pilot, "6 events: 6 changing")


async def test_what_is_written_in_the_batch_is_asked_about_first() -> None:
    workspace, _ = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[mine")
        await press(pilot, "escape", "down")
        await for_each(pilot, '{"power": 0}')
        await press(pilot, "enter")
        await until_shown(pilot, "The editor holds a line that was not sent")


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("{", "properties: EOF"),
        ('{}}, "x": 1', "properties: trailing characters"),
        ('{"p": "{{q}}"}', "q: a value is missing"),
        ('{"p": "{{"}', "properties: column 8: `{{` without its `}}`"),
        ('{"p": "{{env:NOT_SET_AT_ALL}}"}', "not set in the environment: NOT_SET_AT_ALL"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_made(properties: str, said: str) -> None:
    workspace, _ = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "down")
        await for_each(pilot, properties)
        await until_shown(pilot, said)
        await press(pilot, "enter")
        assert "an event for each" in screen_of(pilot)


async def test_a_read_only_explorer_writes_for_none() -> None:
    workspace, _ = lamps()
    options = replace(workspace.options, read_only=True)
    async with exploring(scripted(LAMPS, options)[0]) as pilot:
        await press(pilot, "E")
        await until_shown(pilot, "read-only")


@pytest.mark.parametrize("after", ["in the dialog", "in the form"])
async def test_a_template_that_counts_becomes_a_series_of_it(tmp_path: Path, after: str) -> None:
    payload = '{"entity_id": "new-{{n}}", "properties": {"power": "{{power:number}}"}}'
    event = f'{{"stream": "lab", "source": "me", "payload": {payload}}}'
    (tmp_path / "new.json").write_text(f'{{"event": {event}}}')
    workspace, _ = lamps(tmp_path)
    async with exploring(workspace) as pilot:
        await press(pilot, "T")
        await until_shown(pilot, "type to find")
        await press(pilot, "enter")
        await until_shown(pilot, "f4 makes many")
        await type_text(pilot, "7")
        if after == "in the form":
            await press(pilot, "enter")
            await until_shown(pilot, "new event")
        await press(pilot, "f4")
        await until_shown(pilot, "a series of new")
        await until_shown(pilot, "10  + new-10  new: power=7")
        await press(pilot, "enter")
        await until_shown(pilot, "10 events: 10 new")


@pytest.mark.parametrize("key", ["n", "b"])
async def test_a_placeholder_that_nobody_has_filled_in_is_asked_about(key: str) -> None:
    workspace, publisher = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, key)
        if key == "n":
            await type_event(pilot, "lab", "me", "new-{{n}}", "", "power", "1")
        else:
            await paste(pilot, line("new-{{n}}", power=1))
            await until_shown(pilot, "1 event: 1 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "{{n}} goes out as it stands, f4 fills it in")
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].entity_id == "new-{{n}}"


async def test_the_making_is_seen_and_can_be_stopped() -> None:
    workspace, _ = scripted({f"lamp-{n:05}": {"power": n} for n in range(30_000)})
    async with exploring(workspace) as pilot:
        await press(pilot, "ctrl+a")
        await for_each(pilot, '{"power": 0}')
        await until_shown(pilot, "Make 30,000 events")
        await press(pilot, "enter")
        await until_shown(pilot, "of 30,000 · esc stops")
        await press(pilot, "escape")
        await until_shown(pilot, "stopped: nothing was made")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is explorer_of(pilot))


async def test_a_template_chosen_over_a_batch_asks_before_it_takes_its_place(
    tmp_path: Path,
) -> None:
    payload = '{"entity_id": "new-{{n}}", "properties": {"power": 1}}'
    event = f'{{"stream": "lab", "source": "me", "payload": {payload}}}'
    (tmp_path / "new.json").write_text(f'{{"event": {event}}}')
    workspace, _ = lamps(tmp_path)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[mine")
        await press(pilot, "f3")
        await until_shown(pilot, "type to find")
        await press(pilot, "enter")
        await until_shown(pilot, "f4 makes many")
        await press(pilot, "f4")
        await until_shown(pilot, "a series of new")
        await press(pilot, "enter")
        await until_shown(pilot, "The editor holds a line that was not sent")
