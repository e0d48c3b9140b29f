"""The times in which reports may have come late or not at all: they are nobody's silence."""

from __future__ import annotations

from bisect import bisect_right

MOST = 2_000
"""Times that are remembered, the last ones: an hour of a feed that falls behind again and again."""


class Unheard:
    """Times that follow each other, and how much of them lies after an instant; all in ns."""

    def __init__(self) -> None:
        self._ends: list[int] = []
        self._lengths: list[int] = []
        self._totals: list[int] = []
        """How much was unheard up to each end."""

    def add(self, began: int, ended: int) -> None:
        """From one instant to a later one little could be heard."""
        length = max(0, ended - began)
        self._ends.append(ended)
        self._lengths.append(length)
        self._totals.append(self.total + length)
        if len(self._ends) > 2 * MOST:
            for kept in (self._ends, self._lengths, self._totals):
                del kept[:MOST]

    def clear(self) -> None:
        """Another clock, or another time to listen: forget them all."""
        for kept in (self._ends, self._lengths, self._totals):
            kept.clear()

    @property
    def total(self) -> int:
        """All of it."""
        return self._totals[-1] if self._totals else 0

    def since(self, instant: int) -> int:
        """How much of it is after an instant."""
        place = bisect_right(self._ends, instant)
        if place == len(self._ends):
            return 0
        begun = min(self._lengths[place], self._ends[place] - instant)
        return self.total - self._totals[place] + begun
