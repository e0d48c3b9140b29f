"""An open ledger hears of what other explorers send to the same server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from flux_tui.client.sent.ledger import Ledger

LOOK = 1.0
"""Seconds between two looks at whether another process has written into the file."""


async def hear_of_others(ledger: Ledger, then: Callable[[], None]) -> None:
    """Call ``then`` whenever others have written, and once at first, as who reads meanwhile may
    have read before; ends when it is cancelled.
    """
    while True:
        if await ledger.ask(lambda store: store.is_changed_elsewhere()):
            then()
        await asyncio.sleep(LOOK)
