"""The explorer under a flood: keys, how far behind it is, and what one changed row costs."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

from flux_tui.client import FluxClient
from flux_tui.model.event import setting
from tests.benchmarks.explorer import Watched, watching, world
from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.load import BATCH, UPDATES, loading, rate_of
from tests.engine.running import engine_process
from tests.terminal.pty_process import flux_tui

SECONDS = 12
"""How long a flood lasts."""

RATE = 75_000
"""Updates a second, as a real Flux sends them at the most that it takes."""

CALM = 2.0
"""Seconds of a flood, and before one, in which nothing is measured yet."""

BETWEEN_KEYS = 0.05
"""Seconds between two keys, as one who holds a key down."""

BETWEEN_MARKS = 0.3
"""Seconds between two events that are looked for on the screen."""

MARKED = "aaa-marked"
"""The entity in the first row; the flood's are below."""

BAR = "▌".encode()
"""Painted when the focus moves, and by nothing else."""

ROUNDS = 100
"""Changes of one row whose bytes are counted."""


@asynccontextmanager
async def flooded() -> AsyncIterator[tuple[FluxClient, Watched, float]]:
    """An explorer amid a flood, and the time of ``perf_counter`` at which that ends."""
    with engine_process() as engine:
        async with FluxClient(engine.url) as client:
            await _mark(client, 0)
            async with watching(flux_tui("--url", engine.url)) as watched:
                await watched.writes(MARKED.encode())
                requests = RATE / UPDATES / BATCH
                with loading(engine.url, "batch", 1, SECONDS, requests) as load:
                    ends = time.perf_counter() + SECONDS
                    await asyncio.sleep(CALM)
                    yield client, watched, ends
                    output, _ = await asyncio.to_thread(load.communicate)
                    if rate_of(output) < 0.95 * requests:
                        raise RuntimeError(f"the flood was only {rate_of(output)} batches a second")


async def keys() -> Figure:
    """Milliseconds from a key that moves the focus to the focus bar's bytes."""
    times = []
    async with flooded() as (_, watched, ends):
        while time.perf_counter() < ends:
            times += [await _press(watched, key) * 1000 for key in (b"j", b"k")]
    return _figure("key → painted", times, "p99 ≤ 15")


async def behind() -> Figure:
    """Milliseconds from an event's sending to its value on the screen: how far behind that is."""
    times = []
    async with flooded() as (client, watched, ends):
        mark = 0
        while time.perf_counter() < ends:
            mark = 1 + mark % 9
            watched.forget()
            began = time.perf_counter()
            await _mark(client, mark)
            times.append((await watched.writes(str(mark).encode() * 6) - began) * 1000)
            await asyncio.sleep(BETWEEN_MARKS)
    return _figure("publish → screen", times, "p99 ≤ 150")


async def _mark(client: FluxClient, digit: int) -> None:
    """Change what stands in the first row: in every digit, as only what differs is painted."""
    await client.publish(setting("bench", "me", MARKED, {"mark": 111_111 * digit}))


async def _press(watched: Watched, key: bytes) -> float:
    """Press a key that moves the focus; seconds until the focus bar was painted."""
    watched.forget()
    pressed = time.perf_counter()
    watched.press(key)
    painted = await watched.writes(BAR)
    await asyncio.sleep(BETWEEN_KEYS)
    return painted - pressed


def _figure(what: str, times: Sequence[float], goal: str) -> Figure:
    name = f"flood of {RATE:,} updates/s: {what}"
    return Figure(name, statistics.median(times), "ms", p99=percentile(times, 0.99), goal=goal)


async def bytes_of_a_row() -> Figure:
    """Bytes on the terminal for a change of one value of one visible row, its glow included."""
    costs = []
    async with world(1000) as (url, client), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"1,000 entities")
        await asyncio.sleep(CALM)
        for number in range(ROUNDS // 10):
            before = watched.written
            for step in range(10):
                value = 500_000 + number * 10 + step
                event = setting("bench", "me", "entity-000003", {"temperature": value})
                await client.publish(event)
                await watched.writes(str(value).encode())
            costs.append((watched.written - before) / 10)
    return Figure("bytes for a changed row", statistics.median(costs), "B", goal="≤ 200")


def measure() -> Iterator[Figure]:
    """All of them."""
    yield asyncio.run(bytes_of_a_row())
    yield asyncio.run(keys())
    yield asyncio.run(behind())
