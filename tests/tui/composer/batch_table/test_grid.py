"""What is seen of a batch as a table: where the cursor is, painted no more than need be."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.pilot import Pilot
from textual.strip import Strip

from flux_tui.tui.composer.batch_table.grid import Grid
from tests.tui.composer.batch_table.tables import STATE, go_to, grid_of, write_table
from tests.tui.composer.batches import line, paste
from tests.tui.composer.publishing import exploring, press, scripted, type_text
from tests.tui.workspaces import screen_of, until, until_shown


async def write_rows(pilot: Pilot[None], count: int, *, first: int = 0, **more: str) -> None:
    """Have so many rows, all of new entities, each with a number of its own."""
    rows = [line(f"e-{n}", n=first + n, **more) for n in range(count)]
    events = "1 event" if count == 1 else f"{count} events"
    await write_table(pilot, "\n".join(rows), f"{events}: {count} new")


async def test_keys_move_the_cursor_also_where_there_are_more_rows_than_room() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_rows(pilot, 200)
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
        await write_rows(pilot, 100)
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
        await write_rows(pilot, 100, first=1000)
        await until_shown(pilot, " 1005 ")


async def test_a_column_of_another_name_has_its_title_at_once() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_table(pilot, line("a", cold=1), "1 event: 1 new")
        await until_shown(pilot, "cold")
        await press(pilot, "ctrl+z")
        await paste(pilot, line("a", warm=1))
        await until_shown(pilot, "warm")


async def test_what_is_undone_or_done_again_is_shown_however_far_away_it_is() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_rows(pilot, 200)
        await press(pilot, "down", "down")
        await go_to(pilot, "n")
        await type_text(pilot, "4711\n")
        await until_shown(pilot, "4711")
        await press(pilot, "ctrl+end", "ctrl+z")
        await until(pilot, lambda: grid_of(pilot).row == 2)
        await until_shown(pilot, "e-2 ")
        await until(pilot, lambda: "4711" not in screen_of(pilot))
        await press(pilot, "ctrl+end", "ctrl+y")
        await until_shown(pilot, "4711")


async def test_what_is_seen_after_any_step_is_what_would_be_painted_anew() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace, (80, 24)) as pilot:
        await write_rows(pilot, 60, unit="C")
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
        await write_rows(pilot, 1, unit="C")
        await press(pilot, "end")
        await until_shown(pilot, "unit")
        await until(pilot, lambda: "source" not in screen_of(pilot))
        await pilot.resize_terminal(160, 40)
        await until_shown(pilot, "source")
        await until_shown(pilot, "+ property")
