"""Cells as people see and type them, and what of that stands in the text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.protocol.json_reading import on_one_line
from flux_tui.tui.composer.batch_table.event_text import (
    ENTITY,
    PROPERTIES,
    SOURCE,
    STREAM,
    TIMESTAMP,
    Path,
)
from flux_tui.tui.composer.preflight import Forecast
from flux_tui.tui.composer.rows import (
    PropertyRow,
    RowKind,
    RowProblem,
    json_of_row,
    kind_of_row,
    quoted,
    row_of,
)
from flux_tui.tui.composer.timestamps import NOW, parse_timestamp
from flux_tui.tui.composer.wording import short

TITLES = {ENTITY: "entity", STREAM: "stream", SOURCE: "source", TIMESTAMP: "time"}
"""How the fields that every event has are called."""

WIDEST = 200
"""Characters of a cell that are ever looked at to show it."""


LONGEST = 4_000
"""Characters of a cell up to which it is read; of longer text it is shown how it is written."""


CELLS = {"payload": ENTITY, "entity_id": ENTITY}
"""The cell that is at fault where a rule names a field of another name."""

_MISSING = re.compile("missing field `([a-z_A-Z]+)`")


class Shown(NamedTuple):
    """A cell's text, printable, and the part of the looks that it is shown in."""

    text: str
    part: str


MISSING = Shown("·", "dim")
"""What stands for a property that an event does not have."""


def title_of(path: Path) -> str:
    """What a column is called, as its data says it."""
    return TITLES.get(path) or path[-1]


def is_property(path: Path) -> bool:
    """Whether a cell holds a property, of any type."""
    return path[:-1] == PROPERTIES


def shown(path: Path, cell: str | None) -> Shown:
    """How a cell's JSON text looks."""
    if cell is None:
        return Shown("now", "dim") if path == TIMESTAMP else MISSING
    if cell.startswith('"'):
        if len(cell) > LONGEST:
            return Shown(printable(cell[:WIDEST]), "text")
        value = json.loads(cell)
        if not is_property(path):
            return Shown(printable(value, limit=WIDEST) or '""', "text")
        return Shown(short(value, WIDEST) or '""', "text")
    part = "number" if cell[0] in "-0123456789" else "word" if cell[0] in "tfn" else "text"
    return Shown(printable(on_one_line(cell[:WIDEST])), part)


def typed(path: Path, cell: str | None) -> PropertyRow:
    """What there is to type on in a cell; without a kind where the text says it by itself."""
    name = path[-1]
    if cell is None:
        return PropertyRow(name)
    row = row_of(name, cell)
    if not is_property(path):
        return PropertyRow(name, row.text, RowKind.TEXT if row.kind is RowKind.TEXT else None)
    if row.kind is RowKind.NULL:
        return PropertyRow(name, "null")
    if row.kind is RowKind.JSON:
        return row
    says_itself = kind_of_row(PropertyRow(name, row.text)) is row.kind and row.text
    return PropertyRow(name, row.text) if says_itself else row


def json_of(path: Path, row: PropertyRow, known: Mapping[str, Json] | None) -> str | None:
    """The JSON text that a cell as typed stands for; None for nothing. Raises RowProblem."""
    if path == TIMESTAMP:
        return _timestamp(row.text)
    if not is_property(path):
        return quoted(row.text)
    if not row.text and row.kind is None:
        return None
    return json_of_row(row, known)


def kind_of(path: Path, row: PropertyRow, known: Mapping[str, Json] | None) -> RowKind | None:
    """A property's kind as typed; None where there is no choice."""
    return kind_of_row(row, known) if is_property(path) else None


def wrong_cell(forecast: Forecast | None) -> Path | None:
    """The cell that is at fault for what is forecast."""
    if forecast is None:
        return None
    if forecast.field is None:
        missing = _MISSING.match(forecast.reason or "")
        return None if missing is None else (missing[1],)
    return CELLS.get(forecast.field, (forecast.field,))


def _timestamp(text: str) -> str | None:
    if text.strip().lower() in ("", NOW):
        return None
    try:
        return str(parse_timestamp(text))
    except ValueError as problem:
        raise RowProblem(str(problem)) from None
