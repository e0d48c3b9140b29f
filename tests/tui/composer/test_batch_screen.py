"""A batch by hand: read while it is typed, judged event by event, and sent once each."""

from __future__ import annotations

import json

import pytest
from textual import events
from textual.pilot import Pilot

from flux_tui.client import Step
from flux_tui.errors import Unreachable
from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.tui.composer import batch_following, batch_judge
from flux_tui.tui.composer.batch_screen import BatchScreen
from flux_tui.tui.composer.json_editor import JsonEditor
from flux_tui.tui.options import ExplorerOptions
from tests.tui.composer.publishing import exploring, press, scripted, succeeds, type_text
from tests.tui.workspaces import NOON, explorer_of, screen_of, until, until_shown

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5, "status": "ok"}}


def line(entity_id: str, stream: str = "s", **properties: Json) -> str:
    payload = {"entity_id": entity_id, "properties": properties}
    return json.dumps({"stream": stream, "source": "me", "payload": payload})


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste a text, as a terminal hands it on."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def editor_of(pilot: Pilot[None]) -> JsonEditor:
    return pilot.app.screen.query_one(JsonEditor)


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
        await press(pilot, "b")
        await paste(pilot, "\n".join([line("a", n=1), line("b", "Bad", n=2), line("c", n=3)]))
        await until_shown(pilot, "invalid stream format 'Bad'")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 would be refused: only the other 2 would go")
        assert publisher.published == []
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "2 events: 2 in the state")
        assert [event.entity_id for event in publisher.published[0]] == ["a", "c"]
        await until(pilot, lambda: editor_of(pilot).text == line("b", "Bad", n=2))


async def test_what_fails_stays_in_the_editor_with_its_reason_and_goes_under_the_same_id() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (
        (Step.FAILED, "rate limit reached") if event.entity_id == "b" else (Step.MATERIALISED, None)
    )
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, f"[{line('a', n=1)},\n {line('b', n=2)}]")
        await until_shown(pilot, "2 events: 2 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "failed: rate limit reached")
        await until_shown(pilot, "1 in the state, 1 failed")
        assert json.loads(editor_of(pilot).text) == [json.loads(line("b", n=2))]
        await press(pilot, "escape", "b", "ctrl+end", "space")
        await until_shown(pilot, "failed before: rate limit reached")
        publisher.fate = lambda event: (Step.MATERIALISED, None)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 event: 1 in the state")
        (first, second) = publisher.published
        assert second == [first[1]]


async def test_nothing_is_lost_when_the_server_is_away() -> None:
    workspace, publisher = scripted(STATE)
    publisher.error = Unreachable("cannot reach http://flux.test:3000", sent=False)
    text = f'{{"events": [{line("a", n=1)}]}}'
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, text)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "cannot reach http://flux.test:3000")
        assert json.loads(editor_of(pilot).text) == json.loads(text)
        publisher.error = None
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 in the state")
        (first, second) = publisher.published
        assert first == second


async def test_what_arrived_at_the_second_try_is_not_sent_a_third_time_unasked() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        publisher.fate = lambda event: (Step.FAILED, "the server is away")
        await press(pilot, "b")
        await paste(pilot, line("a", x=1) + "\n" + line("b", x=1))
        await until_shown(pilot, "2 events: 2 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "what was not sent is still in the editor")
        publisher.fate = succeeds
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "2 events: 2 in the state")
        assert "what was not sent" not in screen_of(pilot)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "all of this was sent already")
        assert len(publisher.published) == 2


async def test_a_mistake_is_shown_at_its_line_and_column_and_nothing_is_sent() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, f'{line("a", n=1)}\n{{"stream" "s"}}\n{line("b", n=1)}')
        await until_shown(pilot, "✗ line 2, column 11: expected `:`")
        await press(pilot, "ctrl+home", "ctrl+s")
        await until(pilot, lambda: editor_of(pilot).cursor_location == (1, 10))
        assert publisher.published == []


async def test_the_outlook_follows_the_world_and_leads_to_the_line() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, f"{line('a', n=1)}\n\n{line('sensor-01', temperature=30)}")
        await until_shown(pilot, "temperature 20.5 → 30")
        workspace.world.apply(PropertySet("sensor-01", "temperature", 29, NOON))
        await until_shown(pilot, "temperature 29 → 30")
        await press(pilot, "tab", "down", "enter")
        await until(pilot, lambda: editor_of(pilot).cursor_location == (2, 0))


