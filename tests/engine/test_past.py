"""Snapshots, the past they lead to, and what may expire because of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.engine import snapshots
from flux_tui.engine.engine import Engine
from flux_tui.engine.log.event_log import Entry, EventLog, Retention, Snapshot
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.engine.log.thinning import NEWEST, surplus
from flux_tui.engine.state import HeldEntity, State
from flux_tui.model.clock import Clock
from flux_tui.model.instant import NS, format_rfc3339, parse_rfc3339
from flux_tui.protocol.events import SentEvent
from tests.engine.http.streams import next_of_kind, stream
from tests.engine.manual_clock import MORNING, ManualClock
from tests.engine.running import START_SECONDS, LocalEngine, local_engine, until

LOGS: dict[str, Callable[[Path, Clock], EventLog]] = {
    "memory": lambda _, clock: MemoryLog(clock),
    "sqlite": SqliteLog,
}
EVERYTHING = 10**15


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots come after few events."""
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVENTS", 10)
    monkeypatch.setattr(snapshots, "CLOSING_EVENTS", 5)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=LOGS)
async def served(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock
) -> AsyncIterator[LocalEngine]:
    async with local_engine(LOGS[request.param](tmp_path, clock), clock=clock) as running:
        yield running


@pytest.fixture
async def client(served: LocalEngine) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as opened:
        yield opened


def sent(entity_id: str, **properties: Any) -> SentEvent:
    payload = {"entity_id": entity_id, "properties": properties}
    return {"stream": "s", "source": "t", "payload": payload}


async def history_of(engine: Engine, clock: ManualClock, events: int) -> list[Any]:
    """Publish one event a second; the worlds after each, the empty one first."""
    worlds: list[Any] = [{}]
    for number in range(1, events + 1):
        if number % 7 == 0:
            await engine.publisher.delete([f"e{number % 3}"])
        else:
            await engine.publisher.publish([sent(f"e{number % 4}", n=number, é=[number])])
        worlds.append(world(json.loads(engine.state.listing())))
        await until(lambda: not engine._snapshotter.is_due)
        clock.advance(1)
    return worlds


def world(listed: list[dict[str, Any]]) -> dict[str, Any]:
    return {entity["id"]: (entity["properties"], entity["lastUpdated"]) for entity in listed}


