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

SLICE = 0.004
"""Seconds of work between two naps, where nothing else is said."""

T = TypeVar("T")


class Turns:
    """Counts the time since the last nap; ``slice_`` is in seconds."""

    def __init__(
        self, slice_: float = SLICE, monotonic: Callable[[], float] = time.perf_counter
    ) -> None:
        self._slice = slice_
        self._monotonic = monotonic
        self._end = monotonic() + slice_

    @property
    def over(self) -> bool:
        """Whether it is time for a nap; a plain check, so that a quick step costs no await."""
        return self._monotonic() >= self._end

    async def nap(self) -> None:
        """Let everybody else run, then begin the next slice."""
        await asyncio.sleep(NAP)
        self._end = self._monotonic() + self._slice

    async def give(self) -> None:
        """Nap when the slice is over."""
        if self.over:
            await self.nap()

    async def wait(self, for_: Awaitable[T]) -> T:
        """Wait for more work; where that takes as long as a nap, it is one."""
        began = self._monotonic()
        result = await for_
        ended = self._monotonic()
        if ended - began >= NAP:
            self._end = ended + self._slice
        return result


async def import_aside(module: str) -> None:
    """Import a module that takes long to load in a thread, so that the loop has its turns."""
    if module not in sys.modules:
        await asyncio.to_thread(import_module, module)
