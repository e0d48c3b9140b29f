"""What stands on the screen after everything is what would stand there if it were drawn anew."""

from __future__ import annotations

import asyncio
import re

from flux_tui.model.json import JsonObject
from tests.engine.running import engine_process
from tests.terminal.explorer import explorer
from tests.terminal.terminal import Terminal
from tests.terminal.worlds import event, publish, publish_sensors

STILL = 0.5
"""Seconds without a change after which a screen has been drawn to its end."""

WHOLE = 4000
"""Bytes that a screen drawn anew takes at least."""


async def test_after_many_changes_and_screens_nothing_is_left_behind() -> None:
    with engine_process() as engine:
        await publish_sensors(engine.url, 40)
        await publish(engine.url, [event("sensor-漢字", {"temperature": 1, "status": "👩‍🚀 ok"})])
        async with explorer(engine.url) as terminal:
            await terminal.shows("● live", "sensor-04")
            for number in range(12):
                properties: JsonObject = {
                    "temperature": number,
                    "status": "failed" if number % 3 else "ok",
                }
                await publish(engine.url, [event(f"sensor-{number % 5:02}", properties)])
                terminal.press("j")
            await terminal.shows("6 → 11", " sensor-12 ──")
            await is_as_if_drawn_anew(terminal)
            terminal.press("n")
            await terminal.shows("Stream", "Entity")
            await publish(engine.url, [event("sensor-03", {"status": "seen behind it"})])
            terminal.press("escape")
            await terminal.shows_no("Stream")
            await terminal.shows("seen behind", "→ seen beh")
            await is_as_if_drawn_anew(terminal)
            terminal.press("/", "sensor-1")
            await terminal.shows("10 of 41")
            terminal.press("enter", "G")
            await terminal.shows(" sensor-19 ──")
            await is_as_if_drawn_anew(terminal)
            terminal.resize(90, 20)
            terminal.resize(118, 36)
            await terminal.shows(" sensor-19 ──")
            await is_as_if_drawn_anew(terminal)


async def is_as_if_drawn_anew(terminal: Terminal) -> None:
    """The screen before a redraw and the one after it are the same, their times apart."""
    await terminal.until(lambda: quits(terminal) == [len(terminal.lines) - 1], "the last line")
    before = await settled(terminal)
    written = len(terminal.output)
    terminal.press("ctrl+l")
    await terminal.until(lambda: len(terminal.output) > written + WHOLE, "a redraw")
    await terminal.until(lambda: steady(terminal) == before, f"the same as\n{before}")


async def settled(terminal: Terminal) -> str:
    """What is on the screen once it has stood still: two sizes in a row are drawn one by one."""
    last = steady(terminal)
    while True:
        await asyncio.sleep(STILL)
        now = steady(terminal)
        if now == last:
            return now
        last = now


def quits(terminal: Terminal) -> list[int]:
    """The lines that name the key to quit: the last is drawn last, and others are of before."""
    return [number for number, line in enumerate(terminal.lines) if "q Quit" in line]


def steady(terminal: Terminal) -> str:
    """What is on the screen, but for how large its numbers are."""
    return re.sub(r"[ \d.]*\d| +|[▁-█]+", " 0", terminal.text)
