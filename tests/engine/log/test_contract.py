"""What every event log must do, whatever it is made of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from flux_tui.engine.log.event_log import READ_BYTES, Appended, Commit, Draft, EventLog
from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.log import JetStreamLog
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.engine.settings import DEFAULT_RETENTION
from flux_tui.model.instant import NS
from tests.engine.log.drafts import draft, lines
from tests.engine.manual_clock import MORNING, ManualClock
from tests.engine.running import until
from tests.nats.servers import nats_server

OWN_CLOCK = ("memory", "sqlite")
"""Logs whose times are the engine's; those of a stream are its servers'."""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def heard() -> list[Commit]:
    """What the log's follower has heard."""
    return []


@pytest.fixture(params=[*OWN_CLOCK, "jetstream"])
async def log(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock, heard: list[Commit]
) -> AsyncIterator[EventLog]:
    if request.param == "jetstream":
        with nats_server(tmp_path) as server:
            address = parse_address(server.url)
            shared = await JetStreamLog.open(address, DEFAULT_RETENTION, clock)
            async for opened in _followed(shared, heard):
                yield opened
    else:
        alone = MemoryLog(clock) if request.param == "memory" else SqliteLog(tmp_path, clock)
        async for opened in _followed(alone, heard):
            yield opened


async def _followed(opened: EventLog, heard: list[Commit]) -> AsyncIterator[EventLog]:
    def begin_again() -> None:
        raise AssertionError("nobody made the log anew")

    await opened.follow(opened.newest, heard.append, begin_again)
    yield opened
    await opened.close()


@pytest.fixture(params=OWN_CLOCK)
def log_by_our_clock(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock
) -> EventLog:
    return MemoryLog(clock) if request.param == "memory" else SqliteLog(tmp_path, clock)


async def append(log: EventLog, drafts: Sequence[Draft]) -> Appended:
    """Append, and wait until the log's follower has heard of it: a shared log tells it later."""
    appended = await log.append(drafts)
    await until(lambda: log.newest >= appended.sequences[-1])
    return appended


async def test_a_new_log_is_empty_and_well(log: EventLog) -> None:
    assert (log.oldest, log.newest) == (1, 0)
    assert await log.read(0) == []
    assert log.trouble is None


async def test_sequences_start_at_one_and_have_no_gaps(log: EventLog) -> None:
    first = await append(log, [draft(value=1), draft(value=2)])
    assert list(first.sequences) == [1, 2]
    assert list((await append(log, [draft(value=3)])).sequences) == [3]
    assert (log.oldest, log.newest) == (1, 3)


async def test_what_was_appended_is_read_in_order_page_by_page(log: EventLog) -> None:
    drafts = [draft(value=number) for number in range(30)]
    await append(log, drafts[:11])
    await append(log, drafts[11:])
    assert await lines(log) == [one.line for one in drafts]
    assert await lines(log, after=25) == [one.line for one in drafts[25:]]
    assert await log.read(30) == []
    assert await log.read(99) == []


async def test_groups_appended_at_once_stay_in_order_and_none_is_lost(log: EventLog) -> None:
    groups = [[draft(value=f"{number}-{part}") for part in range(3)] for number in range(40)]
    appended = await asyncio.gather(*(append(log, group) for group in groups))
    sequences = [one.sequences for one in appended]
    assert sorted(number for group in sequences for number in group) == list(range(1, 121))
    assert all(list(group) == sorted(group) for group in sequences)
    written = await lines(log)
    for group, numbers in zip(groups, sequences, strict=True):
        assert [written[number - 1] for number in numbers] == [one.line for one in group]


async def test_the_follower_hears_of_every_event_once_and_in_order(
    log: EventLog, heard: list[Commit]
) -> None:
    drafts = [draft(value=number) for number in range(5)]
    await append(log, drafts[:1])
    await append(log, drafts[1:])
    assert [one for commit in heard for one in commit.drafts] == drafts
    assert [number for commit in heard for number in commit.sequences] == [1, 2, 3, 4, 5]
    assert [at for commit in heard for at in commit.received] == [
        entry.received for entry in await log.read(0)
    ]


async def test_received_grows_with_the_sequence(log: EventLog) -> None:
    for number in range(5):
        await append(log, [draft(value=[number, 1]), draft(value=[number, 2])])
    received = [entry.received for entry in await log.read(0)]
    assert received == sorted(set(received))


async def test_received_grows_also_when_the_clock_steps_back(
    log_by_our_clock: EventLog, clock: ManualClock
) -> None:
    log = log_by_our_clock
    await log.append([draft(), draft()])
    clock.advance(-3600)
    await log.append([draft()])
    clock.advance(7200)
    await log.append([draft()])
    received = [entry.received for entry in await log.read(0)]
    assert received[0] == MORNING
    assert received == sorted(set(received))
    assert received[-1] == MORNING + 3600 * NS
    await log.close()


async def test_events_are_found_by_what_they_hold_since_a_time_oldest_first(
    log: EventLog, clock: ManualClock
) -> None:
    for number in range(6):
        await append(log, [draft("a", number), draft("b", number)])
        clock.advance(10)
    fragment = b'"entity_id":"b"'
    received = {entry.sequence: entry.received for entry in await log.read(0)}

    async def found(since: int, limit: int) -> list[int]:
        return [entry.sequence for entry in await log.find(fragment, since, limit)]

    assert await found(0, 99) == [2, 4, 6, 8, 10, 12]
    assert await found(0, 2) == [2, 4]
    assert await found(received[5], 99) == [6, 8, 10, 12]
    assert await found(received[6], 2) == [6, 8]
    assert await found(received[6] + 1, 2) == [8, 10]
    assert await found(received[12] + 1, 99) == []


async def test_the_last_event_at_a_time_is_known(log: EventLog, clock: ManualClock) -> None:
    for number in range(3):
        await append(log, [draft(value=number)])
        clock.advance(10)
    received = [entry.received for entry in await log.read(0)]
    times = (received[0] - 1, received[0], received[2] - 1, received[2], received[2] + NS)
    assert [await log.sequence_at(time) for time in times] == [0, 1, 2, 3, 3]


async def test_receipts_are_kept_with_the_time_they_were_received(
    log: EventLog, clock: ManualClock
) -> None:
    one, two, three = (bytes([number]) * 16 for number in range(3))
    await append(log, [draft(value=0), draft(value=1, receipt=one), draft(value=2, receipt=two)])
    clock.advance(60)
    await append(log, [draft(value=3, receipt=three)])
    _, first, second, third = [entry.received for entry in await log.read(0)]
    assert await log.receipts(0) == [(first, one), (second, two), (third, three)]
    assert await log.receipts(second) == [(second, two), (third, three)]


async def test_one_read_is_bounded_in_bytes_and_still_gets_on(log: EventLog) -> None:
    big = [draft(str(number), "x" * (READ_BYTES // 2)) for number in range(5)]
    await append(log, big)
    assert 1 <= len(await log.read(0)) < 5
    assert await lines(log) == [one.line for one in big]


async def test_an_append_that_is_given_up_does_not_stop_the_others(log: EventLog) -> None:
    given_up = asyncio.ensure_future(log.append([draft(value="first")]))
    await asyncio.sleep(0)
    given_up.cancel()
    await append(log, [draft(value="second")])
    assert (await lines(log))[-1] == draft(value="second").line
