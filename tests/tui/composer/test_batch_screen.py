"""A batch by hand: read while it is typed, and judged event by event."""

from __future__ import annotations

import pytest

from flux_tui.client import Step
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.composer.batch import following, judge
from flux_tui.tui.composer.batch.screen import BatchScreen
from tests.tui.composer.batches import editor_of, line, paste, write_batch
from tests.tui.composer.publishing import exploring, press, scripted, type_text
from tests.tui.workspaces import NOON, screen_of, until, until_shown

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5, "status": "ok"}}


async def test_a_batch_is_typed_judged_and_sent_on_a_small_terminal() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace, (80, 24)) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "or an event a line")
        await type_text(pilot, line("sensor-01", temperature=22.5, status="ok") + "\n")
        await paste(pilot, line("sensor-02", temperature=1) + "\n" + line("sensor-02", unit="C"))
        await until_shown(pilot, "3 events: 1 new, 2 changing")
        assert "temperature 20.5 → 22.5" in screen_of(pilot)
        assert "new: temperature=1" in screen_of(pilot)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "3 events: 3 in the state")
        (sent,) = publisher.published
        assert [event.entity_id for event in sent] == ["sensor-01", "sensor-02", "sensor-02"]
        assert len({event.event_id for event in sent}) == 3
        assert all(event.timestamp == NOON // 1_000_000 for event in sent)
        await press(pilot, "escape", "b")
        await until_shown(pilot, "or an event a line")


async def test_an_event_that_would_be_refused_is_held_back_with_its_reason() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join([line("a", n=1), line("b", "Bad", n=2), line("c", n=3)]))
        await until_shown(pilot, "invalid stream format 'Bad'")
        await press(pilot, "ctrl+s")
        await until_shown(
            pilot, "1 would be refused and stay here; ctrl+s again sends the other 2 alone"
        )
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "2 events: 2 in the state")
        assert [event.entity_id for event in publisher.published[0]] == ["a", "c"]
        await until(pilot, lambda: editor_of(pilot).text == line("b", "Bad", n=2))


async def test_a_mistake_is_shown_at_its_line_and_column_and_nothing_is_sent() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, f'{line("a", n=1)}\n{{"stream" "s"}}\n{line("b", n=1)}')
        await until_shown(pilot, "✗ line 2, column 11: a colon is missing")
        await press(pilot, "ctrl+home", "ctrl+s")
        await until(pilot, lambda: editor_of(pilot).cursor_location == (1, 10))
        assert publisher.published == []


async def test_the_outlook_follows_the_world_and_leads_to_the_line() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, f"{line('a', n=1)}\n\n{line('sensor-01', temperature=30)}")
        await until_shown(pilot, "temperature 20.5 → 30")
        workspace.world.apply(PropertySet("sensor-01", "temperature", 29, NOON))
        await until_shown(pilot, "temperature 29 → 30")
        await press(pilot, "tab", "down", "enter")
        await until(pilot, lambda: editor_of(pilot).cursor_location == (2, 0))


async def test_a_batch_is_set_anew_on_request_but_not_while_it_has_a_mistake() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, f"[{line('a', n=1.50)},{line('b', n=2)}")
        await press(pilot, "f8")
        assert editor_of(pilot).document.line_count == 1
        await press(pilot, "ctrl+end")
        await type_text(pilot, "]")
        await press(pilot, "f8")
        await until(pilot, lambda: editor_of(pilot).document.line_count == 4)
        assert '"n": 1.5}' in editor_of(pilot).text


async def test_a_cleared_batch_comes_back() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[1, 2]")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: editor_of(pilot).text == "")
        await until_shown(pilot, "ctrl+l brings back what was cleared")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: editor_of(pilot).text == "[1, 2]")
        await until(pilot, lambda: "what was cleared" not in screen_of(pilot))


async def test_what_was_cleared_is_offered_until_something_else_is_written() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await type_text(pilot, "[1, 2]")
        await press(pilot, "ctrl+l")
        await until_shown(pilot, "ctrl+l brings back what was cleared")
        await type_text(pilot, "[")
        await until(pilot, lambda: "what was cleared" not in screen_of(pilot))
        await press(pilot, "ctrl+l", "escape")
        await until(pilot, lambda: "what was cleared" not in screen_of(pilot))


async def test_hostile_text_is_shown_safely_and_sent_exactly() -> None:
    workspace, publisher = scripted(STATE)
    entity_id = "wire-\x1b]0;pwn\x07[bold]"
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line(entity_id, n=1) + "\n" + '{"a": "\u202e\x1b"}')
        await until_shown(pilot, "wire-␛]0;pwn␇[bold]")
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}
        await press(pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].entity_id == entity_id


async def test_two_megabytes_are_read_in_slices_and_painted_by_their_visible_part() -> None:
    workspace, _ = scripted(STATE)
    many = "[" + ", ".join(line(f"e-{n}", n=n, pad="x" * 100) for n in range(10_000)) + "]"
    async with exploring(workspace) as pilot:
        await write_batch(pilot, many)
        await until_shown(pilot, "10,000 events: 10,000 new")
        await press(pilot, "tab", "end")
        await until_shown(pilot, "e-9999")
        assert isinstance(pilot.app.screen, BatchScreen)


async def test_a_judgement_that_ends_while_one_types_leaves_text_and_cursor_alone() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "or an event a line")
        screen, editor = pilot.app.screen, editor_of(pilot)
        assert isinstance(screen, BatchScreen)
        editor.insert('{"stream"')
        screen._show()
        assert (editor.text, editor.cursor_location) == ('{"stream"', (0, 9))


async def test_in_a_world_that_never_rests_a_batch_is_judged_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "TICK", 0.01)
    monkeypatch.setattr(judge, "SLICE", 0.0)
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        events = [line(f"e-{n}", n=n) for n in range(100)]
        await paste(pilot, "\n".join([line("sensor-01", temperature=30), *events]))
        await until_shown(pilot, "101 events: 100 new, 1 changing")
        world, moment = workspace.world, NOON
        world.apply(PropertySet("sensor-01", "temperature", 30, NOON))

        def judged() -> bool:
            nonlocal moment
            moment += 1
            world.apply(PropertySet("other", "n", moment, moment))
            return "100 new, 1 without change" in screen_of(pilot)

        await until(pilot, judged)


async def test_the_table_of_what_is_left_follows_the_world_as_that_of_a_batch_does() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (
        (Step.FAILED, "no") if event.entity_id == "b" else (Step.MATERIALISED, None)
    )
    async with exploring(workspace) as pilot:
        await write_batch(pilot, f"{line('a', n=1)}\n{line('b', n=2)}")
        await press(pilot, "f2")
        await until_shown(pilot, "+     2  b ")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "+     1  b ")
        workspace.world.apply(PropertySet("b", "n", 2, NOON))
        await until_shown(pilot, "=     1  b ")


async def test_a_batch_is_not_judged_by_the_world_that_its_own_sending_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "TICK", 0.01)
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("b", n=2))
        await press(pilot, "f2")
        await until_shown(pilot, "+     1  b ")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 sent")
        workspace.world.apply(PropertySet("b", "n", 2, NOON))
        await pilot.pause(0.1)
        assert "+     1  b " in screen_of(pilot)
        publisher.gate.set()
        await until_shown(pilot, "in the state")
