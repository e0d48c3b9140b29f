"""The explorer on a hundred thousand entities, from outside."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence

import psutil

from flux_tui.client import FluxClient
from tests.benchmarks.explorer import Watched, memory_of, report_all, watching, world
from tests.benchmarks.figure import Figure, percentile
from tests.terminal.pty_process import flux_tui

A_SCREEN = 300
"""Bytes that only a screen of other rows takes; of the rows, what differs is written."""


async def hundred_thousand() -> Iterator[Figure]:
    """100,000 entities: the first on the screen, all there, the longest key meanwhile, memory."""
    async with world(100_000) as (url, client):
        began = time.perf_counter()
        async with watching(flux_tui("--url", url)) as watched:
            first = (await watched.writes(b"entity-000") - began) * 1000
            waits, pressing = [], True

            async def press() -> None:
                while pressing:
                    watched.press(b"j")
                    written, pressed = watched.written, time.perf_counter()
                    while watched.written == written and pressing:  # noqa: ASYNC110
                        await asyncio.sleep(0.001)
                    waits.append((time.perf_counter() - pressed) * 1000)
                    await asyncio.sleep(0.03)

            keys = asyncio.create_task(press())
            everything = (await watched.writes(b"100,000 entities") - began) * 1000
            pressing = False
            await keys
            await asyncio.sleep(2)
            memory = memory_of(psutil.Process(watched.pid))
            scrolling = await _scrolling(watched)
            filtering = await _filtering(watched)
            sorting = await _sorting(watched)
        reported = await _reported(url, client)
    named = "100,000 entities: "
    return iter(
        [
            Figure(f"{named}start → first", first, "ms", goal="≤ 300"),
            Figure(f"{named}start → all", everything, "ms", goal="≤ 700"),
            Figure(f"{named}longest key meanwhile", max(waits, default=0.0), "ms", goal="≤ 50"),
            Figure(f"{named}memory", memory, "MB", goal="≤ 150"),
            Figure(f"{named}memory once all have reported", reported, "MB", goal="≤ 150"),
            Figure(f"{named}filter key → painted", filtering, "ms", goal="≤ 20"),
            _figure(f"{named}sort by a property → painted", sorting, "p99 ≤ 50"),
            _figure(f"{named}scroll step → painted", scrolling, "p99 ≤ 10"),
        ]
    )


async def _reported(url: str, client: FluxClient) -> float:
    """Megabytes once every entity has reported all its properties three times, one of them changed.

    Past values have a budget of their own; here they are given as little as can be.
    """
    async with watching(flux_tui("--url", url, "--history-mb", "1")) as watched:
        await watched.writes(b"100,000 entities")
        await asyncio.sleep(2)
        for warmer in (1.0, 2.0, 3.0):
            await report_all(client, 100_000, warmer)
            await asyncio.sleep(4)
        return memory_of(psutil.Process(watched.pid))


async def _filtering(watched: Watched) -> float:
    """Milliseconds from a filter's last key to the new count in the title."""
    times = []
    watched.press(b"/")
    await asyncio.sleep(0.3)
    for _ in range(10):
        watched.press(b"09999")
        await watched.writes(b"11 of 100,000")
        watched.forget()
        began = time.perf_counter()
        watched.press(b"3")
        times.append((await watched.writes(b"1 of 100,000") - began) * 1000)
        watched.press(b"\x7f" * 6)
        await asyncio.sleep(0.5)
        watched.forget()
    return statistics.median(times)


async def _sorting(watched: Watched) -> list[float]:
    """Milliseconds from the choice of an order to its name in the title, by turns with by id."""
    watched.press(b"\x1b")
    await asyncio.sleep(1)
    times = []
    for _ in range(6):
        for name, title in ((b"temperature", b"by temperature"), (b"id", b"100,000")):
            watched.press(b"s")
            await asyncio.sleep(0.5)
            watched.press(name)
            await asyncio.sleep(0.5)
            watched.forget()
            began = time.perf_counter()
            watched.press(b"\r")
            if name == b"temperature":
                times.append((await watched.writes(title) - began) * 1000)
            await asyncio.sleep(1)
    return times


async def _scrolling(watched: Watched) -> list[float]:
    """Milliseconds from page down to a screen of other rows."""
    times = []
    for _ in range(60):
        watched.forget()
        began = time.perf_counter()
        watched.press(b"\x1b[6~")
        times.append((await watched.writes_much(A_SCREEN) - began) * 1000)
        await asyncio.sleep(0.05)
    return times


def _figure(name: str, times: Sequence[float], goal: str) -> Figure:
    return Figure(name, statistics.median(times), "ms", p99=percentile(times, 0.99), goal=goal)


def measure() -> Iterator[Figure]:
    """All of them, in one world."""
    yield from asyncio.run(hundred_thousand())
