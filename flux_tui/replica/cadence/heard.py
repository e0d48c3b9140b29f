"""The times in which whatever was reported was heard at once: only these teach a rhythm."""

from __future__ import annotations

from bisect import bisect_right

MOST = 256
"""Times that are remembered, the last ones: of what was before nothing is learned any more."""


class Heard:
    """Times that follow each other, the last of which may still go on; all in ns."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []

    @property
    def goes_on(self) -> bool:
        """Whether reports are heard now."""
        return len(self._ends) < len(self._begins)

    def begin(self, at: int) -> None:
        """Reports are heard from now on."""
        if not self.goes_on:
            self._begins.append(at)
            if len(self._begins) > MOST:
                del self._begins[0], self._ends[0]

    def end(self, at: int) -> None:
        """They are no longer, or late."""
        if self.goes_on:
            self._ends.append(max(at, self._begins[-1]))

    def clear(self) -> None:
        """Another clock: nothing is known of before."""
        self._begins.clear()
        self._ends.clear()

    def began(self, at: int) -> int | None:
        """When the time began that an instant lies in; None where it lies in none."""
        place = bisect_right(self._begins, at) - 1
        if place < 0 or (place < len(self._ends) and at > self._ends[place]):
            return None
        return self._begins[place]
