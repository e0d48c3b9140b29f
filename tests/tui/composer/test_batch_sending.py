"""What becomes of a batch that is sent: each event once; followed, paused, stopped, tried again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from flux_tui.client import Step
from flux_tui.client.sent.doubts import ARRIVED, LOST
from flux_tui.errors import Unreachable
from flux_tui.model.json import Json
from flux_tui.tui.app import ExplorerApp
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.keys.own_keys import OwnKeys
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.batches import editor_of, line, paste, write_batch
from tests.tui.composer.publishing import (
    ScriptedPublisher,
    exploring,
    press,
    scripted,
    succeeds,
    type_text,
)
from tests.tui.workspaces import explorer_of, lines_of, screen_of, until, until_shown

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5, "status": "ok"}}
TWO = line("a", n=1) + "\n" + line("b", n=1)


@asynccontextmanager
async def two_under_way() -> AsyncIterator[tuple[Pilot[None], ScriptedPublisher]]:
    """Both were sent, and get their answers once the publisher's gate is open."""
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    async with exploring(workspace) as pilot:
        await write_batch(pilot, TWO)
        await press(pilot, "ctrl+s")
        yield pilot, publisher


async def test_what_fails_stays_in_the_editor_with_its_reason_and_goes_under_the_same_id() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (
        (Step.FAILED, "rate limit reached") if event.entity_id == "b" else (Step.MATERIALISED, None)
    )
    async with exploring(workspace) as pilot:
        await write_batch(pilot, f"[{line('a', n=1)},\n {line('b', n=2)}]")
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


async def send_into_the_unknown(pilot: Pilot[None], workspace: Workspace) -> Drafts:
    """Send a batch of which nobody knows afterwards whether it arrived."""
    await write_batch(pilot, TWO)
    await press(pilot, "ctrl+s")
    await until_shown(pilot, "2 of unknown outcome")
    assert workspace.desk.drafts is not None
    return workspace.desk.drafts


async def test_what_is_found_out_later_to_have_arrived_leaves_the_editor() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (Step.UNKNOWN, "the connection was lost")
    async with exploring(workspace) as pilot:
        drafts = await send_into_the_unknown(pilot, workspace)
        drafts.find_out(1, {0: (Step.ACCEPTED, ARRIVED), 1: (Step.FAILED, LOST)})
        await until_shown(pilot, "1 accepted, 1 failed")
        await until(pilot, lambda: editor_of(pilot).text.strip() == line("b", n=1), "what is left")
        publisher.fate = lambda event: (Step.MATERIALISED, None)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 event: 1 in the state")
        (first, second) = publisher.published
        assert second == [first[1]], "the same event, and it alone"


async def test_what_is_found_out_later_changes_nothing_that_was_edited_since() -> None:
    workspace, publisher = scripted(STATE)
    publisher.fate = lambda event: (Step.UNKNOWN, "the connection was lost")
    async with exploring(workspace) as pilot:
        drafts = await send_into_the_unknown(pilot, workspace)
        delivery = drafts.batch.delivery
        assert delivery is not None
        await press(pilot, "ctrl+end", "space")
        edited = editor_of(pilot).text
        delivery.find_out({0: (Step.ACCEPTED, ARRIVED)})
        await pilot.pause()
        assert editor_of(pilot).text == edited == drafts.batch.text


