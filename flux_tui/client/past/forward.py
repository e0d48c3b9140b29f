"""From the last known event on: where the next page begins, so that it touches what is known."""

from __future__ import annotations

from flux_tui.client.past.arrival import arrival_hint
from flux_tui.client.past.backward import START
from flux_tui.model.event import Event

MARGIN = 2
"""Seconds before the presumed arrival of the last known event: clocks differ."""

BELIEVED = 4
"""Tries in which what events say of their time is believed; then the rest is halved."""

AHEAD = 86_400
"""Seconds that a server's clock may be ahead of what is known of it."""


class Forward:
    """Narrows down the second since which a page begins with known events and ends with new ones.

    From ``lowest`` on all is known, so that a page from there begins with what is known; ``good``
    is a second that served before. Whatever the events claim, it comes to an end.
    """

    def __init__(self, last: Event, now: int, lowest: int, good: int) -> None:
        self._lowest = lowest
        self._hint = max(lowest, good, min(arrival_hint(last, START) - MARGIN, now))
        self._tries = 0
        self._too_early = lowest - 1
        self._too_late = max(now, self._hint) + AHEAD
        self.since = self._hint

    @property
    def exhausted(self) -> bool:
        """Whether there is no second left to ask from."""
        return self._too_late - self._too_early <= 1

    @property
    def is_other_log(self) -> bool:
        """Whether the server has none of the known events where they should be."""
        return self._too_late <= self._lowest

    @property
    def too_late(self) -> int:
        """The earliest second that was found to bring nothing known."""
        return self._too_late

    def early(self, last: Event) -> None:
        """All that the page held, ``last`` at its end, was known."""
        self._too_early = self.since
        self._choose(max(self.since + 1, arrival_hint(last, START)))

    def late(self) -> None:
        """Nothing that the page held was known."""
        self._too_late = self.since
        self._choose(self._hint - MARGIN * 8**self._tries)

    def _choose(self, since: int) -> None:
        self._tries += 1
        if self._tries < BELIEVED and self._too_early < since < self._too_late:
            self.since = since
        else:
            self.since = max(self._lowest, (self._too_early + self._too_late) // 2)
