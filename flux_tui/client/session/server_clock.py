"""The server's clock, estimated from the stamps of what it sends."""

from __future__ import annotations

from flux_tui.model.clock import Clock

WINDOW = 30.0
"""Seconds after which an estimate is forgotten, and the one after it too: clocks are set."""


class ServerClock:
    """How far the server's clock is from ours.

    Each message is stamped before it arrives, so its stamp less our time is at most the true
    offset; the largest of the last half minute or more is the one that travelled fastest.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._largest: int | None = None
        self._before: int | None = None
        self._since = clock.monotonic()

    def hear(self, at: int) -> None:
        """A message stamped ``at`` (ns by the server's clock) arrived now."""
        offset = at - self._clock.now()
        monotonic = self._clock.monotonic()
        if monotonic - self._since > WINDOW:
            self._before, self._largest, self._since = self._largest, None, monotonic
        if self._largest is None or offset > self._largest:
            self._largest = offset

    def forget(self) -> None:
        """Another server, or our own clock was set."""
        self._largest = self._before = None

    def now(self) -> int:
        """The server's time in ns; ours until it was heard."""
        known = [offset for offset in (self._largest, self._before) if offset is not None]
        return self._clock.now() + max(known, default=0)
