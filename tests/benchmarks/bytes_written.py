"""What the explorer writes on its terminal: over a slow link, bytes are what one waits for."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator

from flux_tui.model.event import setting
from tests.benchmarks.explorer import Watched, watching, world
from tests.benchmarks.figure import Figure
from tests.terminal.pty_process import flux_tui
from tests.terminal.written import pieces

CHANGES = 12
"""Changes of one value that are counted, each left alone until its glow has gone."""

GONE = 1.5
"""Seconds in which a glow has gone, and a change stands in every pane."""

CALM = 3.0
"""Seconds after a start in which nothing is counted."""

LIST = 80
"""Columns of the list, in a terminal of 160; the detail is beside it."""

SECONDS = 10
"""How long a rate is counted."""


async def of_a_change() -> Iterator[Figure]:
    """One value of one visible row, again and again: the row in the list, and all that follows.

    The row's bytes are those of the value, which is written whole, lit up, faded and as before, and
    of its age. All of them are the whole screen's less what it writes without a change: the row
    again, the line in the changes, which moves the others down, and the rate.
    """
    rows, screens = [], []
    async with world(1000) as (url, client), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"1,000 entities")
        await asyncio.sleep(CALM)
        for change in range(CHANGES):
            watched.forget()
            await asyncio.sleep(GONE)
            without = len(watched.seen)
            watched.forget()
            value = 500_000 + change
            entity_id = f"entity-{3 + change:06}"
            await client.publish(setting("bench", "me", entity_id, {"temperature": value}))
            await watched.writes(str(value).encode())
            await asyncio.sleep(GONE)
            rows.append(_of_the_row(watched, str(value)))
            screens.append(len(watched.seen) - without)
    named = "bytes for a changed value, glow included: "
    return iter(
        [
            Figure(f"{named}the row", statistics.median(rows), "B", p99=max(rows), goal="≤ 200"),
            Figure(f"{named}all panes", statistics.median(screens), "B", p99=max(screens)),
        ]
    )


def _of_the_row(watched: Watched, value: str) -> int:
    written = list(pieces(watched.seen.decode()))
    row = next(p.row for p in written if value in p.text and p.column < LIST)
    return sum(piece.size for piece in written if piece.row == row and piece.column < LIST)


async def of_a_second() -> Iterator[Figure]:
    """Without a change, all ages in seconds and all in minutes."""
    async with world(1000) as (url, _), watching(flux_tui("--url", url)) as watched:
        await watched.writes(b"1,000 entities")
        await asyncio.sleep(CALM)
        young = await _rate(watched)
        await asyncio.sleep(60)
        old = await _rate(watched)
    named = "bytes a second without changes: "
    return iter(
        [
            Figure(f"{named}all ages in seconds", young, "B/s"),
            Figure(f"{named}a minute later", old, "B/s"),
        ]
    )


async def of_the_demo() -> Iterator[Figure]:
    """The demo, seen and beneath an open composer."""
    async with watching(flux_tui("demo")) as watched:
        await watched.writes("● live".encode())
        await asyncio.sleep(CALM)
        open_to_sight = await _rate(watched)
        watched.press(b"n")
        await asyncio.sleep(CALM)
        beneath = await _rate(watched)
    return iter(
        [
            Figure("bytes a second: the demo", open_to_sight, "B/s"),
            Figure("bytes a second: the demo beneath a composer", beneath, "B/s"),
        ]
    )


async def _rate(watched: Watched) -> float:
    before = watched.written
    await asyncio.sleep(SECONDS)
    return (watched.written - before) / SECONDS


def measure() -> Iterator[Figure]:
    """All of them, in a terminal of 160 columns and 45 lines."""
    yield from asyncio.run(of_a_change())
    yield from asyncio.run(of_a_second())
    yield from asyncio.run(of_the_demo())
