"""The explorer from outside: a pty of 160x45, times to the bytes of the new text on it."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import psutil

from flux_tui.client import FluxClient
from flux_tui.model.event import setting
from flux_tui.model.json import JsonObject
from tests.benchmarks.figure import Figure, percentile
from tests.engine.running import engine_process
from tests.terminal.pty_process import PtyProcess, flux_tui
from tests.terminal.terminal import usual_environment

PATIENCE = 30.0
"""Seconds to wait for a text at most."""

STARTS = 8
"""Starts of each program that are measured, by turns."""

PUBLISHES = 150
"""Publishes whose way to the screen is measured."""

PAUSE = 0.06
"""Seconds between two of them: each finds the explorer idle."""

MEMORY_MB = 1024 * 1024


EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("entity-000")
Empty().run()
"""
"""The floor of a start: Textual with one text on the screen."""


class Watched:
    """A program in a pty, and what it has written since one last looked."""

    def __init__(self, command: Sequence[str]) -> None:
        self._new = asyncio.Event()
        self._seen = bytearray()
        self.written = 0
        self._process = PtyProcess(
            command,
            environment=usual_environment(),
            received=self._receive,
            columns=160,
            lines=45,
        )

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def seen(self) -> bytes:
        """What it has written since one last forgot."""
        return bytes(self._seen)

    def forget(self) -> None:
        """Look only at what comes from now on."""
        self._seen.clear()

    async def writes(self, text: bytes) -> float:
        """Wait for a text; the time at which its bytes were there."""
        async with asyncio.timeout(PATIENCE):
            while text not in self._seen:
                self._new.clear()
                await self._new.wait()
        return time.perf_counter()

    async def writes_much(self, size: int) -> float:
        """Wait for so many bytes; the time at which they were there."""
        async with asyncio.timeout(PATIENCE):
            while len(self._seen) < size:
                self._new.clear()
                await self._new.wait()
        return time.perf_counter()

    def press(self, keys: bytes) -> None:
        """Press keys."""
        self._process.write(keys)

    def end(self) -> None:
        """Kill it."""
        self._process.kill()

    def _receive(self, data: bytes) -> None:
        self._seen += data
        self.written += len(data)
        self._new.set()


@asynccontextmanager
async def watching(command: Sequence[str]) -> AsyncIterator[Watched]:
    """A program in a pty, killed at the end."""
    watched = Watched(command)
    try:
        yield watched
    finally:
        watched.end()


@asynccontextmanager
async def world(entities: int) -> AsyncIterator[tuple[str, FluxClient]]:
    """An engine with so many entities of 5 properties; its URL, and a client."""
    with engine_process() as engine:
        async with FluxClient(engine.url, timeout=60) as client:
            await report_all(client, entities)
            yield engine.url, client


async def report_all(client: FluxClient, entities: int, warmer: float = 0.0) -> None:
    """Let so many entities report all their properties, of which one is higher by ``warmer``."""
    for start in range(0, entities, 1000):
        numbers = range(start, min(start + 1000, entities))
        await client.publish_batch(
            [setting("bench", "me", f"entity-{n:06}", _properties(n, warmer)) for n in numbers]
        )


def _properties(number: int, warmer: float) -> JsonObject:
    return {
        "status": "ok",
        "temperature": number / 10 + warmer,
        "unit": "celsius",
        "floor": number % 7,
        "open": number % 2 == 0,
    }


async def _start(command: Sequence[str], text: bytes) -> float:
    """Milliseconds from the command to a text on the terminal."""
    began = time.perf_counter()
    async with watching(command) as watched:
        return (await watched.writes(text) - began) * 1000


async def starts(entities: int, goal: str) -> Figure:
    """Start until the first entity; the floor is Textual with one text on the screen."""
    floor_command = [sys.executable, "-c", EMPTY_APP]
    async with world(entities) as (url, _):
        times, floors = [], []
        for _ in range(STARTS):
            times.append(await _start(flux_tui("--url", url), b"entity-000"))
            floors.append(await _start(floor_command, b"entity-000"))
    return Figure(
        f"start → first entity, {entities:,} entities",
        statistics.median(times),
        "ms",
        p99=max(times),
        floor=statistics.median(floors),
        goal=goal,
    )


async def publish_to_screen() -> Figure:
    """An event over HTTP until its value's bytes are on the terminal, one every 60 ms."""
    delays = []
    async with world(1000) as (url, client), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"entity-000")
        widest = setting("bench", "me", "entity-000003", {"temperature": 499_999})
        await client.publish(widest)  # a value is cut until the next tick widens its column
        await asyncio.sleep(2)
        for number in range(PUBLISHES):
            value = 500_000 + number
            event = setting("bench", "me", "entity-000003", {"temperature": value})
            watched.forget()
            began = time.perf_counter()
            publishing = asyncio.create_task(client.publish(event))
            delays.append((await watched.writes(str(value).encode()) - began) * 1000)
            await publishing
            await asyncio.sleep(PAUSE)
    return Figure(
        "publish → screen, idle",
        statistics.median(delays),
        "ms",
        p99=percentile(delays, 0.99),
        goal="≤ 6 / 20",
    )


async def idle() -> Iterator[Figure]:
    """Share of a core without traffic, and memory, with 1,000 entities."""
    async with world(1000) as (url, _), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"entity-000")
        await asyncio.sleep(62)
        process = psutil.Process(watched.pid)
        before = sum(process.cpu_times()[:2])
        await asyncio.sleep(20)
        share = (sum(process.cpu_times()[:2]) - before) / 20 * 100
        memory = memory_of(process)
    return iter(
        [
            Figure("CPU, 1,000 entities, idle for a minute", share, "%", goal="≤ 0.5"),
            Figure("memory, 1,000 entities", memory, "MB", goal="≤ 55"),
        ]
    )


async def thousand_a_second() -> Iterator[Figure]:
    """Share of a core at 1,000 updates a second, in sight and beneath an open composer."""
    async with world(1000) as (url, client), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"entity-000")
        await asyncio.sleep(2)
        seen = await _updated(client, watched)
        watched.press(b"n")
        await asyncio.sleep(2)
        beneath = await _updated(client, watched)
    named = "CPU at 1,000 updates/s"
    return iter(
        [
            Figure(named, seen, "%", goal="≤ 8"),
            Figure(f"{named}, beneath a composer", beneath, "%", goal="≤ 8"),
        ]
    )


async def _updated(client: FluxClient, watched: Watched) -> float:
    """Per cent of a core for 10 s of updates, in batches of 50."""
    process = psutil.Process(watched.pid)
    before, began = sum(process.cpu_times()[:2]), time.perf_counter()
    for tick in range(200):
        events = [
            setting("bench", "me", f"entity-{(tick * 50 + n) % 1000:06}", {"floor": tick})
            for n in range(50)
        ]
        await client.publish_batch(events)
        await asyncio.sleep(max(0.0, began + (tick + 1) * 0.05 - time.perf_counter()))
    spent: float = sum(process.cpu_times()[:2]) - before
    return spent / (time.perf_counter() - began) * 100


def memory_of(process: psutil.Process) -> float:
    """The proportional set size in MB where the system knows it, else the resident set."""
    with contextlib.suppress(psutil.Error, AttributeError):
        return float(process.memory_full_info().pss / MEMORY_MB)
    return float(process.memory_info().rss / MEMORY_MB)


def measure() -> Iterator[Figure]:
    """All of them, one after the other."""
    yield asyncio.run(starts(1000, "≤ 250"))
    yield asyncio.run(publish_to_screen())
    yield from asyncio.run(idle())
    yield from asyncio.run(thousand_a_second())
