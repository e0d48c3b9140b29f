"""A clock that stands still until a test moves it, backwards too."""

from __future__ import annotations

from flux_tui.model.instant import NS

MORNING = 1_795_000_000 * NS
"""Some time in 2026."""


class ManualClock:
    """Wall time and monotonic time, moved by hand."""

    def __init__(self, now: int = MORNING) -> None:
        self.instant = now
        self.seconds = 0.0

    def now(self) -> int:
        """Nanoseconds since 1970."""
        return self.instant

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.instant += round(seconds * NS)
        self.seconds += seconds
