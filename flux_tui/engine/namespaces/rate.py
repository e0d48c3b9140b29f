"""How much a namespace may write: a bucket that fills again by the minute."""

from __future__ import annotations

MINUTE = 60.0
"""Seconds in which an empty bucket fills again."""


class Bucket:
    """Holds as much as may be written in a minute, and is full at first, as Flux's.

    Time is in seconds by a clock that never steps back. A limit that changes counts at once.
    """

    __slots__ = ("_at", "_left")

    def __init__(self) -> None:
        self._left = float("inf")
        self._at = 0.0

    def take(self, now: float, limit: int, count: int = 1) -> bool:
        """Take ``count`` out if one is left; whether it was.

        What is taken beyond what is left is owed: many may go at once, and what comes next waits
        until they are paid for.
        """
        self._left = min(limit, self._left + (now - self._at) * limit / MINUTE)
        self._at = now
        if self._left < 1:
            return False
        self._left -= count
        return True

    def give_back(self, count: int) -> None:
        """What was taken has not been written after all."""
        self._left += count
