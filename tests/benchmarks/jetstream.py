"""Figures of engines on a JetStream stream, beside one engine on SQLite, which is their floor.

One NATS server on the same machine takes its share of it: with servers of their own, engines have
more. Its stream is written to a file, and synced to disk when NATS thinks fit (every two minutes).
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.load import BATCH, SECONDS, request_rate
from tests.engine.running import EngineProcess, engine_process
from tests.nats.servers import nats_cluster, nats_server

EVENTS = 300
"""Events whose delay from one engine to the other's readers is measured."""


def measure() -> Iterator[Figure]:
    """All of them, one after the other."""
    for kind, events in (("single", 1), ("batch", BATCH)):
        name = "single publishes" if events == 1 else f"batches of {BATCH}"
        with _on_disk() as engine:
            floor = _rate([engine.url], kind) * events
        for count in (1, 2):
            with _on_stream(count) as engines:
                value = _rate([engine.url for engine in engines], kind) * events
            title = f"{name}, {count} engine{'s' if count > 1 else ''} on a stream"
            yield Figure(title, value, "events/s", floor=floor)
    with _on_stream(1, cluster=True) as engines:
        value = _rate([engines[0].url], "batch") * BATCH
    yield Figure(f"batches of {BATCH}, 1 engine, three copies", value, "events/s", floor=floor)
    yield from _costs()
    yield _delay(cluster=False)
    yield _delay(cluster=True)


def _costs() -> Iterator[Figure]:
    """Processor time of an event, which wanders less than rates where others use the machine: at
    the engine that takes it, at one that hears of it, and at the server; the floor is an engine on
    SQLite that takes it."""
    with _on_disk() as engine:
        (floor,) = _spent([engine.url], [engine.process.pid])
    with tempfile.TemporaryDirectory() as place, nats_server(Path(place)) as server:
        assert server.process is not None
        with engine_process(nats=server.url) as first, engine_process(nats=server.url) as second:
            pids = [first.process.pid, second.process.pid, server.process.pid]
            costs = _spent([first.url, second.url], pids)
    for who, cost in zip(("who takes it", "who hears of it", "NATS"), costs, strict=True):
        yield Figure(f"processor time of an event: {who}", cost, "µs", floor=floor)


def _spent(urls: Sequence[str], pids: Sequence[int]) -> list[float]:
    """Microseconds that each process spends on an event of a batch that the first engine takes."""
    processes = [psutil.Process(pid) for pid in pids]
    before = [_processor_seconds(process) for process in processes]
    events = request_rate(urls[0], "batch", 8) * SECONDS * BATCH
    _wait_until_equal(urls)
    after = [_processor_seconds(process) for process in processes]
    return [(late - early) / events * 1e6 for early, late in zip(before, after, strict=True)]


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _delay(*, cluster: bool) -> Figure:
    """Milliseconds from the sending of an event to one engine to its arrival at a reader of the
    other; the floor is a reader of the same engine."""
    with _on_stream(2, cluster=cluster) as (first, second):
        floor = asyncio.run(_delays(first.url, first.url))
        delays = asyncio.run(_delays(first.url, second.url))
    return Figure(
        f"publish → a reader of another engine, {'three copies' if cluster else 'one server'}",
        statistics.median(delays),
        "ms",
        p99=percentile(delays, 0.99),
        floor=statistics.median(floor),
    )


@contextmanager
def _on_disk() -> Iterator[EngineProcess]:
    with tempfile.TemporaryDirectory() as place, engine_process(data=Path(place)) as engine:
        yield engine


@contextmanager
def _on_stream(count: int, *, cluster: bool = False) -> Iterator[list[EngineProcess]]:
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        if cluster:
            urls = stack.enter_context(nats_cluster(Path(place))).urls
        else:
            urls = stack.enter_context(nats_server(Path(place))).url
        yield [stack.enter_context(engine_process(nats=urls)) for _ in range(count)]


def _rate(urls: Sequence[str], kind: str) -> float:
    """Requests a second of all engines together, each under a load of its own; measured once all
    have heard of what was published: an engine that acknowledges and lags would gain nothing."""
    rates: list[float] = []

    def load(url: str) -> None:
        rates.append(request_rate(url, kind, 16 if kind == "single" else 8))

    begun = time.perf_counter()
    threads = [threading.Thread(target=load, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    loaded = time.perf_counter() - begun
    _wait_until_equal(urls)
    behind = time.perf_counter() - begun - loaded
    return sum(rates) * SECONDS / (SECONDS + behind)


def _wait_until_equal(urls: Sequence[str]) -> None:
    still = 0
    before: list[int] = []
    while still < 3:
        told = [httpx.get(f"{url}/api/health", timeout=60).json()["sequence"] for url in urls]
        still = still + 1 if told == before and len(set(told)) == 1 else 0
        before = told
        time.sleep(0.02)


async def _delays(publish_to: str, read_from: str) -> list[float]:
    """One event after the other, each once the one before has arrived."""
    delays: list[float] = []
    async with (
        httpx.AsyncClient(timeout=30) as client,
        client.stream("GET", f"{read_from}/api/stream") as stream,
    ):
        lines = stream.aiter_lines()
        for number in range(EVENTS):
            content: dict[str, Any] = {
                "stream": "bench",
                "source": "bench",
                "timestamp": 1,
                "payload": {"entity_id": "e", "properties": {"number": number}},
            }
            begun = time.perf_counter()
            publishing = asyncio.create_task(client.post(f"{publish_to}/api/events", json=content))
            async for line in lines:
                if line.startswith("data: ") and _number(line) == number:
                    break
            delays.append((time.perf_counter() - begun) * 1000)
            await publishing
    return delays[10:]


def _number(line: str) -> object:
    event = json.loads(line.removeprefix("data: ")).get("event") or {}
    return event.get("payload", {}).get("properties", {}).get("number")
