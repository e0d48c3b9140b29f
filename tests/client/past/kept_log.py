"""A server's history of one entity as the wire has it: the oldest events since a second."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from flux_tui.client.past.page import Page
from flux_tui.client.past.reader import PastReader
from flux_tui.client.past.status import PastLimits, Reading, Thrift
from flux_tui.errors import Unreachable
from flux_tui.model.event import Event, setting
from flux_tui.model.instant import NS
from tests.client.clocks import StillClock

NOW = 1_795_569_491
"""The second in which these tests play."""

AT_ONCE = Thrift(0.0, 0.0)


def event(number: int, *, claims: int = NOW, **properties: int) -> Event:
    """An event that claims to be of a second."""
    named = properties or {"n": number}
    return setting("lab", "me", "e", dict(named), timestamp=claims * 1000, event_id=f"id-{number}")


class KeptLog:
    """Events by the second of their arrival, oldest first; ``limit`` of them a page."""

    def __init__(
        self, arrivals: list[tuple[int, Event]], limit: int = 500, *, exact: bool = False
    ) -> None:
        """``exact``: it lets one read on right behind a page, as the embedded engine does."""
        self.arrivals = arrivals
        self.limit = limit
        self.exact = exact
        self.log: str | None = "log-1" if exact else None
        self.asked: list[int] = []
        self.down = False
        self.before_answer: Callable[[], None] = lambda: None

    @property
    def events(self) -> list[Event]:
        """All of them."""
        return [one for _, one in self.arrivals]

    async def ask(self, since: int) -> Page:
        """A page."""
        return await self._page(
            lambda: bisect_left(self.arrivals, since, key=lambda a: a[0]), since
        )

    async def _page(self, place: Callable[[], int], since: int = 0) -> Page:
        await asyncio.sleep(0)
        self.asked.append(since)
        self.before_answer()
        if self.down:
            raise Unreachable("nobody answers")
        first = place()
        found = self.events[first : first + self.limit]
        end = first + len(found)
        follow = partial(self._page, lambda: end) if self.exact else None
        return Page(found, self.limit, 100 * len(found), self.log, follow)

    def reader(self, limits: PastLimits | None = None) -> PastReader:
        """Somebody who reads it now."""
        return PastReader(self.ask, lambda: NOW * NS, StillClock(), limits=limits, thrift=AT_ONCE)


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a reader's own observers are under test
            await asyncio.sleep(0)


async def read(reader: PastReader, ended: Callable[[], object] | None = None) -> None:
    """Run a reader until it has come to an end of some kind."""
    task = asyncio.create_task(reader.run())
    await asyncio.sleep(0)
    try:
        await until(
            ended or (lambda: reader.status.reading not in (Reading.NOT_YET, Reading.READING))
        )
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
