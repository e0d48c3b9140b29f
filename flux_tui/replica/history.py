"""Past values of every property: as many as fit into a budget, the newest of the whole world."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.series import PAIR, Series
from flux_tui.replica.world import World

MOST = 256
"""How many values of one property are kept: more than a chart has columns."""

MEGABYTE = 1_000_000

BUDGET = 32 * MEGABYTE
"""Bytes that all histories together may take unless told otherwise."""

SAMPLE = PAIR + 8
"""Bytes that a sample takes, with its place in the order of all; other values than numbers more."""

SERIES = 195
"""Bytes that a property's series takes beside its samples."""

ENTITY = 300
"""Bytes that an entity's series take beside themselves."""

LARGEST = 1e300
"""Whole numbers beyond what a float holds are legal, and of no use to a curve."""


class Sample(NamedTuple):
    """A value that was set ``at`` this time, in ns by the server's clock."""

    at: int
    value: Json


class Reach(NamedTuple):
    """How much of a property's history is kept: ``kept`` of ``seen`` values, from ``since`` on."""

    kept: int
    seen: int
    since: int


class History:
    """Remembers a World's changes while ``enabled``; a repeated value is none.

    When the budget is used up, the oldest samples of the whole world go first. What is counted as
    ``used`` is an estimate of what this object alone keeps in memory. A change costs O(1).
    """

    def __init__(self, world: World, budget: int = BUDGET, most: int = MOST) -> None:
        """``budget`` in bytes for all properties together, ``most`` samples for each."""
        self.enabled = False
        """Off while a snapshot loads: what is only new to us has not changed."""
        self.used = 0
        """Bytes, estimated."""
        self.kept = 0
        """How many samples there are."""
        self.dropped = 0
        """How many there were once."""
        self._world = world
        self._budget = budget
        self._most = most
        self._base: int | None = None
        self._entities: dict[str, dict[str, Series]] = {}
        self._order: deque[Series] = deque()
        """A place for each sample, the oldest first; and those of samples that were forgotten."""
        world.observe(self._on_outcomes)

    # -- reading -------------------------------------------------------------------------------

    def samples(self, entity_id: str, name: str) -> list[Sample]:
        """A property's past values and the present one, oldest first, as far as they are kept."""
        series = self._series(entity_id, name)
        if series is None:
            return []
        return [Sample(series.at(index), series.value(index)) for index in series.newest()]

    def newest(self, entity_id: str, name: str, count: int) -> Sequence[Json]:
        """The last so many values of a property, oldest first."""
        series = self._series(entity_id, name)
        return () if series is None else [series.value(index) for index in series.newest(count)]

    def times(
        self, entity_id: str, name: str, count: int, until: int | None = None
    ) -> Sequence[int]:
        """When the last so many values (up to a time) were set, oldest first; all in ns."""
        series = self._series(entity_id, name)
        return [] if series is None else [series.at(i) for i in series.newest(count, until)]

    def numbers(
        self, entity_id: str, name: str, count: int, until: int | None = None
    ) -> list[float]:
        """Those of the last so many values (up to a time in ns) that are numbers, oldest first."""
        series = self._series(entity_id, name)
        if series is None:
            return []
        values = [series.value(index) for index in series.newest(count, until)]
        return [
            float(value)
            for value in values
            if isinstance(value, int | float)
            if not isinstance(value, bool) and abs(value) < LARGEST
        ]

    def reach(self, entity_id: str, name: str) -> Reach | None:
        """How far back a property's history goes; None when there is none."""
        series = self._series(entity_id, name)
        if series is None:
            return None
        return Reach(series.kept, series.kept + series.dropped, series.at(0))

    def _series(self, entity_id: str, name: str) -> Series | None:
        entity = self._entities.get(entity_id)
        return None if entity is None else entity.get(name)

    # -- following the World -------------------------------------------------------------------

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self.enabled:
            return
        repeated, full = Kind.REPEATED, 2 * self._most
        entities, order = self._entities, self._order
        for kind, change, had, _ in outcomes:
            if kind is repeated:
                continue
            if not isinstance(change, PropertySet):
                self._forget_entity(change.entity_id)
                continue
            entity_id, name, value, at, _, _ = change
            if value is None and had and self._is_gone(entity_id, name):
                self._forget(entity_id, name)
                continue
            entity = entities.get(entity_id)
            series = None if entity is None else entity.get(name)
            if series is None:
                series = self._begin(entity_id, name, at, whole=type(value) is int)
            if len(series) < full:
                self.kept += 1
                self.used += SAMPLE
                order.append(series)
            else:
                self.used -= series.drop()
                self.dropped += 1
            if type(value) is float and not series.whole:
                series.append(at - series.base)
                series.append(value)
            else:
                self.used += series.put(at, value)
        if self.used > self._budget:
            self._make_room()
        if len(order) > 2 * self.kept + MOST:
            self._order = deque(series for series in order if series)

    def _is_gone(self, entity_id: str, name: str) -> bool:
        record = self._world.get(entity_id)
        return record is None or name not in record.properties

    def _begin(self, entity_id: str, name: str, at: int, *, whole: bool) -> Series:
        entity = self._entities.get(entity_id)
        if entity is None:
            entity = self._entities[entity_id] = {}
            self.used += ENTITY
        if self._base is None:
            self._base = at
        series = entity[name] = Series(entity_id, name, self._base, whole=whole)
        self.used += SERIES
        return series

    def _make_room(self) -> None:
        """Drop the world's oldest samples, and the series that this leaves empty.

        A series that is full keeps the places that its samples had when it became so: it gives
        way sooner than its samples' age asks for, and is soon full again if it still changes.
        """
        order = self._order
        while self.used > self._budget and order:
            series = order.popleft()
            if series:
                self.used -= SAMPLE + series.drop()
                self.kept -= 1
                self.dropped += 1
                if not series:
                    self._forget(series.entity_id, series.name)

    def _forget(self, entity_id: str, name: str) -> None:
        """Free a property's history; its places in the order go when they come up."""
        entity = self._entities.get(entity_id)
        series = None if entity is None else entity.pop(name, None)
        if entity is None or series is None:
            return
        self.used -= SERIES + series.kept * SAMPLE
        self.kept -= series.kept
        self.dropped += series.kept
        self.used -= series.empty()
        if not entity:
            del self._entities[entity_id]
            self.used -= ENTITY

    def _forget_entity(self, entity_id: str) -> None:
        for name in list(self._entities.get(entity_id, ())):
            self._forget(entity_id, name)
