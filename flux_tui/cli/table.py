"""Tables for people: made printable, aligned, cut to the terminal's width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len, set_cell_size

from flux_tui.model.entity import Entity
from flux_tui.model.inline import WIDEST, moment_text, value_text
from flux_tui.model.json import Json
from flux_tui.model.printable import printable

GAP = "  "
"""What stands between two columns."""

NARROWEST = 8
"""Cells that a column keeps however narrow the terminal is."""

UNBOUNDED = 20
"""A terminal narrower than this is not cut for: whoever has it would see nothing."""


class Cut(Enum):
    """Where a cell that does not fit is shortened: ids tell most at their ends."""

    MIDDLE = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, where its cells are cut, and whether they stand at the right."""

    title: str
    cut: Cut = Cut.END
    right: bool = False


def render(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> str:
    """Lines of a table no wider than ``width`` cells, with a line of titles above."""
    titles = [column.title for column in columns]
    natural = [max(map(cell_len, cells)) for cells in zip(titles, *rows, strict=True)]
    widths = _fit(natural, width - len(GAP) * (len(columns) - 1)) if width > UNBOUNDED else natural
    return "\n".join(_line(row, columns, widths, width) for row in (titles, *rows))


def _line(row: Sequence[str], columns: Sequence[Column], widths: list[int], width: int) -> str:
    cells = zip(row, columns, widths, strict=True)
    line = GAP.join(_cell(text, column, cells) for text, column, cells in cells).rstrip()
    if UNBOUNDED < width < cell_len(line):
        return set_cell_size(line, width - 1) + "…"
    return line


def _fit(natural: list[int], room: int) -> list[int]:
    """Take from the widest columns until they fit, leaving each at least ``NARROWEST``."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > NARROWEST:
        widest = max(widths)
        next_widest = max((w for w in widths if w < widest), default=NARROWEST)
        wide = [index for index, w in enumerate(widths) if w == widest]
        excess = sum(widths) - room
        floor = max(next_widest, NARROWEST, widest - -(-excess // len(wide)))
        for index in wide:
            widths[index] = floor
    return widths


def _cell(text: str, column: Column, width: int) -> str:
    length = cell_len(text)
    if length > width:
        return _shortened(text, column.cut, width)
    padding = " " * (width - length)
    return padding + text if column.right else text + padding


def _shortened(text: str, cut: Cut, width: int) -> str:
    if cut is Cut.END:
        return set_cell_size(text, width - 1) + "…"
    tail_width = (width - 1) // 2
    tail = text[-tail_width:] if tail_width else ""
    while cell_len(tail) > tail_width:
        tail = tail[1:]
    return set_cell_size(text, width - 1 - cell_len(tail)) + "…" + tail


def entities_table(entities: Iterable[Entity], width: int, *, utc: bool) -> str:
    """Entities as id, properties and when they last changed, sorted by id."""
    rows = [
        (
            printable(entity.id),
            GAP.join(f"{name}={text}" for name, text in _properties(entity)),
            moment_text(entity.updated, utc=utc),
        )
        for entity in sorted(entities, key=lambda entity: entity.id)
    ]
    return render([Column("id", Cut.MIDDLE), Column("properties"), Column("updated")], rows, width)


def entity_table(entity: Entity, width: int, *, utc: bool) -> str:
    """One entity: what it is called and when it last changed, then a line a property."""
    head = render(
        [Column("id", Cut.MIDDLE), Column("updated")],
        [(printable(entity.id), moment_text(entity.updated, utc=utc))],
        width,
    )
    return f"{head}\n\n{render([Column('property'), Column('value')], _properties(entity), width)}"


def _properties(entity: Entity) -> list[tuple[str, str]]:
    return [
        (printable(name, limit=WIDEST), value_text(value))
        for name, value in sorted(entity.properties.items())
    ]


def object_table(value: dict[str, Json], width: int) -> str:
    """One object: a line for each of its fields, lists of objects as tables below."""
    lists = {name: rows for name, item in value.items() if (rows := _objects(item))}
    plain = [
        (printable(name), value_text(item)) for name, item in value.items() if name not in lists
    ]
    parts = [render([Column("field"), Column("value")], plain, width)] if plain else []
    parts += [objects_table(rows, width) for rows in lists.values()]
    return "\n\n".join(parts) or "{}"


def objects_table(values: Sequence[dict[str, Json]], width: int) -> str:
    """Objects of the same shape: a line each, a column for each of their fields."""
    names = list(dict.fromkeys(name for value in values for name in value))
    columns = [
        Column(printable(name), right=all(_is_number(value.get(name)) for value in values))
        for name in names
    ]
    rows = [
        [value_text(value[name]) if name in value else "·" for name in names] for value in values
    ]
    return render(columns, rows, width)


def _objects(value: Json) -> list[dict[str, Json]]:
    """A list of nothing but objects, as such; anything else is none."""
    if not isinstance(value, list):
        return []
    objects = [item for item in value if isinstance(item, dict)]
    return objects if len(objects) == len(value) else []


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
