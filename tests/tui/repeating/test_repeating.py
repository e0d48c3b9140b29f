"""Publishing again and again from the composer: seen everywhere, stopped from everywhere."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from flux_tui.client import Phase, Step
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.repeating.repetition import MOST_IN_A_ROW
from tests.tui.composer.batches import lines_of, write_batch
from tests.tui.composer.publishing import (
    ScriptedPublisher,
    exploring,
    press,
    scripted,
    succeeds,
    type_event,
    type_text,
)
from tests.tui.workspaces import lines_of as screen_lines
from tests.tui.workspaces import screen_of, session_of, until, until_shown

OFTEN = "100ms"


async def begin(pilot: Pilot[None], every: str = OFTEN) -> None:
    """Write an event, and have it published again and again."""
    await press(pilot, "n")
    await type_event(pilot, "lab", "me", "beacon", "", "n", "1")
    await press(pilot, "f5")
    await until_shown(pilot, "publish again and again")
    await type_text(pilot, every)
    await press(pilot, "enter")


async def until_rounds(pilot: Pilot[None], publisher: ScriptedPublisher, number: int) -> None:
    await until(pilot, lambda: len(publisher.published) >= number, f"{number} rounds")


async def test_what_is_repeated_is_seen_and_stopped_from_wherever_one_is() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await begin(pilot)
        await until_rounds(pilot, publisher, 2)
        await until_shown(pilot, "↻ beacon every 100ms")
        await press(pilot, "escape")
        await until_rounds(pilot, publisher, 3)
        assert "f6 stops" in screen_lines(pilot)[0]
        assert "f6 Stop repeating" in screen_lines(pilot)[-1]
        await press(pilot, "b")
        assert "f6 stops" in screen_lines(pilot)[0]
        await press(pilot, "f6")
        await until_shown(pilot, "no longer repeated after")
        await until(pilot, lambda: "↻" not in screen_lines(pilot)[0])
        assert "f6 Stop repeating" not in screen_of(pilot)
        ids = [event.event_id for events in publisher.published for event in events]
        assert len(set(ids)) == len(ids) >= 3


async def test_on_a_small_terminal_the_way_to_stop_it_stays() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace, (80, 24)) as pilot:
        await begin(pilot)
        await until_rounds(pilot, publisher, 1)
        await press(pilot, "escape")
        await until_shown(pilot, "f6 stops")
        await until(pilot, lambda: "1 entity" in screen_lines(pilot)[0])


async def test_it_stops_by_itself_when_the_server_takes_nothing_any_more() -> None:
    workspace, publisher = scripted()
    publisher.fate = lambda event: (Step.FAILED, "source is banned")
    async with exploring(workspace) as pilot:
        await begin(pilot)
        await until_shown(pilot, "It stopped by itself")
        assert len(publisher.published) == MOST_IN_A_ROW
        await until(pilot, lambda: "↻" not in screen_lines(pilot)[0])


async def test_it_goes_on_when_a_server_that_was_away_is_back() -> None:
    workspace, publisher = scripted()
    session = session_of(workspace)
    publisher.fate = lambda event: (Step.FAILED, "connection refused")
    async with exploring(workspace) as pilot:
        session.say(phase=Phase.OFFLINE)
        await begin(pilot)
        await until_shown(pilot, "1 failed")
        await until_shown(pilot, "rounds left out")
        assert len(publisher.published) == 1
        publisher.fate = succeeds
        session.say(phase=Phase.LIVE)
        await until_rounds(pilot, publisher, 3)
        assert "f6 stops" in screen_lines(pilot)[0]


async def test_leaving_while_something_is_repeated_is_asked_about() -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await begin(pilot)
        await until_rounds(pilot, publisher, 1)
        await press(pilot, "escape", "q")
        await until_shown(pilot, "still repeating")
        await press(pilot, "escape")
        assert pilot.app.is_running
        await press(pilot, "f6")
        await until_shown(pilot, "no longer repeated")


async def test_a_batch_in_production_is_asked_about_with_its_rhythm_and_number() -> None:
    options = ExplorerOptions(url="http://flux.test:3000", utc=True, production=True)
    workspace, publisher = scripted(options=options)
    async with exploring(workspace) as pilot:
        await write_batch(pilot, lines_of(*((f"s-{n}", {"n": n}) for n in range(12))))
        await until_shown(pilot, "12 events: 12 new")
        await press(pilot, "f5")
        await type_text(pilot, OFTEN)
        await press(pilot, "tab")
        await type_text(pilot, "2\n")
        await until_shown(pilot, "of 12 entities? This every 100ms,")
        await type_text(pilot, "12\n")
        await until_shown(pilot, "repeated after 2 rounds: 24 sent")
        assert [len(events) for events in publisher.published] == [12, 12]


@pytest.mark.parametrize("every", ["0", "soon"])
async def test_a_rhythm_that_is_none_does_not_begin(every: str) -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await begin(pilot, every)
        await until_shown(pilot, "publish again and again")
        assert "every so many seconds" in screen_of(pilot) or "between" in screen_of(pilot)
        assert not publisher.published


@pytest.mark.parametrize("words", [(), ("lab", "me")], ids=["nothing", "no entity"])
async def test_what_cannot_be_sent_is_not_repeated_and_that_is_said(words: tuple[str, ...]) -> None:
    workspace, publisher = scripted()
    async with exploring(workspace) as pilot:
        await press(pilot, "n")
        await type_event(pilot, *words)
        await press(pilot, "f5")
        await until_shown(pilot, "cannot be sent yet, nor repeated")
        assert "publish again and again" not in screen_of(pilot)
    assert not publisher.published
