"""The View as anybody would work it out: everything anew, without a thought for its cost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import cast

from flux_tui.model.json import Json
from flux_tui.replica.grouping import GroupBy, Grouping, group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Filter, GroupRow, Sort, SortBy, View


def value_of(record: EntityRecord, path: tuple[str, ...]) -> list[Json]:
    """The value at a path, in a list; an empty one where there is none."""
    name = ".".join(path)
    if name in record.properties:
        return [record.properties[name]]
    values: list[Json] = [cast("Json", record.properties)]
    for step in path:
        values = [
            inner
            for value in values
            for inner in ([value[step]] if isinstance(value, dict) and step in value else [])
        ]
    return values


def rate_of(record: EntityRecord) -> float | None:
    """Some rate that changes with the entity."""
    changes = sum(map(record.changes_of, record.properties))
    return changes / 3 if changes else None


def in_order(records: Iterable[EntityRecord], sort: Sort, reverse: bool) -> list[str]:
    """Numbers, texts, the rest, each by value and then by id; at the end what has none."""
    sections: list[list[tuple[object, str]]] = [[], [], [], []]
    for record in sorted(records, key=lambda record: record.id):
        values: list[Json]
        match sort.by:
            case SortBy.ID:
                values = [record.id]
            case SortBy.CHANGED:
                values = [-(record.changed or record.base)]
            case SortBy.RATE:
                values = [-rate for rate in [rate_of(record)] if rate is not None]
            case SortBy.PROPERTY:
                values = value_of(record, sort.path)
        if not values:
            sections[3].append((0, record.id))
        elif isinstance(values[0], bool):
            sections[2].append((int(values[0]), record.id))
        elif isinstance(values[0], int | float):
            sections[0].append((values[0], record.id))
        elif isinstance(values[0], str):
            sections[1].append((values[0], record.id))
        else:
            place = {type(None): 2, list: 3, dict: 4}[type(values[0])]
            sections[2].append((place, record.id))
    for section in sections[:3]:
        section.sort(key=lambda pair: pair[0], reverse=reverse)  # type: ignore[arg-type,return-value]
    known = sections[2::-1] if reverse else sections[:3]
    return [entity_id for section in (*known, sections[3]) for _, entity_id in section]


def group_name(record: EntityRecord, grouping: Grouping) -> str:
    """The header that an entity stands below."""
    if grouping.by is GroupBy.ID:
        return group_of(record.id)
    values = [] if grouping.by is GroupBy.NONE else value_of(record, grouping.path)
    if not values:
        return ""
    if isinstance(values[0], str) and values[0] and values[0] not in ("2", "true"):
        return values[0]
    return json.dumps(values[0])


def group_order(name: str, grouping: Grouping) -> tuple[int, float, str]:
    """Groups by number come before others; those without the property are last."""
    if grouping.by is not GroupBy.PROPERTY:
        return (0, 0, name)
    try:
        return (0, float(name), name)
    except ValueError:
        return (1 if name else 2, 0, name)


def naive_rows(
    records: Iterable[EntityRecord],
    *,
    wanted: Filter | None = None,
    sort: Sort = Sort.ID,
    reverse: bool = False,
    grouping: Grouping = Grouping.ID,
    folded: frozenset[str] = frozenset(),
) -> list[str]:
    """The rows: headers as ``# name (how many)``, entities as ids."""
    groups: dict[str, list[EntityRecord]] = {}
    for record in records:
        if wanted is None or wanted.matches(record):
            groups.setdefault(group_name(record, grouping), []).append(record)
    rows = []
    for name in sorted(groups, key=lambda name: group_order(name, grouping)):
        if grouping.by is not GroupBy.NONE:
            rows.append(f"# {name} ({len(groups[name])})")
        if name not in folded:
            rows += in_order(groups[name], sort, reverse)
    return rows


def rows_of(view: View) -> list[str]:
    """The rows of a View, written in the same way."""
    rows = []
    for index in range(len(view)):
        row = view.row(index)
        assert row is not None
        rows.append(f"# {row.name} ({row.shown})" if isinstance(row, GroupRow) else row.id)
    return rows
