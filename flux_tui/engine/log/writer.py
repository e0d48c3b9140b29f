"""The thread that writes: it does nothing but what blocks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeAlias

from flux_tui.engine.log.chunk import Chunk

Done: TypeAlias = Callable[[BaseException | None], None]
"""Called on the event loop: None, or why the chunk is not on disk."""


class Writer:
    """Writes chunks one after the other on a thread of its own.

    An executor would do; it costs several times as much for each commit.
    """

    def __init__(self, write: Callable[[Chunk], None]) -> None:
        self._write = write
        self._orders: SimpleQueue[tuple[Chunk, asyncio.AbstractEventLoop, Done] | None]
        self._orders = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="log-writer")
        self._thread.start()

    def submit(self, chunk: Chunk, done: Done) -> None:
        """Have a chunk written; ``done`` is called on the running event loop."""
        self._orders.put((chunk, asyncio.get_running_loop(), done))

    def close(self) -> None:
        """Finish what was submitted, and end the thread."""
        self._orders.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            chunk, loop, done = order
            error: BaseException | None = None
            try:
                self._write(chunk)
            except Exception as failure:  # noqa: BLE001 - told to whoever waits
                error = failure
            with contextlib.suppress(RuntimeError):  # The loop has ended: nobody waits any more.
                loop.call_soon_threadsafe(done, error)
