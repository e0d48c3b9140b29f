"""A batch as a table: its rows are the events of the text, each with what it will do."""

from __future__ import annotations

import json

from flux_tui.client import Step
from flux_tui.model.change import PropertySet
from tests.tui.composer.batch_table.tables import STATE, go_to, write_table
from tests.tui.composer.batches import editor_of, line, paste, write_batch
from tests.tui.composer.publishing import exploring, press, scripted, type_text
from tests.tui.workspaces import NOON, lines_of, screen_of, until, until_shown


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


async def test_an_error_is_said_at_its_row_and_what_is_no_value_stays_to_be_mended() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_table(pilot, line("a", n=1) + "\n" + line("b", n=1), "2 events: 2 new")
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
        await write_table(pilot, text, "✗ line 3")
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
