"""Which columns a group's rows have, and where: chosen once, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flux_tui.model.inline import value_text
from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.telling import telling_properties, usual_decimals
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.columns.spec import ABSENT, ColumnSpec, Shows
from flux_tui.tui.entity_list.column import STRETCHED, Column, aligned, extra
from flux_tui.tui.entity_list.units import is_percentage, units_of

GUTTER = 4
"""Cells before the id: the focus bar, the sign, and the indent."""

AGE = 5
"""Cells of the age at the right edge, its gap included."""

GAP = 2
"""Cells between two columns."""

WIDEST = 16
"""The most cells that one property claims for itself."""

TITLE = 12
"""The most cells that a title claims."""

NARROW = 4
"""The same where a person chose more columns than there would be room for."""

UNIT = 8
"""The most cells of a unit."""

TREND = 8
"""Cells of a trend, which are as many past values; it stands right behind its number."""

RATE = 6
"""Cells of a rate, as in ``9999/s``."""

FIRST = 2
"""So many properties come before a trend: it takes no room from them."""

MOST = 8
"""The most properties that stand in one row, unless a person chose more."""

REGROWTH = 1.5
"""A group that has grown so much since its columns were chosen has them chosen anew."""


@dataclass(frozen=True, slots=True)
class GroupLayout:
    """Where the id and the columns of a group's rows stand; the age is at the right edge."""

    id_width: int
    columns: tuple[Column, ...]
    width: int
    members: int
    properties: int
    has_age: bool = True

    @property
    def edge(self) -> int:
        """The cell behind the columns: where the age begins, if it is shown."""
        return self.width - (AGE if self.has_age else 1)

    @property
    def specs(self) -> Columns:
        """What is shown, from left to right."""
        age = (ColumnSpec.AGE,) if self.has_age else ()
        return (*(column.spec for column in self.columns), *age)

    @property
    def shows_rate(self) -> bool:
        """Whether a rate is among it, which changes by time alone."""
        return any(column.spec.shows is Shows.RATE for column in self.columns)

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


def lay_out(
    sample: Sequence[EntityRecord],
    members: int,
    width: int,
    chosen: Columns | None = None,
    heading: int = 0,
) -> GroupLayout:
    """What fits into ``width`` cells of the chosen columns, or of the most telling properties.

    It goes by some of the members. Above the ids ``heading`` cells of a header have room.
    """
    longest = max((width_of(printable(r.id, limit=width)) for r in sample), default=0)
    id_width = max(10, min(max(longest, heading - GUTTER), int(width * 0.42)))
    has_age = chosen is None or ColumnSpec.AGE in chosen
    empty = GroupLayout(id_width, (), width, members, richest(sample), has_age)

    def layout(drafts: Iterable[Column], *, spare: int = 0) -> GroupLayout:
        columns = _placed(drafts, GUTTER + id_width + GAP, empty.edge - spare)
        return replace(empty, columns=tuple(columns))

    if chosen is not None:
        wanted = _wanted(chosen, sample)
        whole = layout(wanted)
        if len(whole.columns) < len(wanted):
            whole = layout(_wanted(chosen, sample, NARROW))
        return _settled(whole, sample)
    drafts = _telling(sample)
    plain = layout(drafts)
    plain = replace(plain, columns=plain.columns[:MOST])
    fewer = layout(drafts, spare=TREND + GAP)
    with_trend = replace(fewer, columns=_with_trend(fewer.columns[:MOST]))
    costs_nothing = _costs_nothing(_settled(with_trend, sample), _settled(plain, sample))
    return _settled(with_trend if costs_nothing else plain, sample)