async def test_nothing_is_lost_when_the_server_is_away() -> None:
    workspace, publisher = scripted(STATE)
    publisher.error = Unreachable("cannot reach http://flux.test:3000", sent=False)
    text = f'{{"events": [{line("a", n=1)}]}}'
    async with exploring(workspace) as pilot:
        await write_batch(pilot, text)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "cannot reach http://flux.test:3000")
        assert json.loads(editor_of(pilot).text) == json.loads(text)
        publisher.error = None
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "1 in the state")
        (first, second) = publisher.published
        assert first == second


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_where_there_is_little_room_it_is_said_what_became_of_a_batch_and_what_is_left(
    size: tuple[int, int],
) -> None:
    workspace, publisher = scripted(STATE)
    why = "cannot reach http://flux.test:3000: " + "all connection attempts failed " * 5
    publisher.fate = lambda event: (Step.FAILED, why)
    async with exploring(workspace, size) as pilot:
        await write_batch(pilot, "\n".join(line(f"a-{n}", x=n) for n in range(900)))
        await until_shown(pilot, "900 events: 900 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "900 events: 900 failed")
        await until_shown(pilot, "the rest stays in the editor; ctrl+s tries it again")
        await until_shown(pilot, "cannot reach http://flux.test:3000: all connection")

        def last() -> str:
            return [row.strip("│ ") for row in lines_of(pilot)][-3]

        begins = ("connection attempts", "attempts failed")
        await until(pilot, lambda: last().startswith(begins) and last().endswith("…"), "the cut")


async def test_what_arrived_at_the_second_try_is_not_sent_a_third_time_unasked() -> None:
    workspace, publisher = scripted(STATE)
    async with exploring(workspace) as pilot:
        publisher.fate = lambda event: (Step.FAILED, "the server is away")
        await write_batch(pilot, line("a", x=1) + "\n" + line("b", x=1))
        await until_shown(pilot, "2 events: 2 new")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "the rest stays in the editor")
        publisher.fate = succeeds
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "2 events: 2 in the state")
        assert "the rest stays" not in screen_of(pilot)
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "all of this was sent already")
        assert len(publisher.published) == 2


async def test_a_batch_that_is_on_its_way_cannot_be_changed_and_survives_closing() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    async with exploring(workspace) as pilot:
        await write_batch(pilot, line("a", n=1))
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


async def test_what_failed_behind_a_closed_editor_is_told_with_ones_own_key_to_it() -> None:
    workspace, publisher = scripted(STATE)
    publisher.gate.clear()
    publisher.fate = lambda event: (Step.FAILED, "rate limit reached")
    app = ExplorerApp(workspace, own_keys=OwnKeys({"explorer.batch": "f7"}))
    async with app.run_test(size=(120, 34), notifications=True) as pilot:
        await until(pilot, lambda: explorer_of(pilot).is_mounted)
        await press(pilot, "f7")
        await paste(pilot, line("a", n=1))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: publisher.published)
        await press(pilot, "escape")
        publisher.gate.set()
        await until(pilot, lambda: app.screen.query(Toast))
        assert "f7 brings it back" in str(app.screen.query_one(Toast).render())


async def test_in_production_the_number_of_many_events_is_typed() -> None:
    options = ExplorerOptions(url="http://flux.lab.example", production=True)
    workspace, publisher = scripted({}, options)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join(line("sensor-02", n=n) for n in range(12)))
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
    async with two_under_way() as (pilot, publisher):
        await until_shown(pilot, "0 % · ctrl+r pauses, ctrl+t stops")
        await press(pilot, "ctrl+r")
        await until_shown(pilot, "paused · ctrl+r goes on")
        publisher.gate.set()
        await press(pilot, "ctrl+r")
        await until_shown(pilot, "2 events: 2 in the state")


async def test_beneath_what_has_arrived_stands_how_long_that_took() -> None:
    workspace, _ = scripted({})
    async with exploring(workspace) as pilot:
        await write_batch(pilot, "\n".join(line(f"e-{n}", n=n) for n in range(20)))
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
        await write_batch(pilot, "\n".join(line(f"e-{n}", n=n) for n in range(10_000)))
        await until_shown(pilot, "10,000 events: 10,000 new")
        await press(pilot, "tab", "f")
        await until_shown(pilot, "what it will do, the worst first")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Publish these 10,000 events")
        await press(pilot, "y")
        await until_shown(pilot, "9,999 in the state, 1 failed")
        await until_shown(pilot, "failed: rate limit reached")
        await press(pilot, "end", "f")
        await until_shown(pilot, "e-9999 ")


async def test_what_a_stopped_batch_did_not_send_stays_in_the_editor() -> None:
    async with two_under_way() as (pilot, publisher):
        await until_shown(pilot, "ctrl+t stops")
        await press(pilot, "ctrl+t")
        publisher.gate.set()
        await until_shown(pilot, "2 events: 2 failed")
        assert "the sending was stopped" in screen_of(pilot)
        assert editor_of(pilot).text == TWO
