"""``flux-tui demo`` on a terminal: soon there, alive, and gone without a trace."""

from __future__ import annotations

import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psutil
import pytest

from tests.terminal.terminal import Terminal

COMMAND = (sys.executable, "-m", "flux_tui", "demo")

AGENTS = ("agent-ada", "agent-ben", "agent-cleo", "agent-dara", "agent-emil", "agent-fay")
"""Rows that are at the top of the list however small the terminal is."""

LEFT_WITHIN = 10.0
"""Seconds within which everything must have ended; two are usual, more is a defect."""

ROW_WINDOW = 10.0
"""Seconds that five rows may take to be seen changing; four are usual."""


@asynccontextmanager
async def demo(*options: str) -> AsyncIterator[tuple[Terminal, list[psutil.Process]]]:
    """A demo that shows its world, and the processes that it has started."""
    async with Terminal([*COMMAND, *options], columns=80, lines=24) as terminal:
        await terminal.shows("● live", AGENTS[0])
        children: list[psutil.Process] = psutil.Process(terminal.pid).children(recursive=True)
        assert len(children) == 2
        yield terminal, children


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        pytest.param(lambda terminal: terminal.press("q"), 0, id="q"),
        pytest.param(lambda terminal: terminal.press("ctrl+c"), 0, id="ctrl+c"),
        pytest.param(lambda terminal: terminal.send(signal.SIGTERM), 0, id="SIGTERM"),
        pytest.param(lambda terminal: terminal.send(signal.SIGKILL), -9, id="SIGKILL"),
    ],
)
async def test_however_it_is_left_its_engine_and_its_director_end_too(
    leave: Callable[[Terminal], None], code: int
) -> None:
    async with demo() as (terminal, children):
        leave(terminal)
        assert await terminal.ends(LEFT_WITHIN) == code
        assert psutil.wait_procs(children, LEFT_WITHIN)[1] == []


async def test_when_its_terminal_is_closed_everything_ends() -> None:
    async with demo() as (terminal, children):
        own = psutil.Process(terminal.pid)
        terminal.hang_up()
        assert psutil.wait_procs([own, *children], LEFT_WITHIN)[1] == []


async def test_it_ends_after_its_seconds() -> None:
    async with demo("--seconds", "4") as (terminal, children):
        assert await terminal.ends(LEFT_WITHIN) == 0
        assert psutil.wait_procs(children, LEFT_WITHIN)[1] == []


async def test_five_rows_of_a_small_terminal_are_seen_to_change() -> None:
    async with demo() as (terminal, _):
        await terminal.shows(*AGENTS)
        before = {agent: terminal.line_with(agent) for agent in AGENTS}

        def changed() -> int:
            now = {agent: terminal.line_with(agent) for agent in AGENTS}
            return sum(bool(line) and line != before[agent] for agent, line in now.items())

        await terminal.until(lambda: changed() >= 5, "five rows that change", ROW_WINDOW)


async def test_a_director_that_ended_early_is_said_to_have() -> None:
    async with demo() as (terminal, children):
        director = next(child for child in children if "--headless" in child.cmdline())
        director.kill()
        terminal.press("q")
        await terminal.shows("its director ended: it ended with -9")
        assert await terminal.ends(LEFT_WITHIN) == 0
