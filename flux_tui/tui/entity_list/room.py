"""Who gets the room of a row: the words of a status, titles, trends, bars, and other values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flux_tui.model.printable import printable
from flux_tui.replica.condition import STATUS_NAMES
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import width_of
from flux_tui.tui.columns.spec import Shows
from flux_tui.tui.entity_list.column import STRETCHED, Column, extra
from flux_tui.tui.entity_list.drafting import draft, values_of
from flux_tui.tui.entity_list.group_layout import GAP, GroupLayout, title_room
from flux_tui.tui.entity_list.units import is_percentage

FIRST = 2
"""So many properties come before a trend: it takes no room from them."""

SHORTEST_TREND = 3
"""Cells from which on a trend shows where a number goes; a status has its words before that."""


def settled(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same with what there is room for: words of a status, titles, bars, other values."""
    whole = _with_titles(_widened(layout, sample, _is_status))
    return grown(_with_bars(whole, sample), sample)


def costs_nothing(with_trend: GroupLayout, plain: GroupLayout) -> bool:
    """Whether the first properties, a status and all titles stand there as they do without one."""
    there = {column.spec: (place, column) for place, column in enumerate(with_trend.columns)}
    for place, before in enumerate(plain.columns):
        at, column = there.get(before.spec, (0, None))
        if column is None:
            if place < FIRST:
                return False
            continue
        if column.width < before.width and (place < FIRST or _is_status(column)):
            return False
        title = width_of(printable(before.spec.label, limit=STRETCHED))
        if title_room(with_trend, at) < min(title, before.width):
            return False
    return True


def _is_status(column: Column) -> bool:
    """Whether it says how an entity is, which is what a row is looked at for."""
    path, is_value = column.spec.path, column.spec.shows is Shows.VALUE
    return is_value and len(path) == 1 and path[0].lower() in STATUS_NAMES


def _with_titles(layout: GroupLayout) -> GroupLayout:
    """The same with whole titles, as far as there is room."""
    free = _free(layout)
    wider: list[int] = []
    for place, column in enumerate(layout.columns):
        title = width_of(printable(column.spec.label, limit=STRETCHED))
        lacking = 0 if column.is_trend else title - title_room(layout, place)
        wider.append(max(0, min(lacking, free)))
        free -= wider[-1]
    return _wider(layout, wider)


def _wider(layout: GroupLayout, cells: Sequence[int]) -> GroupLayout:
    """The same columns, each wider by so many cells, what is behind it further to the right."""
    shift = 0
    columns: list[Column] = []
    for column, more in zip(layout.columns, cells, strict=True):
        columns.append(replace(column, start=column.start + shift, width=column.width + more))
        shift += more
    return layout._replace(columns=tuple(columns))


def _with_bars(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same with a bar in each percentage's column, as far as there is room."""
    free = _free(layout)
    size = extra(0, bar=True)
    shift = 0
    columns: list[Column] = []
    for column in layout.columns:
        column = replace(column, start=column.start + shift)
        if shift + size <= free and _is_percentage(column, sample):
            column = replace(column, width=column.width + size, bar=True)
            shift += size
        columns.append(column)
    return layout._replace(columns=tuple(columns))


def _is_percentage(column: Column, sample: Sequence[EntityRecord]) -> bool:
    if column.decimals is None or column.spec.shows is not Shows.VALUE:
        return False
    properties = [record.properties for record in sample]
    unit = column.unit
    units = [p[unit] for p in properties if unit in p] if unit is not None else []
    return is_percentage(column.spec.path[-1], values_of(column, sample), units)


def grown(layout: GroupLayout, sample: Sequence[EntityRecord]) -> GroupLayout:
    """The same columns in the same order, wide enough for what stands in them now.

    They only grow, and only into free room: nothing trades places under the eye. The words of a
    status come before all else, also before a trend.
    """
    if not layout.columns:
        return layout
    lacking = sum(_lacking(column, sample) for column in layout.columns if _is_status(column))
    after = _room_from_trends(layout, lacking - _free(layout))
    after = _widened(after, sample, _is_status)
    return _widened(after, sample, lambda column: column.spec.shows in (Shows.VALUE, Shows.SOURCE))


def _free(layout: GroupLayout) -> int:
    """Cells behind the last column."""
    return layout.limit - layout.columns[-1].end if layout.columns else 0


def _lacking(column: Column, sample: Sequence[EntityRecord]) -> int:
    """How many cells wider a column would have to be for what stands in it now."""
    wanted = draft(column.spec, sample, column.unit, STRETCHED)
    return max(0, wanted.value_width - column.value_width)


def _widened(
    layout: GroupLayout, sample: Sequence[EntityRecord], concerned: Callable[[Column], bool]
) -> GroupLayout:
    """The same with columns of a kind as wide as what stands in them, as far as there is room."""
    free = _free(layout)
    wider: list[int] = []
    columns: list[Column] = []
    for column in layout.columns:
        more = 0
        if concerned(column):
            more = min(free, _lacking(column, sample))
            column = replace(column, decimals=_decimals(column, sample))
        free -= more
        wider.append(more)
        columns.append(column)
    return _wider(layout._replace(columns=tuple(columns)), wider)


def _decimals(column: Column, sample: Sequence[EntityRecord]) -> int | None:
    """What the numbers of a column are aligned by, once it is one of numbers."""
    now = draft(column.spec, sample, column.unit, STRETCHED).decimals
    before = column.decimals
    return before if before is None or now is None else max(before, now)


def _room_from_trends(layout: GroupLayout, short: int) -> GroupLayout:
    """The same with ``short`` cells fewer of trends, which go where they would be too short.

    One that a person chose stays.
    """
    columns: list[Column] = []
    shift = 0
    for column in layout.columns:
        column = replace(column, start=column.start - shift)
        if column.is_trend and short > 0:
            taken = min(short, column.width - SHORTEST_TREND)
            if taken < short and not layout.is_chosen:
                shift += column.width + GAP
                short -= column.width + GAP
                continue
            column = replace(column, width=column.width - taken)
            shift += taken
            short -= taken
        columns.append(column)
    return layout._replace(columns=tuple(columns))
