"""Which properties of a group stand in the list, and where: chosen once, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flux_tui.model.inline import value_text
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.telling import telling_properties, usual_decimals
from flux_tui.tui.cells import fit, fit_right, width_of

GUTTER = 4
"""Cells before the id: the focus bar, the sign, and the indent."""

AGE = 5
"""Cells of the age at the right edge, its gap included."""

GAP = 2
"""Cells between two columns."""

WIDEST = 16
"""The most cells that one property claims for itself."""

STRETCHED = 40
"""The most cells that a property grows to where there is room to spare."""

TREND = 8
"""Cells of a trend, which are as many past values; it stands right behind its number."""

FIRST = 2
"""So many properties come before a trend: it takes no room from them."""

MOST = 8
"""The most properties that stand in one row."""

REGROWTH = 1.5
"""A group that has grown so much since its columns were chosen has them chosen anew."""


@dataclass(frozen=True, slots=True)
class Column:
    """One property's place: ``decimals`` is None for text, else what numbers are aligned by.

    Of a ``trend``, it is the last values that stand there.
    """

    name: str
    start: int
    width: int
    decimals: int | None
    trend: bool = False

    def show(self, value: Json) -> str:
        """A value in exactly this column's cells, numbers aligned on the point."""
        if self.decimals is None or isinstance(value, bool) or not isinstance(value, int | float):
            return self.place(value_text(value, 2 * STRETCHED))
        return self.place(aligned(value, self.decimals))

    def place(self, text: str) -> str:
        """A text in exactly this column's cells: numbers stand at its right edge."""
        return fit(text, self.width) if self.decimals is None else fit_right(text, self.width)


@dataclass(frozen=True, slots=True)
class GroupLayout:
    """Where the id and the columns of a group's rows stand."""

    id_width: int
    columns: tuple[Column, ...]
    width: int
    members: int
    properties: int

    def still_fits(self, width: int, members: int, properties: int) -> bool:
        """Whether it was made for this width and for about what the group is now."""
        return (
            self.width == width
            and members <= REGROWTH * self.members
            and properties <= self.properties
        )


def richest(sample: Sequence[EntityRecord]) -> int:
    """The most properties that one of a few members has: entities may come in bit by bit."""
    return max((len(record.properties) for record in sample[:4]), default=0)


def aligned(value: float, decimals: int) -> str:
    """A number as it was sent, padded on the right so that the points of a column align."""
    text = value_text(value)
    if not decimals or "e" in text:
        return text
    whole, point, digits = text.partition(".")
    return f"{whole}{point or ' '}{digits:<{decimals}}"


def lay_out(sample: Sequence[EntityRecord], members: int, width: int) -> GroupLayout:
    """Choose what fits into ``width`` cells, the most telling first, by some of the members."""
    longest = max((width_of(printable(r.id, limit=width)) for r in sample), default=0)
    id_width = max(10, min(longest, int(width * 0.42)))
    start, end = GUTTER + id_width + GAP, width - AGE
    names = telling_properties(sample)[: 4 * MOST]
    count, properties = members, richest(sample)

    def layout(columns: list[Column]) -> GroupLayout:
        return grown(GroupLayout(id_width, tuple(columns), width, count, properties), sample)

    plain = layout(_chosen(sample, names, start, end))
    with_trend = layout(_with_trend(_chosen(sample, names, start, end - TREND - GAP)))
    return with_trend if _costs_nothing(with_trend, plain) else plain


def _costs_nothing(with_trend: GroupLayout, plain: GroupLayout) -> bool:
    """Whether the first properties stand there with a trend as they do without one."""
    widths = {column.name: column.width for column in with_trend.columns if not column.trend}
    return all(widths.get(c.name, 0) >= c.width for c in plain.columns[:FIRST])


def _chosen(
    sample: Sequence[EntityRecord], names: Sequence[str], start: int, end: int
) -> list[Column]:
    """The columns of the first properties that fit from ``start`` to ``end``."""
    columns: list[Column] = []
    for name in names:
        values = [r.properties[name] for r in sample if name in r.properties]
        column = _column(name, values, start)
        if start + column.width <= end:
            columns.append(column)
            start += column.width + GAP
        if len(columns) == MOST:
            break
    return columns


def _with_trend(columns: list[Column]) -> list[Column]:
    """The same with a trend behind the first number, if there is one."""
    for place, column in enumerate(columns):
        if column.decimals is not None:
            trend = Column(column.name, column.start + column.width + GAP, TREND, None, trend=True)
            behind = [replace(c, start=c.start + TREND + GAP) for c in columns[place + 1 :]]
            return [*columns[: place + 1], trend, *behind]
    return columns


def grown(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same columns in the same order, wide enough for what stands in them now.

    They only grow, and only into free room: nothing trades places under the eye.
    """
    if not layout.columns:
        return layout
    last = layout.columns[-1]
    free = layout.width - AGE - last.start - last.width
    shift = 0
    columns: list[Column] = []
    for column in layout.columns:
        if column.trend:
            columns.append(replace(column, start=column.start + shift))
            continue
        values = [r.properties[column.name] for r in sample if column.name in r.properties]
        wanted = _column(column.name, values, 0, STRETCHED)
        more = max(0, min(wanted.width - column.width, free - shift))
        decimals = column.decimals
        if decimals is not None and wanted.decimals is not None:
            decimals = max(decimals, wanted.decimals)
        start, grown_to = column.start + shift, column.width + more
        columns.append(Column(column.name, start, grown_to, decimals))
        shift += more
    return replace(layout, columns=tuple(columns))


def _column(name: str, values: Sequence[Json], start: int, most: int = WIDEST) -> Column:
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    decimals = usual_decimals(numbers) if 2 * len(numbers) > len(values) else None
    if decimals is None:
        widest = max((width_of(value_text(v, 2 * STRETCHED)) for v in values), default=0)
    else:
        widest = max(width_of(aligned(number, decimals)) for number in numbers) + 1
    title = min(width_of(printable(name, limit=most)), 12)
    return Column(name, start, max(3, min(max(widest, title), most)), decimals)