def _settled(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same with what there is room for: bars, and values that are wider than they claim."""
    return grown(_with_bars(layout, sample), sample)


def _costs_nothing(with_trend: GroupLayout, plain: GroupLayout) -> bool:
    """Whether the first properties stand there with a trend as they do without one."""
    widths = {column.spec: column.width for column in with_trend.columns}
    return all(widths.get(c.spec, 0) >= c.width for c in plain.columns[:FIRST])


def _telling(sample: Sequence[EntityRecord]) -> list[Column]:
    """The most telling properties, units beside their numbers and no longer by themselves."""
    names = telling_properties(sample)[: 4 * MOST]
    units = units_of(names, sample)
    beside = set(units.values())
    return [_draft(ColumnSpec.value(n), sample, units.get(n)) for n in names if n not in beside]


def _wanted(chosen: Columns, sample: Sequence[EntityRecord], title: int = TITLE) -> list[Column]:
    """What a person chose; a unit that he wants by itself is not beside its number, too."""
    simple = [c.path[0] for c in chosen if c.shows is Shows.VALUE and len(c.path) == 1]
    units = {name: unit for name, unit in units_of(simple, sample).items() if unit not in simple}
    return [
        _draft(spec, sample, units.get(spec.label), title=title)
        for spec in chosen
        if spec != ColumnSpec.AGE
    ]


def _placed(drafts: Iterable[Column], start: int, end: int) -> list[Column]:
    """Those that fit from ``start`` to ``end``, one behind the other; a unit stays where it can."""
    columns: list[Column] = []
    for draft in drafts:
        bare = replace(draft, width=draft.value_width, unit=None, unit_width=0)
        for column in (draft, bare):
            if start + column.width <= end:
                columns.append(replace(column, start=start))
                start += column.width + GAP
                break
    return columns


def _with_trend(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The same with a trend behind the first number, if there is one."""
    for place, column in enumerate(columns):
        if column.decimals is not None:
            spec = ColumnSpec.trend(column.spec.path[0])
            trend = Column(spec, column.end + GAP, TREND)
            behind = [replace(c, start=c.start + TREND + GAP) for c in columns[place + 1 :]]
            return (*columns[: place + 1], trend, *behind)
    return tuple(columns)


def _with_bars(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same with a bar in each percentage's column, as far as there is room."""
    free = layout.edge - layout.columns[-1].end if layout.columns else 0
    size = extra(0, bar=True)
    shift = 0
    columns: list[Column] = []
    for column in layout.columns:
        column = replace(column, start=column.start + shift)
        if shift + size <= free and _is_percentage(column, sample):
            column = replace(column, width=column.width + size, bar=True)
            shift += size
        columns.append(column)
    return replace(layout, columns=tuple(columns))


def _is_percentage(column: Column, sample: Sequence[EntityRecord]) -> bool:
    if column.decimals is None or column.spec.shows is not Shows.VALUE:
        return False
    properties = [record.properties for record in sample]
    unit = column.unit
    units = [p[unit] for p in properties if unit in p] if unit is not None else []
    return is_percentage(column.spec.path[-1], _values(column, sample), units)


def grown(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same columns in the same order, wide enough for what stands in them now.

    They only grow, and only into free room: nothing trades places under the eye.
    """
    if not layout.columns:
        return layout
    free = layout.edge - layout.columns[-1].end
    shift = 0
    columns: list[Column] = []
    for column in layout.columns:
        start = column.start + shift
        if column.spec.shows in (Shows.VALUE, Shows.SOURCE):
            wanted = _draft(column.spec, sample, column.unit, STRETCHED)
            more = max(0, min(wanted.value_width - column.value_width, free - shift))
            decimals = column.decimals
            if decimals is not None and wanted.decimals is not None:
                decimals = max(decimals, wanted.decimals)
            column = replace(column, width=column.width + more, decimals=decimals)
            shift += more
        columns.append(replace(column, start=start))
    return replace(layout, columns=tuple(columns))


def _draft(
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
    values = _values(Column(spec, 0, 0), sample)
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


def _values(column: Column, sample: Sequence[EntityRecord]) -> list[Json]:
    read = map(column.read, sample)
    return [value for value in read if value is not ABSENT]  # type: ignore[misc]


def _width_of_value(value: Json) -> int:
    return width_of(value_text(value, 2 * STRETCHED))


def _width(widths: Iterable[int], least: int, most: int) -> int:
    return min(max([least, *widths]), most)
