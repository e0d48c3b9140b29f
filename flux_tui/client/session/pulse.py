"""What a feed has brought so far, and what that says about its health."""

from __future__ import annotations

from flux_tui.client.session.server_clock import ServerClock
from flux_tui.model.change import Metrics
from flux_tui.model.clock import Clock
from flux_tui.model.instant import NS

DISAGREEMENTS = 2
"""Metrics frames in a row that must disagree: one may come in the middle of a change."""


STANDING = 3.0
"""Seconds for which changes bring one and the same stamp when it is the server's clock that stands:
then it does not tell how far behind they are."""


class Pulse:
    """Counts what one connection's feed brings."""

    def __init__(self, clock: Clock, server_clock: ServerClock) -> None:
        self._clock = clock
        self._server_clock = server_clock
        self.changes = 0
        """State changes that arrived."""
        self.lag = 0.0
        """Seconds that the last change was behind the server's clock."""
        self.metrics: Metrics | None = None
        self.disagreements = 0
        """Metrics in a row whose total of entities is not the World's."""
        self.silent_advances = 0
        """Metrics in a row that counted events while no change arrived."""
        self.unread: str | None = None
        """Why a message could not be read, until somebody has looked at the state."""
        self.expected = False
        """Whether more metrics are to come, since some came lately."""
        self._stamp = 0
        self._stamped_since = clock.monotonic()
        self._changes_at_metrics = 0
        self._metrics_at = 0.0

    def take(self, changes: int, at: int) -> None:
        """So many changes arrived just now, the last of them stamped ``at`` (ns) by the server."""
        self.changes += changes
        self._server_clock.hear(at)
        self.lag = 0.0 if self._stands(at) else (self._server_clock.now() - at) / NS

    def measure(self, metrics: Metrics, entities: int | None) -> None:
        """The server's figures arrived, while it should have had so many entities (None: any)."""
        self._server_clock.hear(metrics.at)
        agrees = entities in (metrics.entities, None)
        self.disagreements = 0 if agrees else self.disagreements + 1
        arrived = self.changes - self._changes_at_metrics
        if arrived:
            self.silent_advances = 0
        elif self.metrics is not None and metrics.events > self.metrics.events:
            self.silent_advances += 1
        if not arrived:
            self.lag = 0.0
        self._changes_at_metrics = self.changes
        self._metrics_at = self._clock.monotonic()
        self.metrics, self.expected = metrics, True

    def _stands(self, at: int) -> bool:
        """Whether changes have had this stamp for long: of two that are made, one is later."""
        now = self._clock.monotonic()
        if at != self._stamp:
            self._stamp, self._stamped_since = at, now
        return now - self._stamped_since > STANDING

    def is_silent(self, patience: float) -> bool:
        """Whether metrics are expected, and none came for ``patience`` seconds."""
        return self.expected and self._clock.monotonic() - self._metrics_at > patience

    def looked(self, patience: float) -> None:
        """Somebody looks at the state: suspicions begin anew."""
        self.disagreements = self.silent_advances = 0
        self.unread = None
        if self.is_silent(patience):
            self.expected = False
