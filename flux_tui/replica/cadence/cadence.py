"""Who has fallen silent by their own rhythm, and how often each changes; it follows a World."""

from __future__ import annotations

from collections.abc import Callable, KeysView, Sequence

from flux_tui.model.change import EntityDeleted
from flux_tui.model.instant import NS
from flux_tui.replica.cadence.heard import Heard
from flux_tui.replica.cadence.rhythm import LEARNED, SETTLING, Rhythm
from flux_tui.replica.cadence.rhythms import FAR, Rhythms
from flux_tui.replica.cadence.unheard import Unheard
from flux_tui.replica.cadence.watches import Watches
from flux_tui.replica.outcome import Kind, Outcome
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
        self.heard = Heard()
        """When reports were heard; to be read."""
        self._listening_since = self._in_time_since = self._now
        self._world = world
        self._rhythms = Rhythms()
        self._silent: dict[str, None] = {}
        self._watches = Watches()
        world.observe(self._on_outcomes)

    # -- what is known -------------------------------------------------------------------------

    def interval_of(self, entity_id: str) -> int | None:
        """The usual interval between reports in ns; None until it is learned."""
        return self._rhythms.interval_of(entity_id)

    def rate_of(self, entity_id: str) -> float:
        """Changes of its properties per second, the latest counting most."""
        return self._rhythms.rate_of(entity_id, self._server_now())

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

    @property
    def looked_at(self) -> int:
        """The server's time of the last tick, in ns: as of then all is known."""
        return self._now

    def silence_since(self, reported: int) -> int:
        """For how long after a report, in ns, another would have been heard and was not."""
        if not self._live:
            return 0
        heard_of = max(reported, self._listening_since)
        return max(0, self._now - heard_of - self._unheard.since(heard_of))

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
                if self._look_at_clocks():
                    self.heard.clear()
                self._begin_anew()
            else:
                self.heard.end(self._server_now())

    def late(self, late: bool) -> None:
        """Whether a live feed is behind for now: who is silent stays so, and nobody falls silent.

        That time counts for no silence afterwards. A feed may fall behind and catch up again and
        again: were all given their time anew, no silence would ever be found.
        """
        if not self._live or late is (self._late_since is not None):
            return
        if self._look_at_clocks():
            self._begin_with_other_clock()
        elif self._late_since is not None:
            self._unheard.add(self._late_since, self._now)
            self._in_time_since = self._now
        self._late_since = self._now if late else None
        (self.heard.end if late else self.heard.begin)(self._now)

    def tick(self) -> None:
        """Find out who has fallen silent since the last tick."""
        if not self._live or self._late_since is not None:
            return
        if self._look_at_clocks():
            self._begin_with_other_clock()
        rhythms = self._rhythms
        for second, entity_id in self._watches.due(self._measured, MOST):
            place = rhythms.places.get(entity_id)
            if place is not None and rhythms.watch[place] == second:
                self._judge(entity_id, place)

    def _look_at_clocks(self) -> bool:
        """Read them; whether one was set since they were last read."""
        now, measured = self._server_now(), self._monotonic()
        passed = round((measured - self._measured) * NS)
        jumped = abs(now - self._now - passed) > JUMP
        self._now, self._measured = now, measured
        return jumped

    def _begin_with_other_clock(self) -> None:
        self.heard.clear()
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Give everybody the time that their rhythm allows, from now on."""
        self.heard.begin(self._now)
        self._listening_since = self._in_time_since = self._now
        self._unheard.clear()
        for entity_id in self._silent:
            self._watch(entity_id, self._rhythms.places[entity_id], self._measured)
        self._silent.clear()

    def _judge(self, entity_id: str, place: int) -> None:
        """Say that it is silent, or look again when it would be."""
        rhythm = self._rhythms.take(place)
        self._rhythms.watch[place] = 0
        if not rhythm.is_learned:
            return
        heard_of = max(rhythm.last, self._listening_since)
        left = heard_of + rhythm.overdue + self._unheard.since(heard_of) - self._now
        if left > 0:
            self._watch(entity_id, place, self._measured + left / NS)
        else:
            self._silent[entity_id] = None

    def _watch(self, entity_id: str, place: int, at: float) -> None:
        self._rhythms.watch[place] = self._watches.add(entity_id, at)

    # -- following the World -------------------------------------------------------------------

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Take what was stamped together as one report."""
        if not self.enabled:
            return
        rhythms = self._rhythms
        places, changes = rhythms.places, rhythms.changes
        closed, last = rhythms.closed, rhythms.last
        place: int | None = None
        entity_id, at = "", 0
        for kind, change, _, _ in outcomes:
            if change.at != at or change.entity_id != entity_id:
                entity_id, at = change.entity_id, change.at
                place = places.get(entity_id)
                if place is not None and last[place] <= at < closed[place]:
                    last[place] = at
                else:
                    place = self._report(entity_id, place, at)
            if kind is not _REPEATED:
                if isinstance(change, EntityDeleted):
                    self._forget(entity_id)
                    entity_id, place = "", None
                elif place is not None:
                    changes[place] += 1

    def _report(self, entity_id: str, place: int | None, at: int) -> int:
        """Take a report that is not of the same moment as the one before; where it stands."""
        if place is None:
            record = self._world.get(entity_id)
            return self._rhythms.add(entity_id if record is None else record.id, at)
        at = max(-FAR, min(at, FAR))
        rhythm = self._rhythms.take(place)
        if rhythm.changes and at - rhythm.settled > SETTLING:
            rhythm.settle(at)
        if self._live and self._late_since is None and rhythm.last >= self._in_time_since:
            rhythm.report(at)
        else:
            rhythm.resume(at)
        self._rhythms.put(place, rhythm)
        if entity_id in self._silent:
            del self._silent[entity_id]
        if not self._rhythms.watch[place] and rhythm.count >= LEARNED:
            self._await_silence(entity_id, place, rhythm)
        return place

    def _await_silence(self, entity_id: str, place: int, rhythm: Rhythm) -> None:
        """Look at it when it would be silent."""
        record = self._world.get(entity_id)
        known = entity_id if record is None else record.id
        self._watch(known, place, self._measured + rhythm.overdue / NS)

    def _forget(self, entity_id: str) -> None:
        self._rhythms.drop(entity_id)
        self._silent.pop(entity_id, None)
