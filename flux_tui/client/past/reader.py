"""Reads one entity's past in the background, the newest events first, and follows what is new."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice

from flux_tui.client.past.backward import START, Backward
from flux_tui.client.past.forward import Forward
from flux_tui.client.past.onward import Onward, read_on
from flux_tui.client.past.page import Ask, Page
from flux_tui.client.past.status import PastLimits, PastStatus, Reading, Thrift
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError, Nonsense
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.model.observers import Observers
from flux_tui.protocol.rules import MAX_HISTORY
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.past.overlap import join

PIECE = 32
"""Events unfolded at a time, between which others get their turn."""

ATTEMPTS = 3
"""Times in a row that a history is begun anew because what is known does not fit any more."""

REACH = MAX_HISTORY + 1
"""Known events that a page is laid over: more than it can hold."""


class PastReader:
    """One task, ``run``, fills ``history``; it may be cancelled and begun again at any time.

    ``now`` is the server's time in ns. Observers are told after each step, synchronously.
    """

    def __init__(
        self,
        ask: Ask,
        now: Callable[[], int],
        clock: Clock,
        *,
        limits: PastLimits | None = None,
        thrift: Thrift | None = None,
    ) -> None:
        self.history = EntityHistory()
        self.status = PastStatus()
        self.last_seen: int | None = None
        """When its newest event may have arrived, in ns: where to look first."""
        self._ask = ask
        self._now = now
        self._clock = clock
        self._limits = limits or PastLimits()
        self._thrift = thrift or Thrift()
        self._backward: Backward | None = None
        self._onward = Onward()
        self._nudged = asyncio.Event()
        self._size = 0
        self._forgot = self._newest_missing = False
        self._good = START
        self._begun = 0
        self._looked = 0.0
        self._observers = Observers[[]]()

    @property
    def size(self) -> int:
        """Bytes of what is known, as they were sent."""
        return self._size

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Tell ``observer`` whenever more is known or the status is another; the answer ends it."""
        return self._observers.add(observer)

    def nudge(self) -> None:
        """There may be a new event."""
        self._nudged.set()

    async def run(self) -> None:
        """Read on from where it was left, then follow, until cancelled or until it fails.

        How it ends stands in ``status``; it never raises what a server is to blame for.
        """
        self._say(Reading.READING)
        self._nudged.set()
        try:
            while True:
                if not await self._read_back():
                    self._begin_anew()
                    continue
                self._begun = 0
                await self._nudged.wait()
                await self._pause()
                if not await self._look_forward():
                    self._begin_anew()
        except FluxTuiError as error:
            self._say(Reading.FAILED, str(error))
        except asyncio.CancelledError:
            if self.status.reading is Reading.READING:
                self._say(Reading.STOPPED)
            raise

    # -- back ----------------------------------------------------------------------------------

    async def _read_back(self) -> bool:
        """Read until all is known that there is, or room for; false when it was another log."""
        if self._backward is None:
            self._nudged.clear()
            seen = None if self.last_seen is None else self.last_seen // NS
            self._backward = Backward(self._now() // NS, seen)
        backward = self._backward
        while not backward.done and not self._is_full:
            self._say(Reading.READING)
            if not await self._catch_up():
                return False
            since = backward.since
            page = await self._ask(since)
            if not await self._take(page, since, backward):
                return False
        if not await self._catch_up():
            return False
        self._say(Reading.WHOLE if backward.done and not self._forgot else Reading.LIMITED)
        return True

    async def _take(self, page: Page, since: int, backward: Backward) -> bool:
        """Add a page at the old end, if it touches it; false when it contradicts what is known."""
        history, events = self.history, page.events
        joint = join(history.oldest(REACH), events)
        if joint is not None:
            older = joint.older
            if not history.gaps and len(history.events) < REACH:
                await self._append(joint.newer, page)
                self._onward.reach(page)
        elif not page.is_full:
            if history.events:
                return False
            older = events
            self._onward.reach(page)
        elif backward.is_finest(since):
            older = await self._cross_second(page)
        else:
            backward.miss(page, since)
            return True
        await self._prepend(older)
        self._size += page.size * len(older) // max(1, len(events))
        backward.reach(since, len(older))
        return True

    async def _cross_second(self, page: Page) -> Sequence[Event]:
        """More events than a page holds arrived in one second, before what is known: all of them
        where the server lets one read on, else the first and a gap."""
        history = self.history
        read = await read_on(page, history.oldest(REACH), self._limits.events)
        if read is None:
            if not history.events:
                self._nudged.set()
            history.prepend_gap()
            return page.events
        events, last = read
        if not history.events:
            self._onward.reach(last)
        return events

    async def _prepend(self, events: Sequence[Event]) -> None:
        turns = Turns()
        for end in range(len(events), 0, -PIECE):
            self.history.prepend(events[max(0, end - PIECE) : end])
            await turns.give()

    # -- forward -------------------------------------------------------------------------------

    async def _catch_up(self) -> bool:
        """Look for what is new if there may be something."""
        wanted = self._nudged.is_set() and (bool(self.history.events) or self._onward.known)
        return not wanted or await self._look_forward()

    async def _look_forward(self) -> bool:
        """Add what has arrived since the last known event; false when that is not there."""
        self._nudged.clear()
        began = self._clock.monotonic()
        while self.history.events or self._onward.known:
            more = await (self._go_onward() if self._onward.known else self._next_page())
            if more is None:
                return False
            self._forget_oldest()
            self._observers.tell()
            if not more:
                self._looked = self._clock.monotonic() - began
                return True
        return False

    async def _go_onward(self) -> bool | None:
        """Append what comes right behind; as ``_next_page`` answers."""
        page = await self._onward.next_page()
        if page is None:
            return None
        joint = join(self.history.newest(REACH), page.events)  # when it was ended in the middle
        await self._append(page.events if joint is None else joint.newer, page)
        self._onward.step(page)
        return page.is_full

    async def _next_page(self) -> bool | None:
        """Append a page; whether there may be another, None when it is another log."""
        known_from = START if self._backward is None else self._backward.known
        lowest = self._good if self._forgot else known_from
        forward = Forward(self.history.events[-1], self._now() // NS, lowest, self._good)
        while True:
            known = self.history.newest(REACH)
            page = await self._ask(forward.since)
            joint = join(known, page.events)
            if joint is not None and (joint.newer or not page.is_full):
                self._good, self._newest_missing = forward.since, False
                await self._append(joint.newer, page)
                return page.is_full
            if joint is not None or self._is_known(page):
                forward.early(page.events[-1])
            else:
                forward.late()
            if forward.is_other_log:
                return None
            if forward.exhausted:
                return await self._cross_gap(forward)

    async def _cross_gap(self, forward: Forward) -> bool:
        """More events arrived in one second than a page holds: go on behind it."""
        page = await self._ask(forward.too_late)
        self._newest_missing = not page.events
        if page.events:
            await self._append(page.events, page, after_gap=True)
        return page.is_full

    async def _append(
        self, events: Sequence[Event], page: Page, *, after_gap: bool = False
    ) -> None:
        turns, iterator = Turns(), iter(events)
        while piece := list(islice(iterator, PIECE)):
            self.history.append(piece, after_gap=after_gap)
            after_gap = False
            await turns.give()
        self._size += page.size * len(events) // max(1, len(page.events))

    def _is_known(self, page: Page) -> bool:
        """Whether the page lies within what is known, before its last events."""
        return bool(page.events) and page.events[-1] in self.history.events

    async def _pause(self) -> None:
        """Wait as long as is fair after the last look."""
        await asyncio.sleep(max(self._thrift.pause, self._thrift.times * self._looked))

    # -- how much ------------------------------------------------------------------------------

    @property
    def _is_full(self) -> bool:
        limits, history = self._limits, self.history
        return (
            self._forgot
            or len(history.events) >= limits.events
            or len(history.steps) >= limits.steps
            or self._size >= limits.size
        )

    def _forget_oldest(self) -> None:
        """Make room for a tenth more: what goes is not asked for again."""
        count, limits = len(self.history.events), self._limits
        over = max(count / limits.events, self._size / limits.size)
        if over > 1 and count > 1:
            gone = count - min(count - 1, max(1, int(0.9 * count / over)))
            self.history.forget_oldest(gone)
            self._size -= self._size * gone // count
            self._forgot = True
            self._say(Reading.LIMITED)

    def _begin_anew(self) -> None:
        """What was known is another log's, or no longer what the server has."""
        self._begun += 1
        if self._begun > ATTEMPTS:
            raise Nonsense("the server's answers about its history contradict each other")
        self.history.clear()
        self._backward, self._onward = None, Onward()
        self._size, self._good, self._forgot = 0, START, False

    # -- saying --------------------------------------------------------------------------------

    def _say(self, reading: Reading, problem: str | None = None) -> None:
        self.status = PastStatus(reading, problem, self._newest_missing)
        self._observers.tell()
