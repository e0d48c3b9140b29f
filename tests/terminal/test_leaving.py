from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from flux_tui.cli.exits import Exit
from tests.engine.running import EngineProcess, engine_process
from tests.terminal.explorer import explorer
from tests.terminal.screen import (
    ALTERNATE,
    BRACKETED_PASTE,
    CURSOR_VISIBLE,
    FOCUS_REPORTS,
    MOUSE,
)
from tests.terminal.terminal import Terminal, usual_environment
from tests.terminal.worlds import publish_sensors

SOON = 5.0
"""Seconds within which the explorer must have ended: a defect when it takes them."""

STUCK = 20.0
"""Seconds within which it must have ended when it cannot end in order."""

PAINTINGS = 60
"""Whole screens that nobody reads: more than the terminal and the program's own queue hold."""

FRAME = 0.04
"""Seconds in which a whole screen is painted."""


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with engine_process() as engine:
        yield engine


@pytest.fixture
async def terminal(engine: EngineProcess) -> AsyncIterator[Terminal]:
    await publish_sensors(engine.url, 5)
    async with explorer(engine.url) as terminal:
        await terminal.shows("● live", "sensor-04")
        yield terminal


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda terminal: terminal.press("q"), id="q"),
        pytest.param(lambda terminal: terminal.press("ctrl+c"), id="ctrl+c"),
        pytest.param(lambda terminal: terminal.send(signal.SIGTERM), id="SIGTERM"),
        pytest.param(lambda terminal: terminal.send(signal.SIGHUP), id="SIGHUP"),
    ],
)
async def test_however_it_is_left_the_terminal_is_as_it_was(
    terminal: Terminal, leave: Callable[[Terminal], None]
) -> None:
    assert {ALTERNATE, BRACKETED_PASTE} <= terminal.private_modes
    assert terminal.private_modes & MOUSE
    assert not terminal.is_cooked

    leave(terminal)

    assert await terminal.ends(SOON) == 0
    assert terminal.is_cooked
    assert terminal.private_modes & {ALTERNATE, FOCUS_REPORTS, BRACKETED_PASTE, *MOUSE} == set()
    assert CURSOR_VISIBLE in terminal.private_modes
    assert terminal.output.count(b"\x1b[>") == terminal.output.count(b"\x1b[<u")
    assert b"Traceback" not in terminal.output


async def test_in_the_composer_ctrl_c_says_how_to_leave_and_loses_nothing(
    terminal: Terminal,
) -> None:
    terminal.press("n")
    await terminal.shows("new event", "Stream")
    terminal.press("lab.sensors")
    await terminal.shows("lab.sensors")
    terminal.press("ctrl+c")
    await terminal.shows("esc closes this and keeps what is written", "ctrl+q ends")
    await terminal.shows("lab.sensors")
    terminal.press("ctrl+q")
    assert await terminal.ends(SOON) == 0


WITH_A_BUG = """
import sys
from flux_tui.cli.main import main
from flux_tui.client.connection import Connection
from flux_tui.tui.status_bar.status_bar import StatusBar

def fail(*_, **__):
    fields = {"Authorization": "Bearer secret-of-mine"}
    raise ZeroDivisionError("a bug")

if sys.argv.pop(1) == "frame":
    StatusBar.refresh_times = fail
else:
    Connection.stream = fail
sys.exit(main())
"""
"""A flux-tui that fails in painting, or in following, with a secret at hand."""


@pytest.mark.parametrize("where", ["frame", "session"])
async def test_a_bug_is_confessed_in_a_sentence_that_shows_no_secret(
    engine: EngineProcess, where: str
) -> None:
    command = [sys.executable, "-c", WITH_A_BUG, where, "--url", engine.url]
    async with Terminal(command, environment=usual_environment(FLUX_TOKEN="secret")) as terminal:
        assert await terminal.ends() == Exit.DEFECT
        assert terminal.is_cooked
        assert terminal.private_modes & {ALTERNATE, *MOUSE} == set()
        assert "did not expect (ZeroDivisionError: a bug)" in terminal.text
        assert b"secret" not in terminal.output
        assert b"Traceback" not in terminal.output


async def test_a_closed_terminal_ends_it(terminal: Terminal) -> None:
    terminal.hang_up()
    assert await terminal.ends(SOON) == 0


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda terminal: terminal.send(signal.SIGTERM), id="SIGTERM"),
        pytest.param(lambda terminal: terminal.hang_up(), id="closed"),
    ],
)
async def test_a_terminal_that_takes_no_more_output_does_not_keep_it(
    terminal: Terminal, leave: Callable[[Terminal], None]
) -> None:
    terminal.stand_still()
    for number in range(PAINTINGS):
        terminal.resize(100 + number % 2, 40)
        await asyncio.sleep(FRAME)

    leave(terminal)

    await terminal.ends(STUCK)


async def test_going_on_without_having_been_stopped_takes_the_terminal_no_second_time(
    terminal: Terminal,
) -> None:
    threads = terminal.threads
    for times in range(2, 5):
        terminal.send(signal.SIGCONT)
        await terminal.until(lambda: terminal.output.count(b"\x1b[?1049h") == times, "anew")  # noqa: B023
    await terminal.shows("● live", "sensor-04")
    terminal.press("n")
    await terminal.shows("new event")
    terminal.press("escape")
    await terminal.shows_no("new event")
    assert terminal.threads < threads + 3, "each time there were two more"
    terminal.press("q")
    assert await terminal.ends(SOON) == 0
    assert terminal.is_cooked


async def test_a_terminal_that_hangs_up_and_says_go_on_ends_it(terminal: Terminal) -> None:
    terminal.send(signal.SIGCONT)
    terminal.hang_up()
    terminal.send(signal.SIGCONT)
    await terminal.ends(STUCK)
