"""Past values of every property: as many as fit into a budget, the newest of the whole world."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.world import Kind, Outcome, World

MOST = 256
"""How many values of one property are kept: more than a chart has columns."""

MEGABYTE = 1_000_000

BUDGET = 32 * MEGABYTE
"""Bytes that all histories together may take unless told otherwise."""

SAMPLE = 28
"""Bytes that a sample takes beside its value: its time, and its places in series and order."""

SAMPLE_OF_FLOAT = SAMPLE + 24
"""The same with the commonest of values that change."""

SERIES = 380
"""Bytes that a property's series takes beside its samples."""

ENTITY = 280
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


class _Series:
    """One property's samples, oldest first."""

    __slots__ = ("dropped", "entity_id", "name", "overtaken", "times", "values")

    def __init__(self, entity_id: str, name: str) -> None:
        self.entity_id = entity_id
        self.name = name
        self.times = array("q")
        self.values: list[Json] = []
        self.dropped = 0
        self.overtaken = 0
        """How many of its places in the order stand for samples that have gone before."""


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
        self._entities: dict[str, dict[str, _Series]] = {}
        self._order: deque[_Series] = deque()
        world.observe(self._on_outcomes)

    def samples(self, entity_id: str, name: str) -> list[Sample]:
        """A property's past values and the present one, oldest first, as far as they are kept."""
        series = self._series(entity_id, name)
        return [] if series is None else list(map(Sample, series.times, series.values))

    def newest(self, entity_id: str, name: str, count: int) -> Sequence[Json]:
        """The last so many values of a property, oldest first."""
        series = self._series(entity_id, name)
        return () if series is None else series.values[-count:]

    def times(self, entity_id: str, name: str, count: int) -> Sequence[int]:
        """When the last so many values of a property were set, oldest first, in ns."""
        series = self._series(entity_id, name)
        return () if series is None else series.times[-count:]

    def numbers(
        self, entity_id: str, name: str, count: int, until: int | None = None
    ) -> list[float]:
        """Those of the last so many values (up to a time in ns) that are numbers, oldest first."""
        series = self._series(entity_id, name)
        if series is None:
            return []
        end = len(series.times) if until is None else bisect_right(series.times, until)
        return [
            float(value)
            for value in series.values[max(0, end - count) : end]
            if isinstance(value, int | float)
            if not isinstance(value, bool) and abs(value) < LARGEST
        ]

    def reach(self, entity_id: str, name: str) -> Reach | None:
        """How far back a property's history goes; None when there is none."""
        series = self._series(entity_id, name)
        if series is None:
            return None
        kept = len(series.times)
        return Reach(kept, kept + series.dropped, series.times[0])

    def _series(self, entity_id: str, name: str) -> _Series | None:
        entity = self._entities.get(entity_id)
        return None if entity is None else entity.get(name)

    # -- following the World -------------------------------------------------------------------

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self.enabled:
            return
        repeated = Kind.REPEATED
        entities, order, most = self._entities, self._order, self._most
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
                series = self._begin(entity_id, name)
            values = series.values
            values.append(value)
            series.times.append(at)
            order.append(series)
            self.kept += 1
            self.used += SAMPLE_OF_FLOAT if type(value) is float else SAMPLE + size_of(value)
            if len(values) > most:
                self._drop_oldest(series)
                series.overtaken += 1
        if self.used > self._budget:
            self._make_room()
        if len(order) > 2 * self.kept + MOST:
            self._close_gaps()

    def _is_gone(self, entity_id: str, name: str) -> bool:
        record = self._world.get(entity_id)
        return record is None or name not in record.properties

    def _begin(self, entity_id: str, name: str) -> _Series:
        entity = self._entities.get(entity_id)
        if entity is None:
            entity = self._entities[entity_id] = {}
            self.used += ENTITY
        series = entity[name] = _Series(entity_id, name)
        self.used += SERIES
        return series

    def _make_room(self) -> None:
        """Drop the world's oldest samples, and the series that this leaves empty."""
        order, budget = self._order, self._budget
        while self.used > budget and order:
            series = order.popleft()
            if series.overtaken:
                series.overtaken -= 1
                continue
            self._drop_oldest(series)
            if not series.values:
                self._forget(series.entity_id, series.name)

    def _drop_oldest(self, series: _Series) -> None:
        value = series.values.pop(0)
        del series.times[0]
        series.dropped += 1
        self.used -= SAMPLE_OF_FLOAT if type(value) is float else SAMPLE + size_of(value)
        self.kept -= 1
        self.dropped += 1

    def _forget(self, entity_id: str, name: str) -> None:
        """Free a property's history; its places in the order go when they come up."""
        entity = self._entities.get(entity_id)
        series = None if entity is None else entity.pop(name, None)
        if entity is None or series is None:
            return
        self.used -= SERIES + sum(SAMPLE + size_of(value) for value in series.values)
        self.kept -= len(series.values)
        self.dropped += len(series.values)
        series.overtaken += len(series.values)
        series.times, series.values = array("q"), []
        if not entity:
            del self._entities[entity_id]
            self.used -= ENTITY

    def _forget_entity(self, entity_id: str) -> None:
        for name in list(self._entities.get(entity_id, ())):
            self._forget(entity_id, name)

    def _close_gaps(self) -> None:
        """Rid the order of places whose samples have gone before: paid for by those samples."""
        places, self._order = self._order, deque()
        for series in places:
            if series.overtaken:
                series.overtaken -= 1
            else:
                self._order.append(series)


def size_of(value: Json) -> int:
    """About how many bytes a value takes, with all that is in it; keys are shared."""
    if value is None or isinstance(value, bool):
        return 0
    if not isinstance(value, list | dict):
        return sys.getsizeof(value)
    size, waiting = 0, [value]
    while waiting:
        holder = waiting.pop()
        size += sys.getsizeof(holder)
        for item in holder if isinstance(holder, list) else holder.values():
            if isinstance(item, list | dict):
                waiting.append(item)
            elif item is not None and not isinstance(item, bool):
                size += sys.getsizeof(item)
    return size
