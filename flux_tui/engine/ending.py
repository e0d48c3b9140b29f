"""Ending a task for sure."""

from __future__ import annotations

import asyncio
from typing import Any

AGAIN_SECONDS = 0.1
"""Seconds until a task that goes on is cancelled once more."""


async def end(task: asyncio.Task[Any] | None) -> None:
    """Cancel a task until it has ended: ``asyncio.wait_for``, which nats-py waits with, takes a
    cancellation for nothing when what it waits for comes at the same moment (Python 3.11).

    Whatever may ask NATS is ended by this: a cancellation alone is lost now and then.
    """
    while task is not None and not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=AGAIN_SECONDS)
