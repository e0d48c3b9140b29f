"""Ending when a signal says so, even while the terminal takes no more output.

Textual waits for its writer, and with it the event loop, when the terminal stands still or is gone.
Then no handler is reached, of the loop or of Python; what a signal writes to a pipe always is.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

GRACE = 3.0
"""Seconds to end in order; then the process ends as it stands."""

ENDING = (signal.SIGTERM, signal.SIGHUP)


class EndingSignals:
    """Calls ``leave`` in the running event loop when one of ``ENDING`` comes, until closed.

    Must be made in the main thread.
    """

    def __init__(self, leave: Callable[[], object]) -> None:
        self._leave = leave
        self._loop = asyncio.get_running_loop()
        self._ended = Event()
        self._is_told = False
        self._told, telling = os.pipe()
        os.set_blocking(telling, False)
        self._telling = telling
        self._before = {number: signal.signal(number, _noted) for number in ENDING}
        self._told_before = signal.set_wakeup_fd(telling, warn_on_full_buffer=False)
        Thread(target=self._watch, name="signals", daemon=True).start()

    def close(self) -> None:
        """Leave the rest to who comes after.

        Whom a signal ends has not ended yet: the terminal is still to be left as it was, and may be
        gone. Until then the time that was given holds.
        """
        signal.set_wakeup_fd(self._told_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if not self._is_told:
            self._ended.set()
        os.close(self._telling)

    def _watch(self) -> None:
        with os.fdopen(self._told, "rb", buffering=0) as told:
            while number := told.read(1):
                if number[0] in ENDING:
                    self._end(number[0])

    def _end(self, number: int) -> None:
        self._is_told = True
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._leave)
        if not self._ended.wait(GRACE):
            os._exit(128 + number)


def _noted(*_: object) -> None:
    """A signal with a handler is written to the pipe; there is no more to do here."""
