"""Snapshots that engines share."""

from __future__ import annotations

import asyncio
import logging
from itertools import pairwise

import pytest

from flux_tui.engine import snapshots
from flux_tui.engine.log.event_log import Snapshot
from flux_tui.engine.log.jetstream.log import JetStreamLog
from flux_tui.engine.log.jetstream.snapshots import BUCKET
from tests.engine.running import START_SECONDS, until
from tests.nats.engines import engine_on, event, open_log, publish, same_world, world
from tests.nats.servers import NatsServer
from tests.nats.streams import JetStream

STORE = f"OBJ_{BUCKET}"


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots come after few events."""
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVENTS", 20)
    monkeypatch.setattr(snapshots, "CLOSING_EVENTS", 15)


async def kept(log: JetStreamLog) -> list[int]:
    """The sequences of the snapshots, by looking ever further back."""
    found: list[int] = []
    sequence = 10**9
    while (snapshot := await log.snapshot_at(sequence)) is not None:
        found.append(snapshot.sequence)
        sequence = snapshot.sequence - 1
    return found


async def test_what_is_kept_comes_back_the_newest_at_or_before_a_sequence(
    server: NatsServer,
) -> None:
    log = await open_log(server.url)
    big = Snapshot(7, 70, bytes(range(256)) * 4_000)
    assert await log.snapshot_at(9) is None
    await log.keep_snapshot(Snapshot(3, 30, b""))
    await log.keep_snapshot(big)
    await log.keep_snapshot(Snapshot(12, 120, b"later"))
    assert await log.snapshot_at(11) == big
    assert await log.snapshot_at(6) == Snapshot(3, 30, b"")
    assert await log.snapshot_at(2) is None
    await log.close()


async def test_of_many_the_newest_stay_and_few_of_the_others(server: NatsServer) -> None:
    log = await open_log(server.url)
    for sequence in range(1, 25):
        await log.keep_snapshot(Snapshot(sequence, sequence, b"x"))
    left = await kept(log)
    assert left[:4] == [24, 23, 22, 21]
    assert left[-1] == 1
    assert len(left) < 12
    async with JetStream.at(server.url) as jetstream:
        messages = (await jetstream.info(STORE))["state"]["messages"]
    assert messages == 2 * len(left)
    await log.close()


async def test_an_engine_that_starts_after_events_have_expired_shows_the_whole_world(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as first, JetStream.at(server.url) as jetstream:
        await publish(first.engine, *(event(f"e{number}", n=number) for number in range(25)))
        await until(lambda: not first.engine._snapshotter.is_due)
        (sequence,) = await kept_at_least(1, first.engine.log)
        await publish(first.engine, event("e0", n="after"), event("e1", __deleted__=True))
        await jetstream.purge(seq=sequence)
        async with engine_on(server.url) as second:
            assert second.engine.log.oldest == sequence
            assert len(world(second.engine)) == 24
            await same_world(first.engine, second.engine)


async def test_a_purged_world_is_kept_in_a_snapshot_and_the_purge_is_said(
    server: NatsServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(snapshots, "LOOK_SECONDS", 0.05)
    async with engine_on(server.url) as first, JetStream.at(server.url) as jetstream:
        await publish(first.engine, event("a", n=1), event("b", n=2))
        await jetstream.purge()
        assert await kept_at_least(1, first.engine.log) == [2]
        async with engine_on(server.url) as second:
            await same_world(first.engine, second.engine)
    assert caplog.text.count("keeps none of its events up to 2 any more") == 1


async def kept_at_least(count: int, log: object) -> list[int]:
    """The snapshots, once there are so many."""
    assert isinstance(log, JetStreamLog)
    async with asyncio.timeout(START_SECONDS):
        while True:
            found = await kept(log)
            if len(found) >= count:
                return found
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("damage", ["parts", "digest", "description"])
async def test_a_damaged_snapshot_gives_way_to_the_one_before(
    server: NatsServer, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    log = await open_log(server.url)
    older, newer = Snapshot(5, 50, b"older"), Snapshot(9, 90, b"newer")
    await log.keep_snapshot(older)
    await log.keep_snapshot(newer)
    async with JetStream.at(server.url) as jetstream:
        subjects = await jetstream.subjects(STORE)
        chunk, meta = subjects[-2:] if ".C." in subjects[-2] else reversed(subjects[-2:])
        if damage == "parts":
            await jetstream.purge(STORE, filter=chunk)
        elif damage == "digest":
            await jetstream.purge(STORE, filter=chunk)
            await jetstream.publish(chunk, b"never")
        else:
            await jetstream.publish(meta, b"{")
    assert await log.snapshot_at(9) == older
    assert "the snapshot at 9 is damaged" in caplog.text
    await log.close()


async def test_two_engines_take_turns(server: NatsServer) -> None:
    async with engine_on(server.url) as first, engine_on(server.url) as second:
        for number in range(10):
            await publish((first, second)[number % 2].engine, *(event("e", n=n) for n in range(10)))
        await same_world(first.engine, second.engine)
        found = await kept_at_least(3, first.engine.log)
        assert all(later - earlier >= 10 for later, earlier in pairwise(found))


async def test_a_claim_that_led_to_nothing_holds_up_one_interval_alone(server: NatsServer) -> None:
    first, second = await open_log(server.url), await open_log(server.url)
    assert await first.claim_snapshot(0, 50) is None
    assert await second.claim_snapshot(0, 51) == 50
    assert await second.claim_snapshot(50, 100) is None
    claims = await asyncio.gather(*(log.claim_snapshot(100, 150) for log in (first, second)))
    assert sorted(claims, key=str) == [150, None]
    await first.close()
    await second.close()


async def test_a_world_whose_past_is_lost_is_what_the_rest_adds_up_to(
    server: NatsServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with engine_on(server.url) as first, JetStream.at(server.url) as jetstream:
        await publish(first.engine, event("gone", n=1), event("there", n=2))
        await jetstream.purge(seq=2)
    with caplog.at_level(logging.WARNING):
        async with engine_on(server.url) as second:
            assert list(world(second.engine)) == ["there"]
    assert "no snapshot stands for the events before 2" in caplog.text
