from __future__ import annotations

import sys

from tests.engine.running import local_engine
from tests.terminal.explorer import explorer, focused, listed
from tests.terminal.terminal import Terminal
from tests.terminal.worlds import event, publish, publish_sensors


async def test_at_80_columns_the_detail_takes_the_place_of_the_list_and_gives_it_back() -> None:
    async with local_engine() as engine:
        await publish_sensors(engine.url, 5)
        async with explorer(engine.url, columns=80, lines=24) as terminal:
            await terminal.shows("● live", "5 entities", "sensor-04", "⏎ Detail")
            await terminal.shows_no("property")
            terminal.press("j", "j", "enter")
            await terminal.shows(" sensor-02 ──", "property", "temperature")
            await terminal.until(lambda: listed(terminal) == [], "the list's end")
            terminal.press("escape")
            await terminal.until(lambda: focused(terminal) == "sensor-02", "the list is back")
            terminal.press("q")
            assert await terminal.ends() == 0


async def test_a_window_made_smaller_and_larger_is_filled_anew_each_time() -> None:
    async with local_engine() as engine:
        await publish_sensors(engine.url, 5)
        async with explorer(engine.url) as terminal:
            await terminal.shows("● live", "sensor-04")
            terminal.press("j", "j")
            await terminal.shows(" sensor-02 ──")
            for columns, lines in [(80, 24), (40, 12), (24, 6), (160, 45)]:
                terminal.resize(columns, lines)
                await terminal.until(
                    lambda: focused(terminal) == "sensor-02" and is_filled(terminal),
                    f"the list in {columns}x{lines}",
                )
            await publish(engine.url, [event("sensor-02", {"note": "still followed"})])
            await terminal.shows(" sensor-02 ──", "still followed")


RESIZED_MEANWHILE = """
import fcntl, struct, sys, termios
from textual.drivers.linux_driver import LinuxDriver
from flux_tui.cli.main import main

look = LinuxDriver._get_terminal_size

def look_while_it_changes(driver):
    size = look(driver)
    if size == (100, 30):
        fcntl.ioctl(driver.fileno, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 90, 0, 0))
    return size

LinuxDriver._get_terminal_size = look_while_it_changes
sys.exit(main())
"""
"""A flux-tui whose window becomes 90x20 while it looks at the size of 100x30 that it had."""


async def test_a_window_that_changes_while_its_size_is_looked_at_is_looked_at_again() -> None:
    async with local_engine() as engine:
        await publish_sensors(engine.url, 5)
        command = [sys.executable, "-c", RESIZED_MEANWHILE, "--url", engine.url]
        async with Terminal(command) as terminal:
            await terminal.shows("● live", "sensor-04")
            terminal.resize(100, 30)
            await terminal.until(lambda: "q Quit" in terminal.lines[19], "keys in the 20th line")


def is_filled(terminal: Terminal) -> bool:
    """Whether the status is in the first line, the keys in the last, and borders at both sides."""
    first, *middle, last = terminal.lines
    bordered = all(line[0] in "╭│╰" and line[-1] in "╮│╯" for line in middle if line)
    return "live" in first and "Detail" in last and bordered
