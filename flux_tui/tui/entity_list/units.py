"""Which property names the unit of which number, and which numbers are percentages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord

UNITS = ("unit", "units", "uom", "unit_of_measurement")
"""Properties that name the unit of what their entity measures."""

MEASURED = "value"
"""The property that a unit belongs to where there is one of this name."""

LONGEST = 12
"""Characters of a text that may be a unit."""

_PERCENT_NAME = re.compile(r"(?:^|[^a-z])(?:percent|percentage|pct)(?:[^a-z]|$)|%$", re.IGNORECASE)
_PERCENT_UNITS = frozenset({"%", "percent", "pct"})


def units_of(names: Sequence[str], sample: Sequence[EntityRecord]) -> dict[str, str]:
    """The property that holds the unit of each of these numbers, for those that have one.

    It is ``name_unit``, or the entity's ``unit`` where the number is what most entities measure:
    their ``value``, else the last number before the unit, else their only number. A measurement
    that is null now is one nevertheless: no other number takes its unit.
    """
    units: dict[str, str] = {}
    for unit in UNITS:
        votes = Counter(_measured(r.properties, unit) for r in sample if unit in r.properties)
        measured = votes.most_common(1)[0][0] if votes else None
        if measured is not None and measured in names and _is_usual(measured, unit, sample):
            units[measured] = unit
    for name in names:
        if _is_usual(name, f"{name}_unit", sample):
            units[name] = f"{name}_unit"
    return units


def _is_usual(name: str, unit: str, sample: Sequence[EntityRecord]) -> bool:
    """Whether most of those that have the number have a unit in that property."""
    having = [r.properties for r in sample if is_number(r.properties.get(name))]
    return 2 * sum(_is_unit(p.get(unit)) for p in having) > len(having)


def _measured(properties: dict[str, Json], unit: str) -> str | None:
    """The number that an entity's unit belongs to."""
    if MEASURED in properties:
        return MEASURED
    numbers: list[str] = []
    before: str | None = None
    for name, value in properties.items():
        if name == unit:
            before = numbers[-1] if numbers else None
        elif value is None or is_number(value):
            numbers.append(name)
    return before or (numbers[0] if len(numbers) == 1 else None)


def is_percentage(name: str, values: Collection[Json], units: Collection[Json]) -> bool:
    """Whether a property's numbers are percentages: its name or its unit says so, and its values.

    ``units`` are what stands in its unit's property, if it has one.
    """
    numbers = [value for value in values if isinstance(value, int | float) and is_number(value)]
    if not numbers or not all(0 <= number <= 100 for number in numbers):
        return False
    if units:
        return all(isinstance(u, str) and u.lower() in _PERCENT_UNITS for u in units)
    return _PERCENT_NAME.search(name) is not None


def _is_unit(value: Json) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST


def is_number(value: Json) -> bool:
    """Whether a value is a number, as JSON has them: true is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
