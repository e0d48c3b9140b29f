"""Something about all entities that is found out again and again, as a small part of the work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

from flux_tui.tui.slices import Slices

SOON = 0.2
"""Seconds until it is found out first: who types on asks for something else by then."""

AGAIN = 2.0
"""Seconds until it is found out anew at least: time and reports change it."""

SHARE = 20
"""How many times as long as it took nobody looks."""


class Recounting:
    """Goes through ``steps`` in slices, says ``done``, and begins anew after a while."""

    def __init__(
        self,
        steps: Callable[[], Iterator[None]],
        done: Callable[[], None],
        rest: Callable[[], float],
    ) -> None:
        """``rest`` is for how many seconds somebody else is to go first."""
        self._steps = steps
        self._done = done
        self._slices = Slices(rest)
        self._timer: asyncio.TimerHandle | None = None
        self._began = 0.0

    def begin(self) -> None:
        """Find it out from now on; what was being found out is forgotten."""
        self.close()
        self._wait(SOON)

    def close(self) -> None:
        """Find out no more."""
        self._slices.stop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._go_through)

    def _go_through(self) -> None:
        self._began = time.perf_counter()
        self._slices.start(self._steps(), self._finish)

    def _finish(self) -> None:
        self._wait(max(AGAIN, SHARE * (time.perf_counter() - self._began)))
        self._done()
