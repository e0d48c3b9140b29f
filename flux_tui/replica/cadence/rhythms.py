"""The rhythms of very many, packed: an object for each would take four times as much."""

from __future__ import annotations

import struct
from array import array

from flux_tui.replica.cadence.rhythm import Rhythm, is_learned, rate_at

FAR = 2**62 - 1
"""Times in ns further away than this, 146 years from 1970, are taken for this: all fit."""

_REST = struct.Struct("<dqqqqqIBq")
"""What only a new report asks for, in the order of ``take``."""

_RATE = struct.Struct("<dq")
_LEARNED = struct.Struct("<16xqqqqI")


class Rhythms:
    """Places for rhythms, used again when they are freed. The columns are read by index.

    What every report asks for stands in columns of its own; the rest is taken out and put back.
    """

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        """Where the rhythm of whom stands."""
        self.closed = array("q")
        self.last = array("q")
        self.changes = array("q")
        self.watch = array("q")
        """When each is to be looked at; 0 where nobody waits for its silence. Cadence's own."""
        self._rest = bytearray()
        self._free: list[int] = []

    def add(self, name: str, at: int) -> int:
        """A new rhythm, which begins with a report at ``at``; the answer is its place."""
        if self._free:
            place = self._free.pop()
        else:
            place = len(self.last)
            for column in (self.closed, self.last, self.changes, self.watch):
                column.append(0)
            self._rest += bytes(_REST.size)
        self.places[name] = place
        self.put(place, Rhythm(max(-FAR, min(at, FAR))))
        return place

    def drop(self, name: str) -> None:
        """Forget one, if there is one."""
        place = self.places.pop(name, None)
        if place is not None:
            self.watch[place] = 0
            self._free.append(place)

    def take(self, place: int) -> Rhythm:
        """A rhythm as an object, which knows how to learn."""
        rhythm = Rhythm.__new__(Rhythm)
        rhythm.closed, rhythm.last = self.closed[place], self.last[place]
        rhythm.changes = self.changes[place]
        (
            rhythm.rate,
            rhythm.settled,
            rhythm.since,
            rhythm.interval,
            rhythm.longest,
            rhythm.spread,
            rhythm.count,
            rhythm.absent,
            rhythm.start,
        ) = _REST.unpack_from(self._rest, place * _REST.size)
        return rhythm

    def put(self, place: int, rhythm: Rhythm) -> None:
        """Keep what it has learned."""
        self.closed[place], self.last[place] = rhythm.closed, rhythm.last
        self.changes[place] = rhythm.changes
        _REST.pack_into(
            self._rest,
            place * _REST.size,
            rhythm.rate,
            rhythm.settled,
            rhythm.since,
            rhythm.interval,
            rhythm.longest,
            rhythm.spread,
            rhythm.count,
            rhythm.absent,
            rhythm.start,
        )

    def interval_of(self, name: str) -> int | None:
        """A usual interval in ns; None until it is learned."""
        place = self.places.get(name)
        if place is None:
            return None
        since, interval, longest, spread, count = _LEARNED.unpack_from(
            self._rest, place * _REST.size
        )
        learned = is_learned(count, self.last[place] - since, interval, longest, spread)
        return int(interval) if learned else None

    def rate_of(self, name: str, now: int) -> float:
        """Changes a second, the latest counting most."""
        place = self.places.get(name)
        if place is None:
            return 0.0
        rate, settled = _RATE.unpack_from(self._rest, place * _REST.size)
        return rate_at(rate, settled, self.changes[place], self.last[place], now)
