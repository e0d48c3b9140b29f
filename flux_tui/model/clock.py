"""Time, injected: nothing below reads a clock of its own."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Wall time for people and stamps, monotonic time for measuring."""

    def now(self) -> int:
        """Nanoseconds since 1970 by this machine's clock."""

    def monotonic(self) -> float:
        """Seconds that only grow; they stand still while the machine is suspended."""


class SystemClock:
    """This machine's clock."""

    def now(self) -> int:
        """Nanoseconds since 1970 by this machine's clock."""
        return time.time_ns()

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()
