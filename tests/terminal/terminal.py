"""A terminal with a program in it, and a person who looks, types and waits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import psutil

from tests.terminal.keys import click, typed
from tests.terminal.pty_process import PtyProcess
from tests.terminal.screen import Screen

PATIENCE = 20.0
"""Seconds to wait for something to be seen: this much only where something is broken."""

GLANCE = 0.02
"""Seconds between two looks at what the terminal does not tell by itself."""


class NotSeen(AssertionError):
    """What was waited for did not come; the message shows the whole screen."""


class Terminal:
    """A program's terminal. Use as an async context; whatever is left of the program is killed."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 118,
        lines: int = 36,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = command
        self._size = (columns, lines)
        self._environment = usual_environment() if environment is None else environment
        self._screen = Screen(columns, lines)
        self._changed = asyncio.Event()
        self.output = bytearray()

    async def __aenter__(self) -> Terminal:
        columns, lines = self._size
        self._process = PtyProcess(
            self._command,
            environment=self._environment,
            received=self._receive,
            columns=columns,
            lines=lines,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()

    # -- looking -------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without the spaces at their ends."""
        return self._screen.lines

    @property
    def text(self) -> str:
        """The whole screen."""
        return self._screen.text

    @property
    def title(self) -> str:
        """The window's title; empty unless the program set one."""
        return self._screen.title

    @property
    def private_modes(self) -> set[int]:
        """The DEC private modes that are set; see ``screen.py``."""
        return self._screen.private_modes

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal is as a shell wants it."""
        return self._process.is_cooked

    def line_with(self, text: str) -> str:
        """The first line that holds a text; empty where none does, as in a half painted screen."""
        return next((line for line in self.lines if text in line), "")

    # -- waiting -------------------------------------------------------------------------------

    async def until(
        self, condition: Callable[[], object], what: str, within: float = PATIENCE
    ) -> None:
        """Wait until the screen makes a condition true; raises NotSeen, with the screen."""
        deadline = time.monotonic() + within
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or self._process.is_silent:
                raise NotSeen(f"not seen within {within:g} s: {what}{self._as_seen()}")
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left)

    async def shows(self, *texts: str, within: float = PATIENCE) -> None:
        """Wait until all texts are on the screen."""
        await self.until(
            lambda: all(text in self.text for text in texts), f"{' and '.join(texts)}", within
        )

    async def shows_no(self, text: str, within: float = PATIENCE) -> None:
        """Wait until a text is no longer on the screen."""
        await self.until(lambda: text not in self.text, f"the end of {text!r}", within)

    async def shows_line(self, *texts: str) -> None:
        """Wait until one line holds all texts."""
        await self.until(
            lambda: any(all(text in line for text in texts) for line in self.lines),
            f"a line with {' and '.join(texts)}",
        )

    async def ends(self, within: float = PATIENCE) -> int:
        """Wait until the program has ended, and no other holds its terminal; its exit code.

        Raises NotSeen, with the screen.
        """
        deadline = time.monotonic() + within
        while (code := self._process.exit_code) is None or not self._process.is_silent:
            if time.monotonic() > deadline:
                raise NotSeen(f"not ended within {within:g} s{self._as_seen()}")
            await asyncio.sleep(GLANCE)
        return code

    # -- acting --------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys: names as in ``keys.py``, ``ctrl+x``, or any text."""
        self._process.write("".join(typed(key) for key in keys).encode())

    def paste(self, text: str) -> None:
        """Paste, as a terminal that brackets what it pastes; it takes out what would end it."""
        self.press("\x1b[200~" + text.replace("\x1b[201~", "") + "\x1b[201~")

    async def click(self, text: str) -> None:
        """Click on the first cell of a text, once it is on the screen; raises NotSeen."""
        await self.shows(text)
        column, line = next(
            (line.index(text), number) for number, line in enumerate(self.lines) if text in line
        )
        self.press(click(column, line))

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal larger or smaller."""
        self._screen.resize(columns, lines)
        self._process.resize(columns, lines)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._process.send(number)

    @property
    def threads(self) -> int:
        """How many threads the program has."""
        return int(psutil.Process(self._process.pid).num_threads())

    def stand_still(self) -> None:
        """Take no more output."""
        self._process.stand_still()

    def hang_up(self) -> None:
        """Close the terminal's window."""
        self._process.hang_up()

    def _receive(self, data: bytes) -> None:
        self.output += data
        self._screen.feed(data)
        self._changed.set()

    def _as_seen(self) -> str:
        code = self._process.exit_code
        state = "running" if code is None else f"ended with {code}"
        border = "─" * self._size[0]
        return f"\nthe program is {state}, the screen:\n{border}\n{self.text}\n{border}"


def usual_environment(**more: str) -> dict[str, str]:
    """A terminal of full colour; nothing that the caller has set for Flux, proxies or Textual.

    What one run would remember for the next has no place to lie.
    """
    kept = {"PATH", "HOME", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    return {
        **environment,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "FLUX_TUI_STATE": f"{os.devnull}/nowhere",
        **more,
    }
