"""A batch as a table: what is typed in a cell stands at its place in the text, and nowhere else."""

from __future__ import annotations

import json

import pytest
from rich.segment import Segment
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from flux_tui.client import Step
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.composer.batch_table.grid import Grid
from tests.tui.bursts import burst
from tests.tui.composer.batches import editor_of, line, paste, write_batch
from tests.tui.composer.publishing import exploring, press, scripted, type_text
from tests.tui.workspaces import NOON, lines_of, screen_of, until, until_shown

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5, "status": "ok"}}

TEXT = """[
  {"stream": "lab", "source": "me", "payload":
    {"entity_id": "sensor-01", "properties": {"temperature": 2.250e1, "room": "\\u0041"}}},
  {"stream": "lab", "source": "me", "payload": {"entity_id": "b", "properties": {"n": null}}}
]"""


def grid_of(pilot: Pilot[None]) -> Grid:
    return pilot.app.screen.query_one(Grid)


async def go_to(pilot: Pilot[None], title: str) -> None:
    """Go through the columns to the one of this title."""
    await press(pilot, "home")
    grid = grid_of(pilot)
    for _ in grid.columns.paths:
        if grid.columns.title(grid.column) == title:
            return
        await press(pilot, "right")
    raise AssertionError(f"no column {title}")


async def test_a_cell_is_typed_and_only_its_place_in_the_text_changes() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, TEXT)
        await until_shown(pilot, "2 events: 1 new, 1 changing")
        await press(pilot, "ctrl+home", "f2")
        await until_shown(pilot, "temperature 20.5 → 22.5")
        await go_to(pilot, "temperature")
        await type_text(pilot, "23.00")
        await until_shown(pilot, "20.5 → 23.0")
        await press(pilot, "enter")
        await until(pilot, lambda: editor_of(pilot).text == TEXT.replace("2.250e1", "23.00"))
        await press(pilot, "f2")
        await until(pilot, lambda: editor_of(pilot).cursor_location == (3, 0))
        await until_shown(pilot, '"properties": {"temperature": 23.00')
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].properties == {"temperature": 23, "room": "A"}


async def test_a_cell_keeps_its_type_unless_another_one_is_chosen() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("x", code="22", on=True, at=[1, 2]))
        await until_shown(pilot, "1 event: 1 new")
        await press(pilot, "f2")
        await go_to(pilot, "code")
        await press(pilot, "enter", "3", "enter")
        await go_to(pilot, "on")
        await type_text(pilot, "false")
        await press(pilot, "ctrl+t")
        await until_shown(pilot, "null")
        await press(pilot, "ctrl+t", "ctrl+t", "enter")
        await go_to(pilot, "at")
        await press(pilot, "enter", "backspace", "enter")
        await until_shown(pilot, "✗ ] is missing at the end")
        await type_text(pilot, ", 3]")
        await press(pilot, "enter")
        properties = json.loads(editor_of(pilot).text)["payload"]["properties"]
        assert properties == {"code": "223", "on": "false", "at": [1, 2, 3]}


async def test_rows_are_added_doubled_moved_and_removed_and_all_of_it_undone() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b", "f2", "ctrl+n")
        await type_text(pilot, "one\n")
        await go_to(pilot, "stream")
        await type_text(pilot, "lab\n")
        await press(pilot, "ctrl+n")
        await type_text(pilot, "two\n")
        await press(pilot, "ctrl+d")
        await type_text(pilot, "three\n")
        await press(pilot, "alt+up", "alt+up", "ctrl+end", "ctrl+r")

        def entities() -> list[str]:
            texts = editor_of(pilot).text.split("\n")
            return [json.loads(text)["payload"]["entity_id"] for text in texts if text]

        await until(pilot, lambda: entities() == ["three", "one"], str(entities()))
        assert all(json.loads(t)["stream"] == "lab" for t in editor_of(pilot).text.split("\n") if t)
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: entities() == ["three", "one", "two"], str(entities()))
        await press(pilot, *["ctrl+z"] * 12)
        await until(pilot, lambda: editor_of(pilot).text == "")
        await press(pilot, *["ctrl+y"] * 12)
        await until(pilot, lambda: entities() == ["three", "one"], str(entities()))


