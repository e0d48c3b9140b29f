"""Several coroutines that run and end together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

from flux_tui.errors import FluxTuiError


async def run_together(*parts: Coroutine[Any, Any, None]) -> None:
    """Run until all have ended or one fails; then the others are cancelled and awaited.

    The failure is raised as it is, a bug before a server's fault. Not a TaskGroup: before Python
    3.13 one loses a cancellation that comes at the moment of a failure, and whoever retries
    failures would then never end.
    """
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    except asyncio.CancelledError:
        failure = await _end(tasks)
        if failure is None or isinstance(failure, FluxTuiError):
            raise
        raise failure from None
    failure = await _end(tasks)
    if failure is not None:
        raise failure


async def _end(tasks: Iterable[asyncio.Task[None]]) -> BaseException | None:
    """End them all; the gravest of their failures."""
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    failures = [failure for failure in results if failure is not None]
    failures = [f for f in failures if not isinstance(f, asyncio.CancelledError)]
    bugs = (failure for failure in failures if not isinstance(failure, FluxTuiError))
    return next(bugs, failures[0] if failures else None)
