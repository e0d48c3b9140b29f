"""Several works that live and end together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from flux_tui.errors import FluxTuiError


async def run_together(*works: Coroutine[Any, Any, None]) -> None:
    """Run until all have ended or one fails; then the others are cancelled and awaited.

    The failure is raised as it is, without a group around it; a bug before a server's fault.
    """
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except BaseExceptionGroup as failures:
        raise _gravest(failures) from failures


def _gravest(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    leaves: list[BaseException] = []
    waiting: list[BaseException] = [failures]
    while waiting:
        failure = waiting.pop(0)
        if isinstance(failure, BaseExceptionGroup):
            waiting.extend(failure.exceptions)
        else:
            leaves.append(failure)
    return next((leaf for leaf in leaves if not isinstance(leaf, FluxTuiError)), leaves[0])
