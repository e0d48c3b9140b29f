"""Those whose requests come to nothing wait their turn, so that they keep nobody else waiting.

A refused event costs nearly as much as one that is let in: it is read before it is judged. Who
sends many, because its namespace has used up its minute or because it has no right to write, is
answered one request after the other, and for each with a pause that is longer than the work was.
"""

from __future__ import annotations

import asyncio

PAUSES = 4
"""How many times the work a pause takes: all that comes to nothing takes a fifth of the time."""

REQUEST_SECONDS = 100e-6
"""What a request costs, whatever is in it."""

BYTE_SECONDS = 100e-9
"""What a byte of a body costs: a batch of 18,000 small events, 1.6 MB, takes 150 ms."""

MOST_WAITING = 50
"""Requests that wait for their turn with their bodies; more are not let in."""


class TooManyWait(Exception):
    """There is no more room to wait."""


class Patience:
    """What one writer owes the others: a namespace, or all who have no token of any."""

    __slots__ = ("_free_at", "_turn", "_waiting")

    def __init__(self) -> None:
        self._free_at = 0.0
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def turn(self) -> None:
        """Wait, if there is something to wait for; raises TooManyWait."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._free_at and not self._turn.locked():
            return
        if self._waiting >= MOST_WAITING:
            raise TooManyWait
        self._waiting += 1
        try:
            async with self._turn:
                await asyncio.sleep(self._free_at - loop.time())
        finally:
            self._waiting -= 1

    def owe(self, size: int, share: float) -> None:
        """A request with a body of so many bytes came to nothing, or a share of it did."""
        pause = PAUSES * (REQUEST_SECONDS + BYTE_SECONDS * size) * share
        self._free_at = max(self._free_at, asyncio.get_running_loop().time()) + pause
