"""Ending when a signal says so, even while the terminal takes no more output.

Textual waits for its writer, and with it the event loop, when the terminal stands still or is gone:
then no handler of the loop is reached. A signal's own handler always is.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

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
        self._deadline: threading.Timer | None = None
        self._before = {number: signal.signal(number, self._on_signal) for number in ENDING}

    def close(self) -> None:
        """The end is in order: leave the rest to who comes after."""
        if self._deadline is not None:
            self._deadline.cancel()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if self._deadline is None:
            self._deadline = threading.Timer(GRACE, os._exit, (128 + number,))
            self._deadline.daemon = True
            self._deadline.start()
        self._loop.call_soon_threadsafe(self._leave)