async def test_the_world_is_known_at_every_sequence_and_every_time(
    served: LocalEngine, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    worlds = await history_of(served.engine, clock, 35)
    for sequence, expected in reversed(list(enumerate(worlds))):
        answer = await client.get("/api/state/entities", params={"at": str(sequence)})
        assert world(answer.json()) == expected
        assert answer.headers["flux-sequence"] == str(sequence)
        moment = format_rfc3339(MORNING + (sequence - 1) * NS + NS // 2)
        then = await client.get("/api/state/entities", params={"at": moment})
        assert then.headers["flux-sequence"] == str(sequence)
        assert world(then.json()) == expected


async def test_a_past_world_is_made_from_the_snapshot_before_it(
    served: LocalEngine,
    client: httpx.AsyncClient,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worlds = await history_of(served.engine, clock, 35)
    read = served.engine.log.read
    asked: list[int] = []

    async def counted(after: int, limit: int) -> list[Entry]:
        asked.append(limit)
        return await read(after, limit)

    monkeypatch.setattr(served.engine.log, "read", counted)
    answer = await client.get("/api/state/entities", params={"at": "34"})
    assert world(answer.json()) == worlds[34]
    assert sum(asked) < 10


async def test_an_entity_is_known_as_it_was(
    served: LocalEngine, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    worlds = await history_of(served.engine, clock, 20)
    for sequence, expected in enumerate(worlds):
        answer = await client.get("/api/state/entities/e1", params={"at": str(sequence)})
        if "e1" in expected:
            assert world([answer.json()])["e1"] == expected["e1"]
        else:
            assert answer.status_code == 404


async def test_what_is_to_come_is_now(
    served: LocalEngine, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    worlds = await history_of(served.engine, clock, 5)
    for at in ("6", "9" * 30, "2099-01-01T00:00:00Z"):
        answer = await client.get("/api/state/entities", params={"at": at})
        assert world(answer.json()) == worlds[-1]
        assert answer.headers["flux-sequence"] == "5"


@pytest.mark.parametrize("at", ["", "yesterday", "-1", "1.5", "2026-13-01T00:00:00Z"])
async def test_a_time_that_is_none_is_refused(client: httpx.AsyncClient, at: str) -> None:
    answer = await client.get("/api/state/entities", params={"at": at})
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


@pytest.mark.parametrize("kind", LOGS)
@pytest.mark.parametrize("limit", ["age", "size"])
async def test_what_expires_is_gone_and_what_it_did_is_not(
    tmp_path: Path, clock: ManualClock, kind: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    retention = Retention(30 * NS, EVERYTHING) if limit == "age" else Retention(EVERYTHING * NS, 1)
    log = LOGS[kind](tmp_path, clock)
    engine = Engine(log, clock, retention)
    await engine.start()
    await engine.publisher.publish([sent("old", n="never changed again")])
    worlds = await history_of(engine, clock, 60)
    assert (await log.snapshot_at(61)) is not None
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVENTS", 1)
    clock.advance(25)
    await engine.publisher.publish([sent("last", n=1)])
    await until(lambda: log.oldest > 1)
    await engine.close()
    if isinstance(log, MemoryLog):
        return

    log = LOGS[kind](tmp_path, clock)
    async with (
        local_engine(log, clock=clock) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        listed = world((await client.get("/api/state/entities")).json())
        assert listed["old"][0] == {"n": "never changed again"}
        assert worlds[-1].items() <= listed.items()
        too_old = await client.get("/api/state/entities", params={"at": "1"})
        assert (too_old.status_code, list(too_old.json())) == (410, ["error"])
        long_ago = {"at": format_rfc3339(MORNING - NS)}
        assert (await client.get("/api/state/entities", params=long_ago)).status_code == 410
        edge = await client.get("/api/state/entities", params={"at": str(log.oldest - 1)})
        assert edge.status_code == 200
        async with stream(served.url, {"after": "1"}) as (_, messages):
            _, reset = await next_of_kind(messages, "reset")
        assert (reset["oldest"], reset["newest"]) == (log.oldest, log.newest)


async def test_a_task_that_ends_by_a_defect_is_told_at_once(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(retention: Retention, now: int) -> int:
        raise RuntimeError("a defect")

    log = MemoryLog(clock)
    monkeypatch.setattr(log, "overdue", fail)
    engine = Engine(log, clock, Retention(1, 1))
    await engine.start()
    await until(lambda: "the engine's snapshots have ended" in caplog.text)
    assert "a defect" in caplog.text
    await engine.close()


async def test_an_engine_ends_though_a_cancellation_was_taken_for_nothing(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def answered_at_that_moment(retention: Retention, now: int) -> int:
        """As nats-py does on Python 3.11 when the answer comes just when it is cancelled."""
        asked.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return 0

    log = MemoryLog(clock)
    monkeypatch.setattr(log, "overdue", answered_at_that_moment)
    engine = Engine(log, clock, Retention(1, 1))
    await engine.start()
    await asked.wait()
    async with asyncio.timeout(START_SECONDS):
        await engine.close()


async def test_a_start_goes_on_from_the_last_snapshot(tmp_path: Path, clock: ManualClock) -> None:
    engine = Engine(SqliteLog(tmp_path, clock), clock)
    await engine.start()
    worlds = await history_of(engine, clock, 25)
    await engine.close()

    log = SqliteLog(tmp_path, clock)
    snapshot = await log.snapshot_at(log.newest)
    assert snapshot is not None
    assert snapshot.sequence == 25
    engine = Engine(log, clock)
    await engine.start()
    assert world(json.loads(engine.state.listing())) == worlds[-1]
    await engine.close()


async def test_json_lines_are_the_same_world(
    served: LocalEngine, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    worlds = await history_of(served.engine, clock, 12)
    answer = await client.get("/api/state/entities", headers={"Accept": "application/x-ndjson"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["flux-sequence"] == "12"
    lines = answer.text.split("\n")
    assert lines.pop() == ""
    assert world([json.loads(line) for line in lines]) == worlds[-1]


async def test_an_unchanged_world_is_not_sent_again(
    served: LocalEngine, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    await history_of(served.engine, clock, 3)
    first = await client.get("/api/state/entities")
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get("/api/state/entities", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    lines = await client.get(
        "/api/state/entities", headers=known | {"Accept": "application/x-ndjson"}
    )
    assert lines.status_code == 200
    await served.engine.publisher.publish([sent("e1", n=0)])
    assert (await client.get("/api/state/entities", headers=known)).status_code == 200


@given(st.sets(st.integers(1, 10**7), max_size=200).map(sorted))
def test_thinning_keeps_the_first_the_newest_and_few_of_the_rest(sequences: list[int]) -> None:
    going = set(surplus(sequences))
    kept = [sequence for sequence in sequences if sequence not in going]
    assert kept[:1] == sequences[:1]
    assert kept[-NEWEST:] == sequences[-NEWEST:]
    assert len(kept) <= NEWEST + 26
    assert surplus(kept) == []


def test_stamps_of_a_snapshot_are_those_of_the_state() -> None:
    state = State()
    moment = parse_rfc3339("2026-11-25T01:18:53.000000001Z")
    state.load([HeldEntity("e", {"n": 1}, moment)], 1, moment)
    body = snapshots.pack([held.body for held in state.select(None, None)])
    (held,) = snapshots.unpack(Snapshot(1, moment, body))
    assert (held.id, held.properties, held.updated) == ("e", {"n": 1}, moment)
    assert list(snapshots.unpack(Snapshot(0, 0, snapshots.pack([])))) == []