async def test_a_batch_that_is_on_its_way_cannot_be_changed_and_survives_closing() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, line("a", n=1))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await type_text(pilot, "x")
        assert editor_of(pilot).text == line("a", n=1)
        await press(pilot, "escape")
        assert pilot.app.screen is explorer_of(pilot)
        publisher.gate.set()
        await until_shown(pilot, "1 event: 1 in the state")
        await press(pilot, "b")
        await until_shown(pilot, "or an event a line")


async def test_a_batch_is_set_anew_on_request_but_not_while_it_has_a_mistake() -> None:
    workspace, _ = scripted(STATE)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, f"[{line('a', n=1.50)},{line('b', n=2)}")
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
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: editor_of(pilot).text == "[1, 2]")


async def test_hostile_text_is_shown_safely_and_sent_exactly() -> None:
    workspace, publisher = scripted(STATE)
    entity_id = "wire-\x1b]0;pwn\x07[bold]"
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, line(entity_id, n=1) + "\n" + '{"a": "\u202e\x1b"}')
        await until_shown(pilot, "wire-␛]0;pwn␇[bold]")
        assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}
        await press(pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: publisher.published)
        assert publisher.published[0][0].entity_id == entity_id


async def test_two_megabytes_are_read_in_slices_and_painted_by_their_visible_part() -> None:
    workspace, _ = scripted(STATE)
    many = "[" + ", ".join(line(f"e-{n}", n=n, pad="x" * 100) for n in range(10_000)) + "]"
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, many)
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


async def test_in_production_the_number_of_many_events_is_typed() -> None:
    options = ExplorerOptions(url="http://flux.lab.example", production=True)
    workspace, publisher = scripted({}, options)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, "\n".join(line("sensor-02", n=n) for n in range(12)))
        await until_shown(pilot, "12 events")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "type 12, their number")
        await press(pilot, "enter")
        assert publisher.published == []
        await type_text(pilot, "12")
        await press(pilot, "enter")
        await until(pilot, lambda: publisher.published)
        assert len(publisher.published[0]) == 12


async def test_a_batch_under_way_shows_its_progress_and_is_paused() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    text = line("a", n=1) + "\n" + line("b", n=1)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, text)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "0 % · ctrl+r pauses, ctrl+t stops")
        await press(pilot, "ctrl+r")
        await until_shown(pilot, "paused · ctrl+r goes on")
        publisher.gate.set()
        await press(pilot, "ctrl+r")
        await until_shown(pilot, "2 events: 2 in the state")


async def test_in_a_world_that_never_rests_a_batch_is_judged_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch_following, "TICK", 0.01)
    monkeypatch.setattr(batch_judge, "SLICE", 0.0)
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


async def test_beneath_what_has_arrived_stands_how_long_that_took() -> None:
    workspace, _ = scripted({})
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, "\n".join(line(f"e-{n}", n=n) for n in range(20)))
        await until_shown(pilot, "20 events: 20 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "20 events: 20 in the state")
        await until_shown(pilot, "in the state after 5.1 ms (99 %: 5 ms)")


async def test_the_worst_receipts_come_first_on_request_and_ten_thousand_scroll() -> None:
    options = ExplorerOptions(url="http://flux.test:3000", utc=True)
    workspace, publisher = scripted({}, options)
    publisher.fate = lambda event: (
        (Step.FAILED, "rate limit reached")
        if event.entity_id == "e-7777"
        else (Step.MATERIALISED, None)
    )
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, "\n".join(line(f"e-{n}", n=n) for n in range(10_000)))
        await until_shown(pilot, "10,000 events: 10,000 new")
        await press(pilot, "tab", "f")
        await until_shown(pilot, "what it will do, the worst first")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Publish these 10,000 events")
        await press(pilot, "enter")
        await until_shown(pilot, "9,999 in the state, 1 failed")
        await until_shown(pilot, "failed: rate limit reached")
        await press(pilot, "end", "f")
        await until_shown(pilot, "e-9999 ")


async def test_what_a_stopped_batch_did_not_send_stays_in_the_editor() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    text = line("a", n=1) + "\n" + line("b", n=1)
    async with exploring(workspace) as pilot:
        await press(pilot, "b")
        await paste(pilot, text)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "ctrl+t stops")
        await press(pilot, "ctrl+t")
        publisher.gate.set()
        await until_shown(pilot, "2 events: 2 failed")
        assert "the sending was stopped" in screen_of(pilot)
        assert editor_of(pilot).text == text
