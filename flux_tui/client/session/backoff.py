"""How long to wait before the next attempt."""

from __future__ import annotations

from random import Random


class Backoff:
    """Nothing before the first attempt, then ``first`` doubling up to ``longest`` seconds.

    A random half is taken off, so that the clients of a server that restarts do not all come at
    once.
    """

    def __init__(self, first: float, longest: float, random: Random) -> None:
        self._first = first
        self._longest = longest
        self._random = random
        self._failures = 0

    def delay(self) -> float:
        """Seconds to wait after one more failure."""
        self._failures += 1
        if self._failures == 1:
            return 0.0
        doubled: float = self._first * 2 ** min(self._failures - 2, 30)
        return min(doubled, self._longest) * self._random.uniform(0.5, 1.0)

    def reset(self) -> None:
        """A connection proved good."""
        self._failures = 0
