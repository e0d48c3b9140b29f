"""The server's own figures over time, as its metrics bring them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from flux_tui.model.change import Metrics
from flux_tui.model.instant import NS

KEPT = 300
"""How many are kept: ten minutes of one every 2 s."""


class Figures:
    """The last metrics, oldest first, and the rate of events between each two of them.

    The rate is counted from the total: the one that a real Flux sends stands still without traffic.
    """

    def __init__(self) -> None:
        self.last: Metrics | None = None
        self._kept: deque[Metrics] = deque(maxlen=KEPT)
        self._rates: deque[float] = deque(maxlen=KEPT)

    @property
    def rate(self) -> float | None:
        """Events per second between the last two; None before there were two."""
        return self._rates[-1] if self._rates else None

    @property
    def rates(self) -> list[float]:
        """Events per second, oldest first."""
        return list(self._rates)

    def series(self, figure: Callable[[Metrics], float]) -> list[float]:
        """One figure of each, oldest first."""
        return [figure(metrics) for metrics in self._kept]

    def take(self, metrics: Metrics | None) -> None:
        """Take the newest; the same ones again change nothing.

        Another server, or one that began anew, counts fewer events or has another clock: between
        its figures and those before there is no rate.
        """
        last = self.last
        if metrics is None or metrics == last:
            return
        self.last = metrics
        self._kept.append(metrics)
        if last is not None and metrics.events >= last.events and metrics.at > last.at:
            self._rates.append((metrics.events - last.events) * NS / (metrics.at - last.at))
