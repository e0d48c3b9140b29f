"""The figures that Flux tells its subscribers every two seconds."""

from __future__ import annotations

from collections import deque

from flux_tui.model.instant import NS

INTERVAL = 2.0
"""Seconds between two metrics frames (``ws.jsonl``)."""

RATE_WINDOW = 5 * NS
"""The rate is that of the last 5 s, as seen at the last event (``ws.jsonl``: it then stands)."""

PUBLISHER_WINDOW = 10 * NS
"""How long a source counts as active: Flux's default for ``active_publisher_window_seconds``.

Its recordings agree: one that was silent for 2.8 s counts in ``live.jsonl``, those of
``http.jsonl`` no longer do when ``ws.jsonl`` begins 35 s later.
"""


class Traffic:
    """Counts events and their sources."""

    def __init__(self) -> None:
        self._recent: deque[tuple[int, int]] = deque()
        self._in_window = 0
        self._seen: dict[str, int] = {}

    @property
    def rate(self) -> float:
        """Events per second, to one digit."""
        return round(self._in_window * NS / RATE_WINDOW, 1)

    def count(self, at: int, events: int) -> None:
        """Events received at ``at`` ns."""
        self._recent.append((at, events))
        self._in_window += events
        while self._recent[0][0] <= at - RATE_WINDOW:
            self._in_window -= self._recent.popleft()[1]

    def saw(self, source: str, at: int) -> None:
        """A source published at ``at`` ns."""
        self._seen[source] = at

    def publishers(self, now: int) -> int:
        """How many sources are active."""
        silent = [source for source, at in self._seen.items() if at <= now - PUBLISHER_WINDOW]
        for source in silent:
            del self._seen[source]
        return len(self._seen)
