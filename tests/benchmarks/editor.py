"""The batch editor with a batch of 2 MB, from outside: a paste, keys in the text, in the table."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

from tests.benchmarks.explorer import Watched, watching, world
from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.sending import events_text
from tests.terminal.pty_process import flux_tui

EVENTS = 13_000
"""As many as make 2 MB."""

MANY = 100_000
"""The most that an editor is meant to hold: 15 MB."""

KEYS = 300
"""Of each kind: enough for a p99 that is not the slowest of all."""

CELLS = 25
"""That are changed."""

PAUSE = 0.06
"""Seconds between two keys of somebody who types fast."""

REST = 0.25
"""Seconds after which what was typed is read anew while the next key is pressed."""

PASTE = (b"\x1b[200~", b"\x1b[201~")
"""What a terminal puts around a paste."""

PIECE = 4096
"""Bytes that a terminal takes at once."""


BARE_EDITOR = """
from textual.app import App
from textual.widgets import TextArea
class Editor(App):
    def compose(self):
        yield TextArea("entity-000")
Editor().run()
"""
"""The floor of a key: Textual's own editor with one line in it."""


@asynccontextmanager
async def composing() -> AsyncIterator[Watched]:
    """An explorer of a small world, its batch editor open and empty."""
    async with world(100) as (url, _), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"entity-000")
        watched.press(b"b")
        await watched.writes(b"batch of events")
        await asyncio.sleep(0.5)
        yield watched


async def _paste(watched: Watched, events: int) -> tuple[float, float]:
    """Paste so many events as an array: ms until the text is seen, and until each is judged."""
    lines = events_text(events).splitlines()
    text = ("[\r" + ",\r".join(lines) + "\r]").encode()
    data = PASTE[0] + text + PASTE[1]
    watched.forget()
    began = time.perf_counter()
    for start in range(0, len(data), PIECE):
        await asyncio.to_thread(watched.press, data[start : start + PIECE])
    seen = await watched.writes(str(events + 2).encode())
    judged = await watched.writes(f"{events:,} events".encode())
    return (seen - began) * 1000, (judged - began) * 1000


async def _keys(watched: Watched, keys: Sequence[bytes], pause: float) -> list[float]:
    """Milliseconds from each of some keys to the first byte of what it paints."""
    times = []
    for number in range(KEYS):
        watched.forget()
        began = time.perf_counter()
        watched.press(keys[number % len(keys)])
        times.append((await watched.writes_much(1) - began) * 1000)
        await asyncio.sleep(pause)
    return times


async def bare_keys() -> list[float]:
    """The same keys in Textual's own editor: what the machine makes of them."""
    async with watching([sys.executable, "-c", BARE_EDITOR]) as watched:
        await watched.writes(b"entity-000")
        await asyncio.sleep(1)
        return await _keys(watched, (b" ",), PAUSE)


async def text_keys(bare: Sequence[float]) -> Iterator[Figure]:
    """A paste of 2 MB, then keys in its text: quickly, and each while the last is being read."""
    async with composing() as watched:
        seen, judged = await _paste(watched, EVENTS)
        watched.press(b"\x1b[1;5H")
        await asyncio.sleep(1)
        watched.press(b"\x1b[B")
        await asyncio.sleep(0.5)
        typing = await _keys(watched, (b" ",), PAUSE)
        await asyncio.sleep(2)
        reading = await _keys(watched, (b"\x7f",), REST)
    named = "batch editor, 2 MB: "
    return iter(
        [
            Figure(f"{named}paste → its text painted", seen, "ms"),
            Figure(f"{named}paste → each event judged", judged, "ms"),
            _figure(f"{named}key in the text → painted", typing, bare),
            _figure(f"{named}key while it is read anew → painted", reading, bare),
        ]
    )


async def table_keys(events: int, bare: Sequence[float]) -> Iterator[Figure]:
    """Keys in the table of a pasted batch, and cells that are changed."""
    async with composing() as watched:
        await _paste(watched, events)
        await asyncio.sleep(1)
        watched.press(b"\x1bOQ")
        await watched.writes(b"ctrl+n adds an event")
        watched.press(b"\x1b[1;5H")
        await asyncio.sleep(1)
        moving = await _keys(watched, (b"\x1b[B",), PAUSE)
        changing = []
        for _ in range(CELLS):
            watched.press(b"sensor-7")
            await asyncio.sleep(0.3)
            watched.forget()
            began = time.perf_counter()
            watched.press(b"\r")
            changing.append((await watched.writes_much(1) - began) * 1000)
            await asyncio.sleep(0.7)
    named = f"batch table, {events:,} events: "
    return iter(
        [
            _figure(f"{named}key → painted", moving, bare),
            _figure(f"{named}a cell changed → painted", changing, bare, "p99 ≤ 50"),
        ]
    )


def _figure(
    name: str, times: Sequence[float], bare: Sequence[float], goal: str = "p99 ≤ 16"
) -> Figure:
    (middle, most), (floor, floor_p99) = _told(times), _told(bare)
    return Figure(name, middle, "ms", p99=most, goal=goal, floor=floor, floor_p99=floor_p99)


def _told(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), percentile(times, 0.99)


def measure() -> Iterator[Figure]:
    """With 2 MB, and the table with as many events as an editor is meant to hold, too."""
    bare = asyncio.run(bare_keys())
    yield from asyncio.run(text_keys(bare))
    yield from asyncio.run(table_keys(EVENTS, bare))
    yield from asyncio.run(table_keys(MANY, bare))
