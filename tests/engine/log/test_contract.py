"""What every event log must do, whatever it is made of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from flux_tui.engine.log.event_log import READ_BYTES, Commit, EventLog
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.model.clock import Clock
from flux_tui.model.instant import NS
from tests.engine.log.drafts import draft, lines
from tests.engine.manual_clock import MORNING, ManualClock

LOGS: dict[str, Callable[[Path, Clock], EventLog]] = {
    "memory": lambda _, clock: MemoryLog(clock),
    "sqlite": SqliteLog,
}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=LOGS)
async def log(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock
) -> AsyncIterator[EventLog]:
    opened = LOGS[request.param](tmp_path, clock)
    assert opened.kind == request.param
    yield opened
    await opened.close()


async def test_a_new_log_is_empty(log: EventLog) -> None:
    assert (log.oldest, log.newest) == (1, 0)
    assert await log.read(0) == []


async def test_sequences_start_at_one_and_have_no_gaps(log: EventLog) -> None:
    assert list(await log.append([draft(), draft()])) == [1, 2]
    assert list(await log.append([draft()])) == [3]
    assert (log.oldest, log.newest) == (1, 3)


async def test_what_was_appended_is_read_in_order_page_by_page(log: EventLog) -> None:
    drafts = [draft(value=number) for number in range(30)]
    await log.append(drafts[:11])
    await log.append(drafts[11:])
    assert await lines(log) == [one.line for one in drafts]
    assert await lines(log, after=25) == [one.line for one in drafts[25:]]
    assert await log.read(30) == []
    assert await log.read(99) == []


async def test_groups_appended_at_once_stay_whole_and_none_is_lost(log: EventLog) -> None:
    groups = [[draft(value=f"{number}-{part}") for part in range(3)] for number in range(40)]
    sequences = await asyncio.gather(*map(log.append, groups))
    assert sorted(number for group in sequences for number in group) == list(range(1, 121))
    written = await lines(log)
    for group, numbers in zip(groups, sequences, strict=True):
        assert [written[number - 1] for number in numbers] == [one.line for one in group]


async def test_the_follower_hears_of_events_before_they_are_acknowledged(log: EventLog) -> None:
    heard: list[Commit] = []
    await log.append([draft(value="before")])
    await log.follow(log.newest, heard.append)
    first, second = draft(value="first"), draft(value="second")
    await log.append([first, second])
    assert [one for commit in heard for one in commit.drafts] == [first, second]
    assert [list(commit.sequences) for commit in heard] == [[2, 3]]
    assert [at for commit in heard for at in commit.received] == [
        entry.received for entry in await log.read(1)
    ]


async def test_received_grows_with_the_sequence_also_when_the_clock_steps_back(
    log: EventLog, clock: ManualClock
) -> None:
    await log.append([draft(), draft()])
    clock.advance(-3600)
    await log.append([draft()])
    clock.advance(7200)
    await log.append([draft()])
    received = [entry.received for entry in await log.read(0)]
    assert received[0] == MORNING
    assert received == sorted(set(received))
    assert received[-1] == MORNING + 3600 * NS


async def test_events_are_found_by_what_they_hold_since_a_time_oldest_first(
    log: EventLog, clock: ManualClock
) -> None:
    for number in range(6):
        await log.append([draft("a", number), draft("b", number)])
        clock.advance(10)
    fragment = b'"entity_id":"b"'

    async def found(since: int, limit: int) -> list[int]:
        return [entry.sequence for entry in await log.find(fragment, since, limit)]

    assert await found(0, 99) == [2, 4, 6, 8, 10, 12]
    assert await found(0, 2) == [2, 4]
    assert await found(MORNING + 20 * NS, 99) == [6, 8, 10, 12]
    assert await found(MORNING + 20 * NS + 2, 2) == [8, 10]
    assert await found(clock.now(), 99) == []


async def test_receipts_are_kept_with_the_time_they_were_received(
    log: EventLog, clock: ManualClock
) -> None:
    one, two, three = (bytes([number]) * 16 for number in range(3))
    await log.append([draft(), draft(receipt=one), draft(receipt=two)])
    clock.advance(60)
    await log.append([draft(receipt=three)])
    assert await log.receipts(0) == [
        (MORNING + 1, one),
        (MORNING + 2, two),
        (MORNING + 60 * NS, three),
    ]
    assert await log.receipts(MORNING + 2) == [(MORNING + 2, two), (MORNING + 60 * NS, three)]


async def test_one_read_is_bounded_in_bytes_and_still_gets_on(log: EventLog) -> None:
    big = draft(value="x" * (READ_BYTES // 2))
    await log.append([big] * 5)
    assert 1 <= len(await log.read(0)) < 5
    assert len(await lines(log)) == 5


async def test_an_append_that_is_given_up_does_not_stop_the_others(log: EventLog) -> None:
    given_up = asyncio.ensure_future(log.append([draft(value="first")]))
    await asyncio.sleep(0)
    given_up.cancel()
    await log.append([draft(value="second")])
    assert (await lines(log))[-1] == draft(value="second").line
