"""A program in a pseudo-terminal: what it writes, as bytes, and what a person does to it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

CHUNK = 1 << 16
"""Bytes read from the terminal at once."""

SHELL = ("/bin/sh", "-c", 'exec "$@" <>"$0" >&0 2>&0')
"""Runs a command on the terminal that ``$0`` names.

As the leader of a session without a terminal, the shell makes the first one it opens its own, so
that closing it hangs up, and ctrl+c and size changes arrive as signals.
"""

WEDGED = 10.0
"""Seconds after which a program that was killed must be gone."""


class PtyProcess:
    """One program in one terminal; ``received`` is called with everything it writes.

    Belongs to the running event loop. ``is_silent`` when no process holds the terminal any more
    (``received`` is told so by no bytes), or when it was hung up. Leaving the context kills
    whatever of the process group is left.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        received: Callable[[bytes], None],
        columns: int,
        lines: int,
    ) -> None:
        self._received = received
        self._master, slave = pty.openpty()
        self._loop = asyncio.get_running_loop()
        self.resize(columns, lines)
        self.is_silent = False
        self._hung_up = False
        try:
            self._process = subprocess.Popen(
                [*SHELL, os.ttyname(slave), *command],
                env=dict(environment),
                start_new_session=True,
                stdin=slave,
            )
        finally:
            os.close(slave)
        self._loop.add_reader(self._master, self._read)

    @property
    def pid(self) -> int:
        """The program's process id, and that of its group and session."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """As of ``subprocess``; None while it runs."""
        return self._process.poll()

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal echoes, edits lines and makes signals of keys, as a shell's does."""
        usual = termios.ECHO | termios.ICANON | termios.ISIG
        return bool(termios.tcgetattr(self._master)[3] & usual == usual)

    def write(self, data: bytes) -> None:
        """Type."""
        os.write(self._master, data)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; the program gets SIGWINCH."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        os.kill(self.pid, number)

    def stand_still(self) -> None:
        """Read no more, as when its output is held (ctrl+s) or its network is stuck.

        Who else holds the terminal can no longer be told.
        """
        self.is_silent = True
        self._loop.remove_reader(self._master)

    def hang_up(self) -> None:
        """Close the terminal, as when its window is closed; nothing is read any more."""
        if not self._hung_up:
            self._hung_up = self.is_silent = True
            self._loop.remove_reader(self._master)
            os.close(self._master)

    def kill(self) -> None:
        """End the program and its group at once, and close the terminal."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(WEDGED)
        self.hang_up()

    def __enter__(self) -> PtyProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    def _read(self) -> None:
        try:
            data = os.read(self._master, CHUNK)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            self.is_silent = True
            self._loop.remove_reader(self._master)
        self._received(data)


def flux_tui(*arguments: str) -> list[str]:
    """The command line of ``flux-tui``, run by this interpreter."""
    return [sys.executable, "-m", "flux_tui", *arguments]
