"""From the present back: how far the next page reaches, so that it touches what is known."""

from __future__ import annotations

from flux_tui.client.past.arrival import arrival_hint
from flux_tui.client.past.page import Page

START = 1_577_836_800
"""2020-01-01, in seconds: before any log (a real Flux was asked so: history/since past)."""

FIRST = 60
"""Seconds of the first look: what is newest is to be there first."""

GROWTH = 4
"""How many times as far the next look reaches when the last found little."""

WANTED = 300
"""Events that a page should bring: a full one may not touch what is known."""


class Backward:
    """Chooses since when to ask. All events from ``known`` (a second) on are known.

    Once the newest are, one look asks for everything: most histories end with it. Then spans are
    chosen by how many events the last ones had. Whatever the events claim, it comes to an end.
    """

    def __init__(self, now: int, last_seen: int | None = None) -> None:
        """``last_seen`` is the second of the newest event, as far as one can guess."""
        self.known = self._began = now + 1
        self._span = FIRST + max(0, now - (now if last_seen is None else last_seen))
        self._tried_all = False
        self._oldest = START
        """The second in which the oldest event may have arrived: nobody need look between."""

    @property
    def done(self) -> bool:
        """Whether all that the server keeps is known."""
        return self.known <= START

    @property
    def since(self) -> int:
        """The second to ask from."""
        since = self.known - self._span
        wants_all = self.known < self._began and not self._tried_all
        return START if wants_all or since <= self._oldest else since

    def is_finest(self, since: int) -> bool:
        """Whether no shorter look can be taken: times are cut to whole seconds."""
        return since >= self.known - 1

    def reach(self, since: int, new: int) -> None:
        """A look since a second has brought so many new events."""
        lasted, self.known = max(1, self.known - since), since
        widest = GROWTH * max(lasted, self._span)
        self._span = min(max(1, lasted * WANTED // new), widest) if new else widest

    def miss(self, page: Page, since: int) -> None:
        """A look reached too far: its page is full, and ends before what is known."""
        span = self.known - since
        if since == START:
            believed = not self._tried_all
            self._oldest = arrival_hint(page.events[0], START) if believed else START
            self._tried_all = True
            self._span = max(1, min(self._span if believed else self._span // 2, span // 2))
            return
        lasted = arrival_hint(page.events[-1], START) - since + 1
        wanted = lasted * WANTED // len(page.events)
        self._span = max(1, min(span // 2, max(wanted, span // 16)))
