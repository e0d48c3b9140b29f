"""Work that is done bit by bit, on the event loop, while keys and frames have their turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

SLICE = 0.008
"""Seconds of work between two naps: the longest that a key waits for it."""

NAP = 0.001
"""Seconds given away between two slices."""

AT_ONCE = 0.012
"""Seconds that a key waits for what it asks for: in most worlds that is done by then."""

LONGEST_REST = 0.05
"""Seconds after which work goes on though somebody presses key after key."""


class Slices:
    """Does one thing at a time; another one takes its place.

    Its steps are plain code: what they raise is a bug, and ends the explorer as any.
    """

    def __init__(self, rest: Callable[[], float]) -> None:
        """``rest`` is for how many seconds somebody else is to go first."""
        self._rest = rest
        self._steps: Iterator[None] = iter(())
        self._done: Callable[[], None] = lambda: None
        self._timer: asyncio.TimerHandle | None = None
        self._rested = 0.0

    @property
    def working(self) -> bool:
        """Whether something is still to be done."""
        return self._timer is not None

    def start(
        self, steps: Iterator[None], done: Callable[[], None], *, at_once: float = 0.0
    ) -> None:
        """Do this in place of whatever was being done; ``at_once`` seconds of it without a nap."""
        self.stop()
        self._steps, self._done = steps, done
        if at_once > 0 and self._work(at_once):
            self._finish()
        else:
            self._nap()

    def stop(self) -> None:
        """Leave undone what is not done; nothing of it is kept."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._steps, self._done = iter(()), lambda: None

    def _nap(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(NAP, self._go_on)

    def _go_on(self) -> None:
        self._timer = None
        if self._rest() > 0 and self._rested < LONGEST_REST:
            self._rested += NAP
            self._nap()
            return
        self._rested = 0.0
        if self._work(SLICE):
            self._finish()
        else:
            self._nap()

    def _finish(self) -> None:
        done = self._done
        self.stop()
        done()

    def _work(self, seconds: float) -> bool:
        """Work for so long; whether all is done."""
        ends = time.perf_counter() + seconds
        return all(time.perf_counter() < ends for _ in self._steps)
