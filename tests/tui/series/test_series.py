"""E and f4: an event for each entity, or numbered; seen before, then judged in the batch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flux_tui.tui.composer.batch.screen import BatchScreen
from tests.tui.composer.batches import line, paste, write_batch
from tests.tui.composer.publishing import exploring, press, retype, scripted, type_event, type_text
from tests.tui.series.lamps import HOSTILE, LAMPS, events_in, for_each, for_the_focused, lamps, said
from tests.tui.workspaces import explorer_of, screen_of, until, until_shown


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
    async with for_the_focused('{"power": 0}') as pilot:
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
        await retype(pilot, "0")
        await until_shown(pilot, "events: how many, from 1 to 100,000")
        await press(pilot, "backspace")
        await type_text(pilot, "3")
        await press(pilot, "down")
        await type_text(pilot, "8")
        await press(pilot, "down")
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
        await press(pilot, *["down"] * 3)
        await retype(pilot, "2026-02-03T12:30:00Z")
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


async def test_at_80_columns_a_moment_is_seen_whole_while_it_is_typed() -> None:
    async with exploring(lamps()[0], (80, 24)) as pilot:
        await press(pilot, "n")
        await type_event(pilot, "lab", "me", "lamp-1", "", "power", "3")
        await press(pilot, "f4")
        await until_shown(pilot, "all about lamp-1")
        await press(pilot, *["down"] * 3)
        await retype(pilot, "2026-02-03T12:30:00Z")
        await until_shown(pilot, " 2026-02-03T12:30:00Z ")
        await until_shown(pilot, "as 5m or -1h")


async def test_a_batch_is_made_a_series_of_in_its_place_and_undone() -> None:
    workspace, _ = lamps()
    payload = '{"entity_id": "%s-{{n}}", "properties": {}}'
    event = f'{{"stream": "s", "source": "me", "payload": {payload}}}'
    lines = f"{event % 'a'}\n{event % 'b'}"
    async with exploring(workspace) as pilot:
        await write_batch(pilot, lines)
        await press(pilot, "f4")
        await until_shown(pilot, "rounds")
        await retype(pilot, "2")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BatchScreen))
        await until(pilot, lambda: len(events_in(pilot)) == 4)
        assert [entity for entity, _ in said(events_in(pilot))] == ["a-1", "b-1", "a-2", "b-2"]
        await press(pilot, "ctrl+z")
        assert isinstance(pilot.app.screen, BatchScreen)
        assert pilot.app.screen.draft.text == lines


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
        ("{", "properties: } is missing at the end"),
        ('{}}, "x": 1', "properties: more follows than belongs here"),
        ('{"p": "{{q}}"}', "q: a value is missing"),
        ('{"p": "{{"}', "properties: column 8: `{{` without its `}}`"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_made(properties: str, said: str) -> None:
    async with for_the_focused(properties) as pilot:
        await until_shown(pilot, said)
        await press(pilot, "enter")
        assert "an event for each" in screen_of(pilot)


async def test_of_a_variable_that_is_not_set_events_are_made_and_it_is_said() -> None:
    async with for_the_focused('{"p": "{{env:NOT_SET_AT_ALL}}"}') as pilot:
        await until_shown(pilot, "not set in the environment: NOT_SET_AT_ALL")
        await until_shown(pilot, "1 event: it goes into the batch")
        await press(pilot, "enter")
        await until_shown(pilot, "batch of events")


async def test_beside_a_mistake_stands_no_preview_of_what_was_written_before() -> None:
    async with for_the_focused('{"power": 7}') as pilot:
        await until_shown(pilot, "→ 7")
        await type_text(pilot, "x")
        await until_shown(pilot, "properties: ")
        await until(pilot, lambda: "→ 7" not in screen_of(pilot))


async def test_a_read_only_explorer_writes_for_none() -> None:
    workspace, _ = lamps()
    options = replace(workspace.options, read_only=True)
    async with exploring(scripted(LAMPS, options)[0]) as pilot:
        await press(pilot, "E")
        await until_shown(pilot, "read-only")


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


async def test_a_placeholder_is_asked_about_also_where_something_else_is() -> None:
    workspace, publisher = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        refused = '{"stream":"","source":"me","payload":{"entity_id":"x","properties":{"n":1}}}'
        await paste(pilot, f"{line('new-{{n}}', power=1)}\n{refused}")
        await until_shown(pilot, "1 new, 1 refused")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "{{n}} goes out as it stands, f4 fills it in; 1 would be refused")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert [event.entity_id for event in publisher.published[0]] == ["new-{{n}}"]


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