async def test_a_property_is_added_as_a_column_and_taken_from_an_event() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", n=1) + "\n" + line("b", n=2))
        await press(pilot, "ctrl+home", "f2", "end")
        await type_text(pilot, "unit\n")
        await type_text(pilot, "C\n")
        await until_shown(pilot, "unit")
        first, second = editor_of(pilot).text.split("\n")
        assert json.loads(first)["payload"]["properties"] == {"n": 1, "unit": "C"}
        assert second == line("b", n=2)
        await go_to(pilot, "n")
        await press(pilot, "delete")
        assert json.loads(editor_of(pilot).text.split("\n")[1])["payload"]["properties"] == {}


async def test_keys_in_one_burst_fill_cells_in_order() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b", "f2")
        burst(pilot, "ctrl+n", *"box", "tab", *"lab", "tab", *"me", "enter")
        burst(pilot, "ctrl+n", *"bix", "enter", "end", *"n", "enter", *"17", "enter", "up", "f2")
        await until(pilot, lambda: '"properties": {"n": 17}' in editor_of(pilot).text)
        await until(pilot, lambda: editor_of(pilot).display)
        first, second = map(json.loads, editor_of(pilot).text.split("\n"))
        assert (first["payload"]["entity_id"], first["stream"], first["source"]) == (
            "box",
            "lab",
            "me",
        )
        assert (second["stream"], second["source"]) == ("lab", "me")


async def test_an_error_is_said_at_its_row_and_what_is_no_value_stays_to_be_mended() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", n=1) + "\n" + line("b", n=1))
        await until_shown(pilot, "2 events: 2 new")
        await press(pilot, "ctrl+home", "f2")
        await go_to(pilot, "stream")
        await type_text(pilot, "Bad\n")
        await press(pilot, "up")
        await until_shown(pilot, "✗ invalid stream format 'Bad'")
        await go_to(pilot, "time")
        await type_text(pilot, "soon\n")
        await until_shown(pilot, "✗ this is no time: write now")
        await press(pilot, "ctrl+s")
        assert publisher.published == []
        await press(pilot, "escape")
        await until_shown(pilot, "1 refused")
        assert "timestamp" not in editor_of(pilot).text


async def test_a_text_with_a_mistake_shows_what_is_whole_and_where_it_stops() -> None:
    workspace, _ = scripted(STATE)
    text = f"[{line('a', n=1)},\n{line('b', n=1)},\n{{oops}},\n{line('c', n=1)}]"
    async with exploring(workspace) as pilot:
        await write_batch(pilot, text)
        await until_shown(pilot, "✗ line 3")
        await press(pilot, "ctrl+home", "f2")
        await until_shown(pilot, "(f2 shows the place")
        assert sum("lab" in row or "me" in row for row in lines_of(pilot)) >= 2
        await go_to(pilot, "n")
        await type_text(pilot, "5\n")
        assert editor_of(pilot).text == text.replace('"n": 1', '"n": 5', 1)


async def test_a_batch_that_is_on_its_way_is_not_edited_and_its_receipts_are_shown() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    publisher.fate = lambda event: (Step.FAILED, "rate limit reached")
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", n=1))
        await press(pilot, "f2", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await press(pilot, "ctrl+n", "ctrl+d")
        assert editor_of(pilot).text == line("a", n=1)
        publisher.gate.set()
        await until_shown(pilot, "failed: rate limit reached")
        await press(pilot, "escape", "b")
        await until_shown(pilot, "ctrl+n adds an event")


async def test_the_table_follows_the_world_and_hostile_names_are_safe() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace, (80, 24)) as pilot:
        await press(pilot, "b")
        hostile = {"[bold]\x1b\u202e": "a\nb\x07"}
        await paste(pilot, line("sensor-01", temperature=1, **hostile))
        await press(pilot, "f2")
        await until_shown(pilot, "temperature 20.5 → 1")
        workspace.world.apply(PropertySet("sensor-01", "temperature", 7, NOON))
        await until_shown(pilot, "temperature 7 → 1")
        await press(pilot, "end")
        await until_shown(pilot, "a␊b␇")
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}


async def test_a_text_pasted_into_a_cell_is_its_text() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", note="x"))
        await until_shown(pilot, "1 event")
        await press(pilot, "f2")
        await go_to(pilot, "note")
        pilot.app.post_message(events.Paste('say "hi"\x1b\n'))
        await until_shown(pilot, 'say "hi"␛')
        await press(pilot, "enter")
        assert json.loads(editor_of(pilot).text)["payload"]["properties"] == {
            "note": 'say "hi"\x1b'
        }


