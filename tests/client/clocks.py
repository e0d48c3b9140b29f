"""A clock that stands until it is moved."""

from __future__ import annotations

from flux_tui.model.instant import NS


class StillClock:
    """Wall time in ns, and monotonic seconds; a suspended machine moves only the first."""

    def __init__(self, now: int = 1_000 * NS) -> None:
        self._now = now
        self._monotonic = 50.0

    def now(self) -> int:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def pass_(self, seconds: float) -> None:
        """Time passes."""
        self._now += round(seconds * NS)
        self._monotonic += seconds

    def jump(self, seconds: float) -> None:
        """The wall clock is set, or the machine slept."""
        self._now += round(seconds * NS)
