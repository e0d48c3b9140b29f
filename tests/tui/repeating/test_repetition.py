"""Rounds: new events each time, none piled up, an end after failures in a row."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

import pytest

from flux_tui.client import FluxClient, Publisher, Receipt, Sending, Step
from flux_tui.client.publishing.receipt import Advance, Report
from flux_tui.client.publishing.written import Ready
from flux_tui.client.sent.entry import Note
from flux_tui.errors import UsageError
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.repeating.opening import repeated
from flux_tui.tui.repeating.repetition import MOST_IN_A_ROW, MakeRound, Repetition
from flux_tui.tui.repeating.rhythm import Rhythm
from flux_tui.tui.repeating.wording import badge_texts, end_text

Round = Callable[[Sequence[Event]], Awaitable[Step]]
"""What becomes of the events of a round."""


class Rounds(Publisher):
    """Publishes nowhere; what becomes of each round is as told."""

    def __init__(self, fate: Round) -> None:
        super().__init__(FluxClient("http://flux.test"))
        self._fate = fate
        self.rounds: list[list[Event]] = []
        self.at_once = 0

    async def publish(
        self,
        events: Sequence[Event],
        *,
        report: Report | None = None,
        sending: Sending | None = None,
        note: Note | None = None,
        doubts: Mapping[str, int] | None = None,
        ready: Iterable[Ready] | None = None,
    ) -> list[Receipt]:
        """One round."""
        made = () if ready is None else ready
        events = [event for some in made for event in some.events] or list(events)
        self.rounds.append(events)
        self.at_once += 1
        try:
            step = await self._fate(events)
            assert report is not None
            report(Advance(range(len(events)), step, "because"))
            assert self.at_once == 1
            return []
        finally:
            self.at_once -= 1


async def succeed(events: Sequence[Event]) -> Step:
    return Step.MATERIALISED


async def fail(events: Sequence[Event]) -> Step:
    return Step.FAILED


EVENTS = [setting("lab", "me", "a", {"n": 1}), setting("lab", "me", "b", {"n": 1})]


def repetition(
    publisher: Publisher,
    rhythm: Rhythm,
    make_round: MakeRound | None = None,
    *,
    is_away: Callable[[], bool] = lambda: False,
) -> Repetition:
    clock = SystemClock()

    def deliver(events: Sequence[Event]) -> Delivery:
        outbox = Outbox(lambda: clock.now() // 1_000_000)
        return Delivery(events, outbox)

    make = make_round or repeated(EVENTS)
    return Repetition("2 events", make, rhythm, deliver, publisher, clock, is_away=is_away)


async def test_each_round_is_new_events_that_say_the_same() -> None:
    given = [event._replace(event_id="given") for event in EVENTS[:1]]
    publisher = Rounds(succeed)
    running = repetition(publisher, Rhythm(0.01, 3), repeated(given))
    await running.run()
    assert running.is_over
    assert (running.rounds, running.sent, running.failed) == (3, 3, 0)
    ids = [event.event_id for events in publisher.rounds for event in events]
    assert len(set(ids)) == 3
    assert "given" not in ids
    assert {str(event.properties) for events in publisher.rounds for event in events} == {
        "{'n': 1}"
    }


async def test_a_slow_server_has_rounds_left_out_and_never_two_at_a_time() -> None:
    async def slow(events: Sequence[Event]) -> Step:
        await asyncio.sleep(0.05)
        return Step.MATERIALISED

    publisher = Rounds(slow)
    running = repetition(publisher, Rhythm(0.01, 3))
    await running.run()
    assert running.rounds == 3
    assert running.skipped >= 6
    assert "rounds left out" in badge_texts([running], "f6")[0]


async def test_after_failures_in_a_row_it_stops_by_itself_and_says_why() -> None:
    running = repetition(Rounds(fail), Rhythm(0.001))
    await running.run()
    assert running.gave_up
    assert running.rounds == MOST_IN_A_ROW
    assert running.failed == 2 * MOST_IN_A_ROW
    assert "stopped by itself" in end_text(running)
    assert "because" in end_text(running)


async def test_while_the_server_is_away_rounds_are_left_out_and_it_goes_on_once_that_is_back() -> (
    None
):
    async def fail_at_first(events: Sequence[Event]) -> Step:
        return Step.FAILED if len(publisher.rounds) == 1 else Step.MATERIALISED

    publisher = Rounds(fail_at_first)
    running = repetition(
        publisher, Rhythm(0.001, 3), is_away=lambda: running.skipped < 2 * MOST_IN_A_ROW
    )
    await running.run()
    assert not running.gave_up
    assert (running.rounds, running.sent, running.failed) == (3, 4, 2)
    assert running.skipped >= 2 * MOST_IN_A_ROW


async def test_what_the_server_takes_though_it_is_not_followed_goes_on() -> None:
    running = repetition(Rounds(succeed), Rhythm(0.001, 3), is_away=lambda: True)
    await running.run()
    assert running.sent == 6


async def test_a_failure_now_and_then_is_counted_and_no_end() -> None:
    async def now_and_then(events: Sequence[Event]) -> Step:
        return Step.FAILED if len(publisher.rounds) % MOST_IN_A_ROW else Step.MATERIALISED

    publisher = Rounds(now_and_then)
    running = repetition(publisher, Rhythm(0.001, 3 * MOST_IN_A_ROW))
    await running.run()
    assert not running.gave_up
    assert running.sent == 2 * 3


async def test_stopping_begins_no_further_round_and_counts_the_last() -> None:
    async def stop_then_succeed(events: Sequence[Event]) -> Step:
        running.stop()
        return Step.ACCEPTED

    running = repetition(Rounds(stop_then_succeed), Rhythm(0.001))
    await running.run()
    assert (running.rounds, running.sent) == (1, 2)


async def test_a_round_does_not_wait_for_the_proof_of_the_one_before() -> None:
    class Unproven(Rounds):
        async def publish(
            self, events: Sequence[Event], *, report: object = None, **rest: object
        ) -> list[Receipt]:
            self.rounds.append(list(events))
            report(Advance(range(len(events)), Step.ACCEPTED))  # type: ignore[operator]
            await asyncio.Event().wait()
            return []

    publisher = Unproven(succeed)
    running = repetition(publisher, Rhythm(0.001, 3))
    await running.run()
    assert running.sent == 6


async def test_a_round_that_cannot_be_made_ends_it_with_the_reason() -> None:
    async def make(number: int) -> list[Event]:
        raise UsageError("no such placeholder")

    running = repetition(Rounds(succeed), Rhythm(0.001), make)
    await running.run()
    assert running.gave_up
    assert "no such placeholder" in end_text(running)


@pytest.mark.parametrize("width", [0, 1, 2, 3])
async def test_however_short_the_badge_it_says_how_to_stop(width: int) -> None:
    running = repetition(Rounds(succeed), Rhythm(5.0))
    texts = badge_texts([running, running], "f6")
    assert texts[width].endswith("f6 stops")
    assert [len(text) for text in texts] == sorted(map(len, texts), reverse=True)
