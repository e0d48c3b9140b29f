"""The explorer under a flood of 75,000 updates a second by each feed.

By SSE the engine sends 15,000 events a second of five properties; by WebSocket a bare server sends
a frame for each update, as a real Flux does (``frame_source.py``).
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import psutil

from flux_tui.client import FeedKind, FluxClient, Phase, Session
from flux_tui.model.event import setting
from flux_tui.replica.world import World
from tests.benchmarks.explorer import Watched, watching
from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.frame_source import frame_source
from tests.benchmarks.load import BATCH, UPDATES, loading, rate_of
from tests.engine.running import engine_process
from tests.terminal.pty_process import flux_tui

SECONDS = 12
"""How long a flood lasts."""

RATE = 75_000
"""Updates a second, as a real Flux sends them at the most that it takes."""

CALM = 2.0
"""Seconds of a flood, and before one, in which nothing is measured yet."""

SOON = 20.0
"""Seconds after a flood within which the World must be the server's state."""

BETWEEN_KEYS = 0.05
"""Seconds between two keys, as one who holds a key down."""

BETWEEN_MARKS = 0.3
"""Seconds between two events that are looked for on the screen."""

MARKED = "aaa-marked"
"""The entity in the first row; the flood's are below."""

BAR = "▌".encode()
"""Painted when the focus moves, and by nothing else."""

Flood = Callable[[], Awaitable[float]]
"""Lets the flood begin and end; the answer is how many updates there were."""


@contextmanager
def server(feed: FeedKind) -> Iterator[tuple[str, Flood]]:
    """A server that can flood by a feed: its URL, and what lets it."""
    if feed is FeedKind.SSE:
        with engine_process() as engine:
            yield engine.url, lambda: _flood_by_events(engine.url)
    else:
        with frame_source() as url:
            yield url, lambda: _flood_by_frames(url)


async def _flood_by_events(url: str) -> float:
    batches = RATE / UPDATES / BATCH
    with loading(url, "wide", 1, SECONDS, batches) as load:
        output, _ = await asyncio.to_thread(load.communicate)
    if rate_of(output) < 0.95 * batches:
        raise RuntimeError(f"the flood was only {rate_of(output)} batches a second")
    return rate_of(output) * SECONDS * BATCH * UPDATES


async def _flood_by_frames(url: str) -> float:
    async with FluxClient(url) as client:
        await client.send("POST", f"/flood?{RATE},{SECONDS}")
    await asyncio.sleep(SECONDS)
    return float(RATE * SECONDS)


@asynccontextmanager
async def flooded(feed: FeedKind) -> AsyncIterator[tuple[FluxClient, Watched, float]]:
    """An explorer amid a flood, and the time of ``perf_counter`` at which that ends."""
    with server(feed) as (url, flood):
        async with FluxClient(url) as client:
            await _mark(client, 0)
            async with watching(flux_tui("--url", url, "--feed", str(feed))) as watched:
                await watched.writes(MARKED.encode())
                flooding = asyncio.ensure_future(flood())
                ends = time.perf_counter() + SECONDS
                await asyncio.sleep(CALM)
                yield client, watched, ends
                await flooding


async def keys(feed: FeedKind) -> Iterator[Figure]:
    """Milliseconds from a key that moves the focus to the focus bar's bytes, and the explorer's
    processor time for each update meanwhile, painting included."""
    times = []
    async with flooded(feed) as (_, watched, ends):
        process, began = psutil.Process(watched.pid), time.perf_counter()
        spent = _spent(process)
        while time.perf_counter() < ends:
            times += [await _press(watched, key) * 1000 for key in (b"j", b"k")]
        spent = _spent(process) - spent
        updates = (time.perf_counter() - began) * RATE
    return iter(
        [
            _figure(feed, "key → painted", times, "p99 ≤ 15"),
            Figure(
                f"{_name(feed)}: explorer's processor time an update",
                spent / updates * 1e6,
                "µs",
                goal="≤ 13",
            ),
        ]
    )


async def behind(feed: FeedKind) -> Figure:
    """Milliseconds from an event's sending to its value on the screen: how far behind that is."""
    times = []
    async with flooded(feed) as (client, watched, ends):
        mark = 0
        while time.perf_counter() < ends:
            mark = 1 + mark % 9
            watched.forget()
            began = time.perf_counter()
            await _mark(client, mark)
            times.append((await watched.writes(str(mark).encode() * 6) - began) * 1000)
            await asyncio.sleep(BETWEEN_MARKS)
    return _figure(feed, "publish → screen", times, "p99 ≤ 150")


async def session_alone(feed: FeedKind) -> Figure:
    """Processor time for each update from the socket into the World, without a screen.

    Raises RuntimeError when the World is not the server's state afterwards.
    """
    replica = World()
    with server(feed) as (url, flood):
        async with FluxClient(url) as client:
            await _mark(client, 0)
            session = Session(client, replica, feed=feed)
            following = asyncio.create_task(session.run())
            while session.status.phase is not Phase.LIVE:  # noqa: ASYNC110 - told synchronously
                await asyncio.sleep(0.01)
            spent = time.process_time()
            updates = await flood()
            spent = time.process_time() - spent
            is_equal = await _becomes_equal(replica, client)
            following.cancel()
            await asyncio.wait([following])
    if not is_equal or session.status.healed:
        raise RuntimeError(f"the World is not the server's state ({session.status.healed} healed)")
    name = f"{_name(feed)}: session's processor time an update"
    return Figure(name, spent / updates * 1e6, "µs")


async def _becomes_equal(replica: World, client: FluxClient) -> bool:
    """Whether the World is the server's state soon after a flood."""
    ends = time.perf_counter() + SOON
    while time.perf_counter() < ends:
        state = {entity.id: entity.properties for entity in (await client.entities()).entities}
        if replica.state() == state:
            return True
        await asyncio.sleep(0.2)
    return False


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


def _spent(process: psutil.Process) -> float:
    return float(sum(process.cpu_times()[:2]))


def _name(feed: FeedKind) -> str:
    return f"flood of {RATE:,} updates/s by {feed}"


def _figure(feed: FeedKind, what: str, times: Sequence[float], goal: str) -> Figure:
    name = f"{_name(feed)}: {what}"
    return Figure(name, statistics.median(times), "ms", p99=percentile(times, 0.99), goal=goal)


def measure() -> Iterator[Figure]:
    """All of them."""
    for feed in (FeedKind.SSE, FeedKind.WEBSOCKET):
        yield asyncio.run(session_alone(feed))
        yield from asyncio.run(keys(feed))
        yield asyncio.run(behind(feed))
