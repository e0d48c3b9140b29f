"""How many events a second the server takes, from its own figures."""

from __future__ import annotations

from collections import deque

from flux_tui.model.change import Metrics
from flux_tui.model.instant import NS

KEPT = 10
"""How many rates the sparkline shows: one every 2 s."""


class EventRate:
    """From ``events.total``: the rate that a real Flux sends stands still without traffic."""

    def __init__(self) -> None:
        self._last: Metrics | None = None
        self._rates: deque[float] = deque(maxlen=KEPT)

    @property
    def now(self) -> float | None:
        """Events per second between the last two figures; None before there were two."""
        return self._rates[-1] if self._rates else None

    @property
    def lately(self) -> list[float]:
        """The last rates, oldest first."""
        return list(self._rates)

    def take(self, metrics: Metrics | None) -> None:
        """Take the newest figures; the same ones again change nothing."""
        last = self._last
        if metrics is None or (last is not None and metrics.at <= last.at):
            return
        self._last = metrics
        if last is not None and metrics.events >= last.events:
            self._rates.append((metrics.events - last.events) * NS / (metrics.at - last.at))
