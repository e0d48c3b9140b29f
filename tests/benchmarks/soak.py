"""A long watch of a world that never rests: memory and latency are to stay flat.

A thousand entities change 500 times a second, ten come and ten go each second, somebody presses
keys. Each minute the explorer's and the engine's memory and the way of an event to the screen are
taken; the figures compare the last quarter with the second (the first is for warming up).
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from flux_tui.client import FluxClient
from flux_tui.model.event import Event, setting
from tests.benchmarks.explorer import Watched, memory_of, watching
from tests.benchmarks.figure import Figure, percentile
from tests.engine.running import engine_process
from tests.terminal.pty_process import flux_tui

ENTITIES = 1000

CHANGES = 50
"""Changes in a batch, ten of which are sent each second."""

PASSING = 10
"""Entities that are made each second, and gone a minute later."""

MARKED = "aaa-marked"
"""The entity in the first row, whose value is looked for on the screen."""

KEYS = (b"j", b"k")

BAR = "▌".encode()
"""Painted when the focus moves, and by nothing else."""


@dataclass
class Minute:
    """What one minute was like: memory in MB, times in ms."""

    explorer_mb: float = 0.0
    engine_mb: float = 0.0
    cpu: float = 0.0
    to_screen: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"explorer {self.explorer_mb:6.1f} MB  engine {self.engine_mb:6.1f} MB  "
            f"CPU {self.cpu:4.1f} %  "
            f"screen {statistics.median(self.to_screen):5.1f} / "
            f"{percentile(self.to_screen, 0.99):5.1f} ms  "
            f"key {statistics.median(self.keys):5.1f} / {percentile(self.keys, 0.99):5.1f} ms"
        )


async def watch(minutes: int) -> list[Minute]:
    """Watch for so many minutes; each is told of on standard error as it ends."""
    with TemporaryDirectory() as data, engine_process(data=Path(data)) as engine:
        async with FluxClient(engine.url) as client:
            await client.publish(setting("bench", "me", MARKED, {"mark": 111_111}))
            async with watching(flux_tui("--url", engine.url)) as watched:
                await watched.writes(MARKED.encode())
                load = asyncio.create_task(_load(client))
                try:
                    seen = []
                    for number in range(minutes):
                        seen.append(await _minute(watched, client, engine.process.pid))
                        print(f"minute {number + 1:4}  {seen[-1]}", file=sys.stderr, flush=True)
                finally:
                    load.cancel()
    return seen


async def _load(client: FluxClient) -> None:
    began = time.perf_counter()
    tick = 0
    while True:
        events = [
            setting("bench", "me", f"entity-{(tick * CHANGES + n) % ENTITIES:04}", {"value": tick})
            for n in range(CHANGES)
        ]
        await client.publish_batch([*events, _passing(tick)])
        if tick >= 600:
            await client.delete(_passing(tick - 600).entity_id or "")
        tick += 1
        await asyncio.sleep(max(0.0, began + tick / 10 - time.perf_counter()))


def _passing(tick: int) -> Event:
    """An entity that comes, is there for a minute, and goes."""
    return setting("bench", "me", f"passing-{tick:07}", {"value": tick, "status": "ok"})


async def _minute(watched: Watched, client: FluxClient, engine: int) -> Minute:
    minute = Minute()
    explorer = psutil.Process(watched.pid)
    busy, began = sum(explorer.cpu_times()[:2]), time.perf_counter()
    digit = 0
    while time.perf_counter() - began < 60:
        digit = 1 + digit % 9
        watched.forget()
        sent = time.perf_counter()
        await client.publish(setting("bench", "me", MARKED, {"mark": 111_111 * digit}))
        seen = await watched.writes(str(digit).encode() * 6)
        minute.to_screen.append((seen - sent) * 1000)
        for key in KEYS:
            watched.forget()
            pressed = time.perf_counter()
            watched.press(key)
            minute.keys.append((await watched.writes(BAR) - pressed) * 1000)
        await asyncio.sleep(0.5)
    minute.cpu = (sum(explorer.cpu_times()[:2]) - busy) / (time.perf_counter() - began) * 100
    minute.explorer_mb = memory_of(explorer)
    minute.engine_mb = memory_of(psutil.Process(engine))
    return minute


def figures(minutes: Sequence[Minute]) -> Iterator[Figure]:
    """The last quarter, its floor the second one: a ratio of 1 is flat."""
    quarter = max(1, len(minutes) // 4)
    early, late = minutes[quarter : 2 * quarter] or minutes[:1], minutes[-quarter:]

    def median(part: Sequence[Minute], name: str) -> float:
        return statistics.median(float(getattr(minute, name)) for minute in part)

    named = f"soak of {len(minutes)} minutes: "
    yield Figure(
        f"{named}explorer's memory",
        median(late, "explorer_mb"),
        "MB",
        floor=median(early, "explorer_mb"),
        goal="flat",
    )
    yield Figure(
        f"{named}engine's memory",
        median(late, "engine_mb"),
        "MB",
        floor=median(early, "engine_mb"),
        goal="flat",
    )
    for name, what in (("to_screen", "publish → screen"), ("keys", "key → painted")):
        now = [time for minute in late for time in getattr(minute, name)]
        then = [time for minute in early for time in getattr(minute, name)]
        yield Figure(
            f"{named}{what}",
            statistics.median(now),
            "ms",
            p99=percentile(now, 0.99),
            floor=statistics.median(then),
            goal="flat",
        )


def measure(minutes: int) -> Iterator[Figure]:
    """Watch and tell."""
    yield from figures(asyncio.run(watch(minutes)))
