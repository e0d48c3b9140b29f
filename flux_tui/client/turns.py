"""Long work in slices: the event loop, and whoever waits for a key, gets its turn in between."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TypeVar

NAP = 0.001
"""Seconds given away between two slices: a key needs several turns of the loop, not one."""

HOPS = 5
"""Turns of the loop in a nap at least, however little of its time the machine gave us."""

SLICE = 0.004
"""Seconds of work between two naps, where nothing else is said."""

LONGEST_REST = 0.05
"""Seconds after which work goes on though somebody asks again and again, as a turning wheel, where
nothing else is said."""

LOOKS = 50
"""How often it is looked whether a rest is over, if it is as long as may be."""

T = TypeVar("T")


class Courtesy:
    """Lets somebody go first: whoever works in turns rests until ``until``, by ``perf_counter``.

    Between two slices it is rested for ``longest`` seconds at most, however often that is asked.
    """

    def __init__(self) -> None:
        self.until = 0.0
        self.longest = LONGEST_REST

    def ask(self, seconds: float, longest: float = LONGEST_REST) -> None:
        """Rest for so long from now on; 0 ends a rest. May be called from any thread."""
        self.until = time.perf_counter() + seconds
        self.longest = longest

    @property
    def rest(self) -> float:
        """Seconds that are still to be rested; below none, for how long nobody has asked for it."""
        return self.until - time.perf_counter()


class Turns:
    """Counts the time since the last nap; ``slice_`` is in seconds."""

    def __init__(
        self,
        slice_: float = SLICE,
        courtesy: Courtesy | None = None,
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._slice = slice_
        self._courtesy = courtesy or Courtesy()
        self._monotonic = monotonic
        self._end = monotonic() + slice_

    @property
    def over(self) -> bool:
        """Whether it is time for a nap; a plain check, so that a quick step costs no await."""
        now = self._monotonic()
        return now >= self._end or self._courtesy.until > now

    async def nap(self) -> None:
        """Let everybody else run, then begin the next slice."""
        await asyncio.sleep(NAP)
        for _ in range(HOPS):
            await asyncio.sleep(0)
        longest = self._courtesy.longest
        ends, look = self._monotonic() + longest, max(NAP, longest / LOOKS)
        while self._courtesy.rest > 0 and self._monotonic() < ends:  # noqa: ASYNC110 - ends early
            await asyncio.sleep(look)
        self._end = self._monotonic() + self._slice

    async def give(self) -> None:
        """Nap when the slice is over."""
        if self.over:
            await self.nap()

    async def wait(self, for_: Awaitable[T]) -> T:
        """Wait for more work; where that takes as long as a nap, it is one.

        Work that comes while somebody is to go first waits, too.
        """
        began = self._monotonic()
        result = await for_
        ended = self._monotonic()
        if self._courtesy.rest > 0:
            await self.nap()
        elif ended - began >= NAP:
            self._end = ended + self._slice
        return result


async def import_aside(module: str) -> None:
    """Import a module that takes long to load in a thread, so that the loop has its turns."""
    if module not in sys.modules:
        await asyncio.to_thread(import_module, module)
