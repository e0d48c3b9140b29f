"""The demo's own processes: the engine, and the director that plays to it.

They are started as whoever installs flux-tui would start them, in sessions of their own, so that
ctrl+c reaches the explorer alone, and tethered, so that nothing is left behind.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from typing import IO, Self

from flux_tui.demo.tether import VARIABLE
from flux_tui.errors import ServeError

START_TIMEOUT = 20.0
"""Seconds that the engine may take to start, on the slowest of machines."""

STOP_TIMEOUT = 0.7
"""Seconds that a process has to end by itself before it is ended."""

_SERVING = re.compile(rb"serving (http://\S+)[^\n]*\n")
_SERVER_VARIABLES = ("FLUX_TOKEN", "FLUX_ADMIN_TOKEN")
"""What would make the demo's engine ask for a token that is another server's."""


def reach_loopback_directly() -> None:
    """Have no proxy asked for the engine on this machine, here and in the processes to come."""
    for name in ("NO_PROXY", "no_proxy"):
        hosts = os.environ.get(name, "")
        if "127.0.0.1" not in hosts:
            os.environ[name] = f"{hosts},127.0.0.1".lstrip(",")


class Process:
    """Another flux-tui, tethered to this one; leaving the ``with`` block ends it."""

    def __init__(self, arguments: Sequence[str], *, without: Collection[str] = ()) -> None:
        """Start it in this process's environment ``without`` some variables."""
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop()
        environment = {k: v for k, v in os.environ.items() if k not in without}
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-m", "flux_tui", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,
            env={**environment, VARIABLE: "1"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def release(self) -> None:
        """Tell it to end, without waiting."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def stop(self) -> None:
        """Tell it to end, wait, and end it if it does not."""
        self.release()
        for end in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(STOP_TIMEOUT)
                break
            except subprocess.TimeoutExpired:
                end()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._complaints.close()

    def failure(self) -> str | None:
        """Its last words when it has ended by itself, and not well; None otherwise."""
        return self._last_words() if self._process.poll() else None

    def first_line(self, timeout: float) -> bytes:
        """The first line that it prints; raises ServeError with its own words without one."""
        output = self._process.stdout
        if output is None:
            raise ServeError("the process has no output to read")
        line = b""
        deadline = time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise ServeError(f"the demo's engine did not start within {timeout:.0f} s")
                part = os.read(output.fileno(), 4096)
                if not part:
                    raise ServeError(f"the demo's engine did not start: {self._last_words()}")
                line += part
        return line

    def _last_words(self) -> str:
        self._process.wait()
        self._complaints.seek(0)
        words = self._complaints.read().decode(errors="replace").strip().splitlines()
        return words[-1] if words else f"it ended with {self._process.returncode}"


class Engine(Process):
    """An engine on a free port of this machine, keeping its log in memory alone."""

    def __init__(self) -> None:
        super().__init__(["serve", "--memory", "--port", "0"], without=_SERVER_VARIABLES)
        self.url = ""

    def __enter__(self) -> Self:
        """Wait until it serves."""
        try:
            line = self.first_line(START_TIMEOUT)
            serving = _SERVING.match(line)
            if serving is None:
                raise ServeError(f"the demo's engine said {line[:80]!r} where it should say where")
            self.url = serving.group(1).decode()
        except BaseException:
            self.stop()
            raise
        return self


class Player(Process):
    """A director in a process of its own: the explorer's keys never wait for it.

    ``options`` say which server it plays to, and how.
    """

    def __init__(self, scenario: str, options: Sequence[str]) -> None:
        super().__init__(["demo", scenario, "--headless", "--quiet", *options])
