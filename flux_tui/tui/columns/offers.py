"""Every column that a group's rows could have, with an example and with how many have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from flux_tui.model.inline import name_text, value_text
from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.columns.spec import ColumnSpec, Shows

MEMBERS = 256
"""How many members of a group are looked at."""

VISITS = 30_000
"""Values that are looked at in them, all in all: a look takes a few hundredths of a second."""

DEPTH = 4
"""How deep objects are looked into; a deeper path can be typed where the list is sorted."""

EXAMPLE = 40
"""Characters of an example."""


@dataclass(frozen=True, slots=True)
class ColumnOffer:
    """A column, its name and what it shows of one entity in words; ``having`` members have it."""

    spec: ColumnSpec
    name: str
    example: str
    having: int | None = None


def looked_at(records: Iterable[EntityRecord]) -> list[EntityRecord]:
    """As many of some records as have not too many properties all in all, one at least."""
    sample: list[EntityRecord] = []
    left = VISITS
    for record in records:
        left -= len(record.properties)
        if sample and left < 0:
            break
        sample.append(record)
    return sample


@dataclass(slots=True)
class _Seen:
    first: Json
    having: int = 0
    numbers: int = 0


def offers_of(sample: Sequence[EntityRecord], aside: Callable[[Shows], str]) -> list[ColumnOffer]:
    """What the members of a sample have, what most of them have first, trends behind their numbers.

    Examples are of the first that has it; ``aside`` says what age, rate and source are.
    """
    seen: dict[tuple[str, ...], _Seen] = {}
    for path, value in islice((found for record in sample for found in _paths(record)), VISITS):
        entry = seen.get(path)
        if entry is None:
            entry = seen[path] = _Seen(value)
        entry.having += 1
        entry.numbers += isinstance(value, int | float) and not isinstance(value, bool)
    offers = []
    for path in sorted(seen, key=lambda path: (-seen[path].having, len(path), path)):
        entry, spec = seen[path], ColumnSpec.value(*path)
        name = name_text(spec.label)
        offers.append(ColumnOffer(spec, name, value_text(entry.first, EXAMPLE), entry.having))
        if len(path) == 1 and 2 * entry.numbers > entry.having:
            trend = ColumnSpec.trend(path[0])
            offers.append(ColumnOffer(trend, f"{name}, trend", "▁▃▂▅▇", entry.having))
    others = (ColumnSpec.RATE, ColumnSpec.SOURCE, ColumnSpec.AGE)
    return [*offers, *(ColumnOffer(o, f"@{o.label}", aside(o.shows)) for o in others)]


def offer_of(spec: ColumnSpec) -> ColumnOffer:
    """A column that nothing of the sample has."""
    name = name_text(spec.label)
    return ColumnOffer(spec, f"{name}, trend" if spec.shows is Shows.TREND else name, "·", 0)


def _paths(record: EntityRecord) -> Iterator[tuple[tuple[str, ...], Json]]:
    for name, value in record.properties.items():
        yield (name,), value
        yield from _inside((name,), value)


def _inside(path: tuple[str, ...], value: Json) -> Iterator[tuple[tuple[str, ...], Json]]:
    if isinstance(value, dict) and len(path) < DEPTH:
        for key, item in value.items():
            yield (*path, key), item
            yield from _inside((*path, key), item)
