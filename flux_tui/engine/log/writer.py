"""The thread that writes: it does nothing but what blocks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeAlias

Work: TypeAlias = Callable[[], None]

Done: TypeAlias = Callable[[Exception | None], None]
"""Called on the event loop: with None, or with why the work failed."""


class Writer:
    """Does one piece of work after the other on a thread of its own.

    An executor would do; it costs several times as much for each commit.
    """

    def __init__(self) -> None:
        self._orders: SimpleQueue[tuple[Work, asyncio.AbstractEventLoop, Done] | None]
        self._orders = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work, done: Done) -> None:
        """Have work done; ``done`` is called on the running event loop."""
        self._orders.put((work, asyncio.get_running_loop(), done))

    async def do(self, work: Work) -> None:
        """Have work done and wait for it; raises what it raises."""
        finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done(error: Exception | None) -> None:
            if finished.done():
                return
            if error is None:
                finished.set_result(None)
            else:
                finished.set_exception(error)

        self.submit(work, done)
        await finished

    def close(self) -> None:
        """Finish what was submitted, and end the thread."""
        self._orders.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            work, loop, done = order
            error: Exception | None = None
            try:
                work()
            except Exception as failure:  # noqa: BLE001 - told to whoever waits
                error = failure
            with contextlib.suppress(RuntimeError):  # The loop has ended: nobody waits any more.
                loop.call_soon_threadsafe(done, error)
