"""An event loop that tells when it has nothing left to do.

Textual's pilot waits after every key until the process has used next to no processor time for
20 ms. That is slow where there is time, and wrong where there is none: on a machine with much
else to do a process that waits for its turn looks idle. The loop itself knows better.
"""

from __future__ import annotations

import asyncio
import selectors

REST = 0.002
"""Seconds without anything to do after which a loop rests: time for a thread to hand over."""

SOON = 0.02
"""A timer that is due within so many seconds is work to wait for: Textual paints 60 times a second,
when there is something to paint."""


class QuietLoop(asyncio.SelectorEventLoop):
    """The usual loop, over a selector that knows when it is left waiting."""

    def __init__(self) -> None:
        self._watched = _WatchedSelector()
        super().__init__(self._watched)

    async def rests(self, at_most: float) -> None:
        """Wait until nothing is ready, and no timer is about to be."""
        rest = self.create_future()
        self._watched.waiting.append(rest)
        await asyncio.wait([rest], timeout=at_most)


class _WatchedSelector(selectors.DefaultSelector):
    """Wakes those who wait for a rest, once the loop would sleep and nothing comes."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[asyncio.Future[None]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not self.waiting or (timeout is not None and timeout < SOON):
            return super().select(timeout)
        ready = super().select(REST)
        if not ready:
            for rest in self.waiting:
                rest.set_result(None)
            self.waiting.clear()
        return ready


async def wait_for_rest(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """What Textual's ``wait_for_idle`` is to do, in its signature."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, QuietLoop)
    await asyncio.sleep(min_sleep)
    await loop.rests(max_sleep)
