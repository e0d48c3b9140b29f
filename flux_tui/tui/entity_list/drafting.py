"""A column without a place, as wide as what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flux_tui.model.inline import value_text
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.telling import usual_decimals
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.spec import ABSENT, ColumnSpec, Shows
from flux_tui.tui.entity_list.column import STRETCHED, Column, aligned, extra

WIDEST = 16
"""The most cells that one property claims for itself."""

TITLE = 12
"""The most cells that a title claims."""

UNIT = 8
"""The most cells of a unit."""

TREND = 8
"""Cells of a trend, which are as many past values; it stands right behind its number."""

RATE = 6
"""Cells of a rate, as in ``9999/s``."""


def draft(
    spec: ColumnSpec,
    sample: Sequence[EntityRecord],
    unit: str | None = None,
    most: int = WIDEST,
    title: int = TITLE,
) -> Column:
    """A column without a place, as wide as what stands in it, up to ``most`` cells.

    Of its title at least ``title`` cells have room.
    """
    least = max(3, min(width_of(printable(spec.label, limit=most)), title, most))
    match spec.shows:
        case Shows.TREND:
            return Column(spec, 0, TREND)
        case Shows.RATE | Shows.AGE:
            return Column(spec, 0, RATE, 0)
        case Shows.SOURCE:
            sources = (printable(record.last_source() or "", limit=most) for record in sample)
            return Column(spec, 0, _width(map(width_of, sources), least, most))
    values = values_of(Column(spec, 0, 0), sample)
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    others = len(values) - len(numbers) - values.count(None)  # null is a number that is not known
    if len(numbers) <= others:
        return Column(spec, 0, _width(map(_width_of_value, values), least, most))
    decimals = usual_decimals(numbers)
    widths = [width_of(aligned(number, decimals)) + 1 for number in numbers]
    widths += [_width_of_value(None)] if None in values else []
    texts = [_width_of_value(r.properties[unit]) for r in sample if unit in r.properties]
    unit_width = min(UNIT, max(texts, default=0))
    beside = extra(unit_width, bar=False)
    width = max(_width(widths, 3, most), least - beside)
    return Column(spec, 0, width + beside, decimals, unit if unit_width else None, unit_width)


def values_of(column: Column, sample: Sequence[EntityRecord]) -> list[Json]:
    read = map(column.read, sample)
    return [value for value in read if value is not ABSENT]  # type: ignore[misc]


def _width_of_value(value: Json) -> int:
    return width_of(value_text(value, 2 * STRETCHED))


def _width(widths: Iterable[int], least: int, most: int) -> int:
    return min(max([least, *widths]), most)
