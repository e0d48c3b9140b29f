from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random

import pytest

from flux_tui.client import FluxClient
from flux_tui.demo.director import Director, Happening, PropertyChanged
from flux_tui.demo.stage import Life, Stage, Thing
from flux_tui.errors import Refused, Unreachable
from flux_tui.model.change import EntityDeleted
from flux_tui.model.event import Event
from flux_tui.protocol.answers import BatchAnswer, BatchResult


class FakeTime:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> int:
        return int(self.seconds * 1e9)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


class FakeServer(FluxClient):
    """Takes batches, while it is there."""

    def __init__(self, time: FakeTime, error: str | None = None) -> None:
        super().__init__("http://fake")
        self.time = time
        self.error = error
        self.away_from, self.away_until = 0.0, 0.0
        self.batches: list[tuple[float, list[Event]]] = []

    async def publish_batch(self, events: Sequence[Event]) -> BatchAnswer:
        if self.away_from <= self.time.seconds < self.away_until:
            raise Unreachable("away")
        self.batches.append((self.time.seconds - 100, list(events)))
        result = BatchResult(eventId="1", stream="t", error=self.error)
        return BatchAnswer(successful=0, failed=0, results=[result for _ in events])

    def times(self) -> list[float]:
        return [round(at, 2) for at, _ in self.batches]


def counting(thing: Thing) -> Life:
    for n in (1, 1, 2):
        yield 1.0
        thing.set({"n": n})
    yield 1.0
    thing.delete()


def stage() -> Stage:
    stage = Stage(Random(1))
    stage.start(counting(Thing(stage, "t-1", "stream", "me", {"n": 0, "unit": "m"})))
    return stage


def director(
    server: FakeServer, told: list[Happening], *, speed: float = 1.0, blocking: bool = False
) -> Director:
    return Director(
        server,
        stage(),
        clock=server.time,
        speed=speed,
        blocking=blocking,
        tell=told.append,
        sleep=server.time.sleep,
    )


@pytest.mark.parametrize("blocking", [False, True])
async def test_each_thing_is_published_in_its_time(blocking: bool) -> None:
    server = FakeServer(FakeTime())
    await director(server, [], blocking=blocking).play(10.0)
    assert server.times() == [0, 1, 2, 3, 4]
    assert server.time.seconds == pytest.approx(110)


async def test_a_speed_makes_it_pass_faster() -> None:
    server = FakeServer(FakeTime())
    await director(server, [], speed=2.0).play(10.0)
    assert server.times() == [0, 0.5, 1, 1.5, 2]


async def test_it_ends_when_its_time_is_over() -> None:
    server = FakeServer(FakeTime())
    await director(server, []).play(2.5)
    assert server.times() == [0, 1, 2]


async def test_what_changed_is_told_with_what_it_was_before() -> None:
    told: list[Happening] = []
    await director(FakeServer(FakeTime()), told).play(10.0)
    changes = [(h.property, h.before, h.value) for h in told if isinstance(h, PropertyChanged)]
    assert changes == [("n", None, 0), ("unit", None, "m"), ("n", 0, 1), ("n", 1, 2)]
    assert told[-1] == EntityDeleted("t-1", 104 * 10**9, "me")


async def test_a_deletion_is_a_tombstone_in_the_order_of_events() -> None:
    server = FakeServer(FakeTime())
    await director(server, []).play(10.0)
    event = server.batches[-1][1][0]
    assert (event.is_tombstone, event.stream) == (True, "flux.events.deletions")


async def test_a_server_that_comes_back_is_told_the_whole_world() -> None:
    server = FakeServer(FakeTime())
    server.away_from, server.away_until = 100.5, 102.7
    await director(server, []).play(10.0)
    assert server.batches[1][1][0].properties == {"n": 1, "unit": "m"}
    assert server.batches[-1][1][0].is_tombstone


async def test_a_server_that_is_not_there_at_the_beginning_is_an_error() -> None:
    server = FakeServer(FakeTime())
    server.away_until = float("inf")
    with pytest.raises(Unreachable):
        await director(server, []).play(10.0)


async def test_a_server_that_refuses_is_an_error_in_its_own_words() -> None:
    with pytest.raises(Refused, match="token is missing"):
        await director(FakeServer(FakeTime(), "token is missing"), []).play(10.0)
