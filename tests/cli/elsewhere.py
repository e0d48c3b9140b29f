"""Odd servers beside a test that does not run on a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.client.serving import Talk, talking
from tests.ports import free_port


@contextmanager
def threaded(talk: Talk) -> Iterator[str]:
    """A bare TCP server on a loop in a thread; the URL it answers at."""
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()
    started = threading.Event()
    found: list[str] = []

    async def serve() -> None:
        async with talking(talk) as url:
            found.append(url)
            started.set()
            await stopping.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert started.wait(10)
        yield found[0]
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)
        loop.close()


def absent() -> str:
    """The URL of a server that is not there: a port of this machine that was free just now."""
    return f"http://127.0.0.1:{free_port()}"
