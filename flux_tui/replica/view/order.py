"""The order of entities in their group: by id, last change, rate, or any property."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from operator import ne
from typing import TYPE_CHECKING, ClassVar, TypeAlias, cast

if TYPE_CHECKING:
    from flux_tui.model.json import Json, Missing
    from flux_tui.replica.record import EntityRecord

Rank: TypeAlias = int | float | str | tuple[int] | None
"""What an entity is ordered by, sorted into numbers, text, everything else, and missing."""

RateOf: TypeAlias = Callable[["EntityRecord"], float | None]
"""Changes of an entity per second; None where it is not known."""

_SECTIONS = {int: 0, float: 0, str: 1, tuple: 2, type(None): 3}
_MISSING = _SECTIONS[type(None)]
_NUMBERS = frozenset({int, float})
_USUAL = frozenset({int, float, str, object})
_ABSENT = object()

_OTHERS: dict[type, tuple[int]] = {type(None): (2,), list: (3,), dict: (4,), float: (5,)}
"""Null, lists, objects, and what is no number though it is a float; before them false and true."""


class SortBy(Enum):
    """What entities can be ordered by."""

    ID = "id"
    CHANGED = "last change"
    RATE = "rate"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order; ``path`` names the property, as in the query language.

    Ids rise, and so do properties; the last changed and the busiest come first.
    """

    by: SortBy
    path: tuple[str, ...] = ()

    ID: ClassVar[Sort]
    CHANGED: ClassVar[Sort]
    RATE: ClassVar[Sort]

    @classmethod
    def by_property(cls, *path: str) -> Sort:
        """By a property's value, or by one inside of it."""
        return cls(SortBy.PROPERTY, path)

    @property
    def label(self) -> str:
        """What it is called."""
        return ".".join(self.path) if self.path else self.by.value


Sort.ID = Sort(SortBy.ID)
Sort.CHANGED = Sort(SortBy.CHANGED)
Sort.RATE = Sort(SortBy.RATE)


class Order:
    """Ranks records and keeps ids sorted by rank; equal ranks by id, what has none at the end."""

    def __init__(self, sort: Sort, *, reverse: bool, rate_of: RateOf) -> None:
        self.sort = sort
        self.reverse = reverse
        self.rank = _ranking(sort, rate_of)

    def ranks(self, records: list[EntityRecord]) -> Sequence[Rank]:
        """The ranks of many, in their order."""
        if self.sort.by is SortBy.ID:
            return [record.id for record in records]
        if len(self.sort.path) == 1:
            return _ranks_by_name(self.sort.path[0], records)
        return list(map(self.rank, records))

    def arranged(self, ids: list[str], ranks: Mapping[str, Rank]) -> list[str]:
        """Ids, given in their own order, in this one.

        Nearly always all ranks can be compared; that some cannot is found by trying.
        """
        if self.sort.by is SortBy.ID:
            return ids[::-1] if self.reverse else ids.copy()
        with suppress(TypeError):
            return self._sorted(ids, ranks)
        known = [entity_id for entity_id in ids if ranks[entity_id] is not None]
        missing = [entity_id for entity_id in ids if ranks[entity_id] is None]
        with suppress(TypeError):
            return self._sorted(known, ranks) + missing
        sections: tuple[list[str], ...] = ([], [], [])
        for entity_id in known:
            sections[_SECTIONS[type(ranks[entity_id])]].append(entity_id)
        parts = [self._sorted(section, ranks) for section in sections]
        return [*chain.from_iterable(reversed(parts) if self.reverse else parts), *missing]

    def _sorted(self, ids: list[str], ranks: Mapping[str, Rank]) -> list[str]:
        """Raises TypeError where ranks are of kinds that do not compare."""
        return sorted(ids, key=ranks.__getitem__, reverse=self.reverse)  # type: ignore[arg-type]

    def position(self, ids: list[str], ranks: Mapping[str, Rank], entity_id: str) -> int:
        """Where a ranked id stands, or is to be inserted, among sorted ids."""
        if self.sort.by is SortBy.ID and not self.reverse:
            return bisect_left(ids, entity_id)
        low, high = self._alike(ids, ranks, ranks[entity_id])
        return bisect_left(ids, entity_id, low, high)

    def _alike(self, ids: list[str], ranks: Mapping[str, Rank], rank: Rank) -> tuple[int, int]:
        """From where to where a rank's equals stand, or would."""
        with suppress(TypeError):
            return self._span(ids, ranks, rank, 0, len(ids))
        sections = (2, 1, 0, _MISSING) if self.reverse else (0, 1, 2, _MISSING)

        def section_of(entity_id: str) -> int:
            return sections[_SECTIONS[type(ranks[entity_id])]]

        section = sections[_SECTIONS[type(rank)]]
        low = bisect_left(ids, section, key=section_of)
        high = bisect_right(ids, section, low, key=section_of)
        return (low, high) if rank is None else self._span(ids, ranks, rank, low, high)

    def _span(
        self, ids: list[str], ranks: Mapping[str, Rank], rank: Rank, low: int, high: int
    ) -> tuple[int, int]:
        """The same between two places. Raises TypeError where ranks there do not compare."""
        rank_of = cast("Callable[[str], float]", ranks.__getitem__)
        wanted = cast("float", rank)
        if not self.reverse:
            low = bisect_left(ids, wanted, low, high, key=rank_of)
            if low == high or ranks[ids[low]] != rank:
                return low, low
            return low, bisect_right(ids, wanted, low, high, key=rank_of)
        end = len(ids)
        backwards = range(end)
        first = bisect_left(
            backwards, wanted, end - high, end - low, key=lambda place: rank_of(ids[~place])
        )
        last = bisect_right(
            backwards, wanted, first, end - low, key=lambda place: rank_of(ids[~place])
        )
        return end - last, end - first


def _ranking(sort: Sort, rate_of: RateOf) -> Callable[[EntityRecord], Rank]:
    match sort.by:
        case SortBy.ID:
            return lambda record: record.id
        case SortBy.CHANGED:
            return lambda record: -(record.changed or record.base)
        case SortBy.RATE:
            return lambda record: None if (rate := rate_of(record)) is None else -rate
        case SortBy.PROPERTY:
            from flux_tui.replica.query.syntax import Reference  # not loaded before it is needed
            from flux_tui.replica.query.values import reader

            read = reader(Reference(sort.path))
            return lambda record: _rank_of_value(read(record))


def _ranks_by_name(name: str, records: list[EntityRecord]) -> Sequence[Rank]:
    """Numbers and texts are their own ranks, and mostly they are all there is, or missing.

    Whole numbers among others become as those are, where that is exact: one type sorts quicker.
    """
    values = [record.properties.get(name, _ABSENT) for record in records]
    types = set(map(type, values))
    if not types <= _USUAL or (float in types and any(map(ne, values, values))):  # NaN != NaN
        return [
            None if value is _ABSENT else _rank_of_value(value)  # type: ignore[arg-type]
            for value in values
        ]
    if object in types:
        return [None if value is _ABSENT else value for value in values]  # type: ignore[misc]
    if types == _NUMBERS:
        with suppress(OverflowError):
            floats = list(map(float, values))  # type: ignore[arg-type]
            return values if any(map(ne, floats, values)) else floats  # type: ignore[return-value]
    return values  # type: ignore[return-value]


def _rank_of_value(value: Json | Missing) -> Rank:
    match value:
        case bool():
            return (int(value),)
        case int() | str():
            return value
        case float():
            return value if value == value else _OTHERS[float]  # NaN is no number
        case None | list() | dict():
            return _OTHERS[type(value)]
        case _:
            return None
