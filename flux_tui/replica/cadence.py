"""The cadence of every entity: its rhythm, whether it is overdue by it, and its rate of change."""

from __future__ import annotations

import heapq
from collections.abc import Callable, KeysView, Sequence

from flux_tui.model.change import EntityDeleted
from flux_tui.model.instant import NS
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.rhythm import LEARNED, SETTLING, Rhythm
from flux_tui.replica.unheard import Unheard
from flux_tui.replica.world import World

JUMP = 5 * NS
"""A clock that is off by more against the monotonic one between two looks, in ns, was set."""

MOST = 5_000
"""Looks at one tick: of 100,000 that are due together, none may keep a key waiting."""

_REPEATED = Kind.REPEATED


class Cadence:
    """Learns from a World's outcomes; kept for entities that were heard of since the snapshot.

    Silence counts only while the feed is known to be ``live``, and each time anew: whatever could
    not be heard is not held against anybody. ``tick``, called about every second, finds out who
    has fallen silent; it costs what is due then, not what there is.
    """

    def __init__(
        self, world: World, now: Callable[[], int], monotonic: Callable[[], float]
    ) -> None:
        self.enabled = False
        """Off while a snapshot loads: what is only new to us is no report."""
        self._server_now = now
        self._monotonic = monotonic
        self._now, self._measured = now(), monotonic()
        self._live = False
        self._late_since: int | None = None
        self._unheard = Unheard()
        self._listening_since = self._in_time_since = self._now
        self._rhythms: dict[str, Rhythm] = {}
        self._silent: dict[str, None] = {}
        self._watches = _Watches()
        world.observe(self._on_outcomes)

    # -- what is known -------------------------------------------------------------------------

    def interval_of(self, entity_id: str) -> int | None:
        """The usual interval between reports in ns; None until it is learned."""
        rhythm = self._rhythms.get(entity_id)
        return rhythm.interval if rhythm is not None and rhythm.is_learned else None

    def rate_of(self, entity_id: str) -> float:
        """Changes of its properties per second, the latest counting most."""
        rhythm = self._rhythms.get(entity_id)
        return 0.0 if rhythm is None else rhythm.rate_at(self._server_now())

    def is_silent(self, entity_id: str) -> bool:
        """Whether an entity was overdue by its own rhythm at the last tick."""
        return entity_id in self._silent

    def is_stale(self, entity_id: str) -> bool | None:
        """The same; None while its rhythm is not known."""
        if entity_id in self._silent:
            return True
        return None if self.interval_of(entity_id) is None else False

    @property
    def silent(self) -> KeysView[str]:
        """All who are silent."""
        return self._silent.keys()

    # -- time ----------------------------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """Whether silence counts."""
        return self._live

    def live(self, live: bool) -> None:
        """Whether from now on silence is an entity's own, and not the feed's."""
        if live != self._live:
            self._live, self._late_since = live, None
            if live:
                self._look_at_clocks()
                self._begin_anew()

    def late(self, late: bool) -> None:
        """Whether a live feed is behind for now: who is silent stays so, and nobody falls silent.

        That time counts for no silence afterwards. A feed may fall behind and catch up again and
        again: were all given their time anew, no silence would ever be found.
        """
        if not self._live or late is (self._late_since is not None):
            return
        if self._look_at_clocks():
            self._begin_anew()
        elif self._late_since is not None:
            self._unheard.add(self._late_since, self._now)
            self._in_time_since = self._now
        self._late_since = self._now if late else None

    def tick(self) -> None:
        """Find out who has fallen silent since the last tick."""
        if not self._live or self._late_since is not None:
            return
        if self._look_at_clocks():
            self._begin_anew()
        for entity_id in self._watches.due(self._measured, MOST):
            rhythm = self._rhythms.get(entity_id)
            if rhythm is not None:
                self._judge(entity_id, rhythm)

    def _look_at_clocks(self) -> bool:
        """Read them; whether one was set since they were last read."""
        now, measured = self._server_now(), self._monotonic()
        passed = round((measured - self._measured) * NS)
        jumped = abs(now - self._now - passed) > JUMP
        self._now, self._measured = now, measured
        return jumped

    def _begin_anew(self) -> None:
        """Give everybody the time that their rhythm allows, from now on."""
        self._listening_since = self._in_time_since = self._now
        self._unheard.clear()
        for entity_id in self._silent:
            self._rhythms[entity_id].silent = False
            self._watches.add(entity_id, self._measured)
        self._silent.clear()

    def _judge(self, entity_id: str, rhythm: Rhythm) -> None:
        """Say that it is silent, or look again when it would be."""
        overdue = rhythm.overdue
        rhythm.watched = rhythm.is_learned
        if not rhythm.watched:
            return
        heard_of = max(rhythm.last, self._listening_since)
        left = heard_of + overdue + self._unheard.since(heard_of) - self._now
        if left > 0:
            self._watches.add(entity_id, self._measured + left / NS)
        else:
            rhythm.silent = True
            self._silent[entity_id] = None

    # -- following the World -------------------------------------------------------------------

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Take what was stamped together as one report."""
        if not self.enabled:
            return
        rhythms = self._rhythms
        reported: Rhythm | None = None
        entity_id, at = "", 0
        for kind, change, _, _ in outcomes:
            if change.at != at or change.entity_id != entity_id:
                entity_id, at = change.entity_id, change.at
                reported = rhythms.get(entity_id)
                if reported is None or not reported.start <= at < reported.closed:
                    reported = self._report(entity_id, reported, at)
                elif at > reported.last:
                    reported.last = at
            if kind is not _REPEATED:
                if isinstance(change, EntityDeleted):
                    self._forget(entity_id)
                    at = 0
                elif reported is not None:
                    reported.changes += 1

    def _report(self, entity_id: str, rhythm: Rhythm | None, at: int) -> Rhythm:
        """Take a report that is not of the same moment as the one before."""
        if rhythm is None:
            rhythm = self._rhythms[entity_id] = Rhythm(at)
            return rhythm
        if rhythm.changes and at - rhythm.settled > SETTLING:
            rhythm.settle(at)
        if self._live and self._late_since is None and rhythm.last >= self._in_time_since:
            rhythm.report(at)
        else:
            rhythm.resume(at)
        if rhythm.silent:
            rhythm.silent = rhythm.watched = False
            del self._silent[entity_id]
        if not rhythm.watched and rhythm.count >= LEARNED:
            rhythm.watched = True
            self._watches.add(entity_id, self._measured + rhythm.overdue / NS)
        return rhythm

    def _forget(self, entity_id: str) -> None:
        self._rhythms.pop(entity_id, None)
        self._silent.pop(entity_id, None)


class _Watches:
    """Who is to be looked at when, by whole monotonic seconds: nobody is moved when they report."""

    def __init__(self) -> None:
        self._seconds: list[int] = []
        self._due: dict[int, list[str]] = {}

    def add(self, entity_id: str, at: float) -> None:
        """Look at an entity at ``at``, or up to a second later."""
        second = int(at) + 1
        if second in self._due:
            self._due[second].append(entity_id)
        else:
            self._due[second] = [entity_id]
            heapq.heappush(self._seconds, second)

    def due(self, now: float, most: int) -> list[str]:
        """Take out those who are to be looked at by now, the most urgent if there are many."""
        due: list[str] = []
        while self._seconds and self._seconds[0] <= now and len(due) < most:
            waiting = self._due[self._seconds[0]]
            taken = waiting[len(due) - most :]
            del waiting[len(due) - most :]
            due += taken
            if not waiting:
                del self._due[heapq.heappop(self._seconds)]
        return due
