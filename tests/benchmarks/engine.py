"""The engine's figures: publishing, snapshot, restart, and the delay of many readers.

Each figure has its floor, the same work without the engine. wrk's one thread takes a tenth of what
the engine takes for a request; see ``load.py`` for what is used without it.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil

from flux_tui.engine.engine import Engine
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.model.clock import SystemClock
from flux_tui.protocol.events import SentEvent
from tests.benchmarks.figure import Figure
from tests.benchmarks.load import BATCH, SECONDS, request_rate
from tests.engine.running import EngineProcess, engine_process
from tests.ports import free_port

FLOOR_APP = """
import sys, uvicorn
async def app(scope, receive, send):
    await receive()
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="error", lifespan="off")
"""


def single_publishes(connections: int = 16) -> Iterator[Figure]:
    """Events a second, one a request, each acknowledged on disk; the floor answers without work."""
    with _engine() as engine:
        rate, cost = _loaded(engine, "single", connections)
    with _bare_server() as url:
        floor = request_rate(url, "single", connections)
    name = f"single publishes, {connections} connections"
    yield Figure(name, rate, "/s", floor=floor, goal="≥ 10,000")
    yield Figure(f"{name}: processor time of one", cost, "µs")


def batch_publishes(connections: int) -> Iterator[Figure]:
    """Events a second in batches of 100, on disk; the floor inserts as many rows with SQLite."""
    with _engine() as engine:
        rate, cost = _loaded(engine, "batch", connections)
    name = f"batches of {BATCH}, {connections} connection{'s' if connections > 1 else ''}"
    goal = "≥ 60,000" if connections == 1 else "≥ 100,000"
    yield Figure(name, rate * BATCH, "events/s", floor=_bare_inserts(), goal=goal)
    yield Figure(f"{name}: processor time of an event", cost / BATCH, "µs")


def _loaded(engine: EngineProcess, kind: str, connections: int) -> tuple[float, float]:
    """Requests a second, and the engine's processor time for one in µs, which wanders less than
    the rate where others use the machine too."""
    process = psutil.Process(engine.process.pid)
    request_rate(engine.url, kind, connections, seconds=1)
    before = process.cpu_times()
    rate = request_rate(engine.url, kind, connections)
    after = process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return rate, spent / (rate * SECONDS) * 1e6


def snapshot(entities: int = 13_000) -> Figure:
    """Milliseconds for the whole state over HTTP, while nothing else happens."""
    with _engine() as engine, httpx.Client(base_url=engine.url, timeout=60) as client:
        for start in range(0, entities, 1000):
            events = [
                _event(f"entity-{number}", {"n": number, "unit": "celsius", "status": "ok"})
                for number in range(start, min(start + 1000, entities))
            ]
            client.post("/api/events/batch", json={"events": events}).raise_for_status()
        times = [_timed(lambda: client.get("/api/state/entities").content) for _ in range(31)]
    return Figure(
        f"snapshot of {entities:,} entities",
        statistics.median(times[1:]),
        "ms",
        p99=max(times[1:]),
        goal="≤ 10",
    )


def restart(events: int = 1_000_000) -> Figure:
    """Milliseconds from the command to its line with so many events in the log, after a crash;
    the floor is a start with an empty log."""
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(_fill(Path(directory) / "full", events))
        times = [_start(Path(directory) / "full") for _ in range(3)]
        floor = _start(Path(directory) / "empty")
    return Figure(
        f"restart with {events:,} events",
        statistics.median(times),
        "ms",
        floor=floor,
        goal="≤ 5,000",
    )


def readers(count: int = 100, rate: int = 1_000) -> Figure:
    """Milliseconds from the sending of an event to its arrival at a reader of the stream."""
    with _engine() as engine:
        delays = asyncio.run(_delays(engine.url, count, rate))
    delays.sort()
    return Figure(
        f"{count} readers at {rate:,} events/s",
        statistics.median(delays),
        "ms",
        p99=delays[len(delays) * 99 // 100],
        goal="p99 ≤ 15",
    )


def measure() -> Iterator[Figure]:
    """All of them, one after the other."""
    yield from single_publishes()
    yield from batch_publishes(1)
    yield from batch_publishes(8)
    yield snapshot()
    yield readers()
    yield restart()


@contextmanager
def _engine() -> Iterator[EngineProcess]:
    with (
        tempfile.TemporaryDirectory() as directory,
        engine_process(data=Path(directory) / "data") as engine,
    ):
        yield engine


@contextmanager
def _bare_server() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", FLOOR_APP, str(port)])
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(url)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()


def _bare_inserts() -> float:
    """Events a second that SQLite takes as rows, a commit a batch, synced to disk."""
    line = json.dumps(_event("sensor-1", {"temperature": 1.5, "unit": "celsius"})).encode()
    with tempfile.TemporaryDirectory() as directory:
        database = sqlite3.connect(Path(directory) / "bare.db", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE event (sequence INTEGER PRIMARY KEY, body BLOB)")
        begun, batches = time.perf_counter(), 0
        while time.perf_counter() < begun + 2:
            database.execute("BEGIN")
            database.executemany("INSERT INTO event (body) VALUES (?)", [(line,)] * BATCH)
            database.execute("COMMIT")
            batches += 1
        rate = batches * BATCH / (time.perf_counter() - begun)
        database.close()
    return rate


async def _fill(directory: Path, events: int) -> None:
    clock = SystemClock()
    engine = Engine(SqliteLog(directory, clock), clock)
    await engine.start()
    for start in range(0, events, 1000):
        await engine.publisher.publish(
            _event(f"entity-{number % 10_000}", {"n": number, "unit": "celsius"})
            for number in range(start, start + 1000)
        )
    await engine.log.close()  # As a crash: no snapshot at the end.


def _event(entity_id: str, properties: dict[str, object]) -> SentEvent:
    payload = {"entity_id": entity_id, "properties": properties}
    return {"stream": "bench", "source": "bench", "timestamp": 1, "payload": payload}


def _start(directory: Path) -> float:
    begun = time.perf_counter()
    with engine_process(data=directory) as engine:
        taken = (time.perf_counter() - begun) * 1000
        engine.kill()
    return taken


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


async def _delays(url: str, count: int, rate: int) -> list[float]:
    delays: list[float] = []
    tasks = [asyncio.create_task(_read(url, delays)) for _ in range(count)]
    await asyncio.sleep(1)
    async with httpx.AsyncClient(base_url=url) as client:
        begun = time.perf_counter()
        for tick in range(SECONDS * 100):
            await asyncio.sleep(max(0.0, begun + tick / 100 - time.perf_counter()))
            events = [
                _event(f"e{number}", {"sent": time.time_ns()}) for number in range(rate // 100)
            ]
            await client.post("/api/events/batch", json={"events": events})
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return delays


async def _read(url: str, delays: list[float]) -> None:
    """One reader, as cheap as can be: it is not what is measured."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(b"GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    while block := await reader.read(65_536):
        now = time.time_ns()
        delays += [(now - int(sent)) / 1e6 for sent in re.findall(rb'"sent":(\d+)', block)]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
