"""Which columns a group's rows have, and where: chosen once, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.telling import telling_properties
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.columns.spec import ColumnSpec, Shows
from flux_tui.tui.entity_list.column import Column
from flux_tui.tui.entity_list.drafting import TITLE, TREND, draft
from flux_tui.tui.entity_list.group_layout import GAP, GUTTER, GroupLayout
from flux_tui.tui.entity_list.room import costs_nothing, settled
from flux_tui.tui.entity_list.units import units_of

NARROW = 4
"""The same where a person chose more columns than there would be room for."""

MOST = 8
"""The most properties that stand in one row, unless a person chose more."""


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
        columns = _placed(drafts, GUTTER + id_width + GAP, empty.limit - spare)
        return empty._replace(columns=tuple(columns))

    if chosen is not None:
        wanted = _wanted(chosen, sample)
        whole = layout(wanted)
        if len(whole.columns) < len(wanted):
            whole = layout(_wanted(chosen, sample, NARROW))
        return settled(whole._replace(is_chosen=True), sample)
    drafts = _telling(sample)
    plain = layout(drafts)
    plain = plain._replace(columns=plain.columns[:MOST])
    fewer = layout(drafts, spare=TREND + GAP)
    with_trend = fewer._replace(columns=_with_trend(fewer.columns[:MOST]))
    trendy, trendless = settled(with_trend, sample), settled(plain, sample)
    return trendy if costs_nothing(trendy, trendless) else trendless


def _telling(sample: Sequence[EntityRecord]) -> list[Column]:
    """The most telling properties, units beside their numbers and no longer by themselves."""
    names = telling_properties(sample)[: 4 * MOST]
    units = units_of(names, sample)
    beside = set(units.values())
    return [draft(ColumnSpec.value(n), sample, units.get(n)) for n in names if n not in beside]


def _wanted(chosen: Columns, sample: Sequence[EntityRecord], title: int = TITLE) -> list[Column]:
    """What a person chose; a unit that he wants by itself is not beside its number, too."""
    simple = [c.path[0] for c in chosen if c.shows is Shows.VALUE and len(c.path) == 1]
    units = {name: unit for name, unit in units_of(simple, sample).items() if unit not in simple}
    return [
        draft(spec, sample, units.get(spec.label), title=title)
        for spec in chosen
        if spec != ColumnSpec.AGE
    ]


def _placed(drafts: Iterable[Column], start: int, end: int) -> list[Column]:
    """Those that fit from ``start`` to ``end``, one behind the other; a unit stays where it can."""
    columns: list[Column] = []
    for column in drafts:
        bare = replace(column, width=column.value_width, unit=None, unit_width=0)
        for fitting in (column, bare):
            if start + fitting.width <= end:
                columns.append(replace(fitting, start=start))
                start += fitting.width + GAP
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