async def test_keys_move_the_cursor_also_where_there_are_more_rows_than_room() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join(line(f"e-{number}", n=number) for number in range(200)))
        await until_shown(pilot, "200 events: 200 new")
        await press(pilot, "f2", "ctrl+home")
        grid = grid_of(pilot)
        places = []
        for key in ("down", "right", "pagedown", "up", "left", "ctrl+end", "pageup", "home", "end"):
            await press(pilot, key)
            places.append((grid.row, grid.column))
        page = places[2][0] - 1
        assert page > 5
        assert places[:5] == [(1, 0), (1, 1), (1 + page, 1), (page, 1), (page, 0)]
        assert places[5:7] == [(199, 0), (199 - page, 0)]
        assert [column for _, column in places[7:]] == [0, len(grid.columns.paths) - 1]
        await until_shown(pilot, f"e-{199 - page}")


async def test_of_many_rows_those_are_painted_again_in_which_something_differs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join(line(f"e-{n}", n=n) for n in range(100)))
        await until_shown(pilot, "100 events: 100 new")
        await press(pilot, "ctrl+home", "f2")
        await go_to(pilot, "n")
        await until_shown(pilot, "e-5")
        painted: list[int] = []
        segments_of = Grid.segments_of

        def told(grid: Grid, line: int) -> list[Segment]:
            painted.append(line)
            return segments_of(grid, line)

        monkeypatch.setattr(Grid, "segments_of", told)
        await type_text(pilot, "1000")
        await press(pilot, "enter")
        await until_shown(pilot, "1000")
        await until(pilot, lambda: grid_of(pilot).row == 1)
        await until(pilot, lambda: grid_of(pilot).judgement.is_complete)
        assert set(painted) == {1, 2}


async def test_the_last_digit_of_a_number_is_not_hidden_by_the_scrollbar() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join(line(f"e-{n}", n=1000 + n) for n in range(100)))
        await until_shown(pilot, "100 events: 100 new")
        await press(pilot, "ctrl+home", "f2")
        await until_shown(pilot, " 1005 ")


async def test_a_column_of_another_name_has_its_title_at_once() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", cold=1))
        await until_shown(pilot, "1 event: 1 new")
        await press(pilot, "ctrl+home", "f2")
        await until_shown(pilot, "cold")
        await press(pilot, "ctrl+z")
        await paste(pilot, line("a", warm=1))
        await until_shown(pilot, "warm")


async def test_what_is_undone_or_done_again_is_shown_however_far_away_it_is() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join(line(f"e-{n}", n=n) for n in range(200)))
        await until_shown(pilot, "200 events: 200 new")
        await press(pilot, "ctrl+home", "f2", "down", "down")
        await go_to(pilot, "n")
        await type_text(pilot, "4711\n")
        await until_shown(pilot, "4711")
        await press(pilot, "ctrl+end", "ctrl+z")
        await until(pilot, lambda: grid_of(pilot).row == 2)
        await until_shown(pilot, "e-2 ")
        assert "4711" not in screen_of(pilot)
        await press(pilot, "ctrl+end", "ctrl+y")
        await until_shown(pilot, "4711")


async def test_what_is_seen_after_any_step_is_what_would_be_painted_anew() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace, (80, 24)) as pilot:
        await write_batch(pilot, "\n".join(line(f"e-{n}", n=n, unit="C") for n in range(60)))
        await until_shown(pilot, "60 events: 60 new")
        await press(pilot, "ctrl+home", "f2")
        grid = grid_of(pilot)

        def lines() -> list[Strip]:
            return [grid.render_line(y) for y in range(grid.size.height)]

        steps = (
            ("down", "down", "right", *"bad name", "enter"),
            ("ctrl+n", *"new", "enter"),
            ("alt+up", "ctrl+d", "pagedown", "end"),
            (*"hot", "enter", *"true", "enter"),
            ("ctrl+r", "ctrl+z", "ctrl+z"),
            ("ctrl+end", "delete", "home", "ctrl+y"),
        )
        for keys in steps:
            await press(pilot, *keys)
            await until(pilot, lambda: grid.judgement.is_complete)
            seen = lines()
            grid.repaint_all()
            assert lines() == seen, keys


async def test_a_wider_window_brings_the_first_columns_back_into_sight() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace, (60, 24)) as pilot:
        await write_batch(pilot, line("a", n=1, unit="C"))
        await until_shown(pilot, "1 event: 1 new")
        await press(pilot, "f2", "end")
        await until_shown(pilot, "unit")
        assert "source" not in screen_of(pilot)
        await pilot.resize_terminal(160, 40)
        await until_shown(pilot, "source")
        await until_shown(pilot, "+ property")
