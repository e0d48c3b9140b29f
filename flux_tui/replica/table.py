"""Events from a table (CSV): a row an event, or a row an entity as ``replica.export`` writes it.

A column ``entity_id`` makes it a table of events: ``stream``, ``source``, ``timestamp`` and ``key``
are fields of the event, every other column is a property, named exactly as it is headed. A table
whose first column is ``id`` is of entities: every other column is a property.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flux_tui.errors import FluxTuiError
from flux_tui.model.instant import parse_rfc3339
from flux_tui.model.printable import json_escaped
from flux_tui.replica.export import cell_text, unguarded

FIELDS = ("stream", "source", "entity_id", "timestamp", "key")
"""Columns that are no properties in a table of events."""

ENTITY = "id"
"""The first column of a table of entities."""

DELIMITERS = (",", ";", "\t")
"""What stands between two cells; spreadsheets write ``;`` where numbers have a decimal comma."""

LONGEST_CELL = 2_000_000
"""Characters of a cell: more than a whole event may have."""

LONGEST_TIMESTAMP = 20
"""Characters of a number that fits into 64 bits."""

_WITH_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
"""A number as most of Europe writes it."""


class TableProblem(FluxTuiError):
    """What is wrong in a table; rows count from 1, the header among them."""

    def __init__(self, message: str, row: int, column: str | None = None) -> None:
        self.row, self.column, self.message = row, column, message
        place = f"row {row}" if column is None else f"row {row}, column {column}"
        super().__init__(f"{place}: {message}")


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns mean: a field of the event each, or a property (None in ``fields``)."""

    names: Sequence[str]
    fields: Sequence[str | None]
    delimiter: str

    @property
    def lacks(self) -> list[str]:
        """Which of stream and source no column gives."""
        return [name for name in ("stream", "source") if name not in self.fields]

    @property
    def is_of_entities(self) -> bool:
        """Whether a row is an entity rather than an event."""
        return bool(self.names) and self.names[0] == ENTITY


@dataclass(frozen=True, slots=True)
class Filling:
    """What a table does not say: ``stream`` and ``source`` where a row has none.

    In ``all_text`` every cell is text, also one that looks like a number; with ``decimal_comma``
    ``22,5`` is a number, too.
    """

    stream: str = ""
    source: str = ""
    all_text: bool = False
    decimal_comma: bool = False


def read_header(text: str) -> Header:
    """The columns of a table; raises TableProblem when no column says which entity a row is of."""
    cells: list[str] = []
    for delimiter in DELIMITERS:
        try:
            cells = next(_rows(text, delimiter), [])
        except csv.Error as error:
            raise TableProblem(_in_words(error), 1) from None
        names = [unguarded(cell) for cell in cells]
        if cells[:1] == [ENTITY]:
            fields: list[str | None] = ["entity_id", *(None for _ in names[1:])]
        elif "entity_id" in cells:
            fields = [cell if cell in FIELDS else None for cell in cells]
        else:
            continue
        _refuse_doubles(names[1:] if cells[:1] == [ENTITY] else names)
        return Header(names, fields, delimiter)
    raise TableProblem(
        "the header must have a column entity_id (a table of events), "
        "or begin with the column id (a table of entities)",
        1,
    )


def events(text: str, header: Header, filling: Filling) -> Iterator[str | TableProblem | None]:
    """The JSON text of each row's event, on one line; what is wrong with it where it is none.

    An empty row is None: every row gives one answer. After a TableProblem that comes of the csv
    module there is nothing more.
    """
    rows = _rows(text, header.delimiter)
    next(rows, None)
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield TableProblem(f"{_in_words(error)}; the rows after it cannot be read", number)
            return
        if cells is None:
            return
        if not any(cells):
            yield None
            continue
        try:
            yield _event(cells, number, header, filling)
        except TableProblem as problem:
            yield problem


def _event(cells: Sequence[str], row: int, header: Header, filling: Filling) -> str:
    if len(cells) > len(header.names) and any(cells[len(header.names) :]):
        raise TableProblem(f"{len(cells)} cells, but the header has {len(header.names)}", row)
    fields = {"stream": filling.stream, "source": filling.source}
    properties, has_nameless = [], False
    columns = zip(header.names, header.fields, cells, strict=False)
    for column, (name, field, cell) in enumerate(columns, 1):
        if field is None:
            value = _value(cell, filling)
            if value is not None:
                if not name and has_nameless:
                    raise TableProblem("it has no name, as another before it", row, str(column))
                has_nameless = has_nameless or not name
                properties.append(f"{_quoted(name)}: {value}")
        elif cell:
            fields[field] = unguarded(cell)
    for name in ("entity_id", "stream", "source"):
        if not fields.get(name) and not (name == "entity_id" and header.is_of_entities):
            raise TableProblem(f"{name} is missing", row, name)
    parts = [f'"{name}": {_quoted(fields[name])}' for name in ("stream", "source")]
    if "timestamp" in fields:
        parts.append(f'"timestamp": {_timestamp(fields["timestamp"], row)}')
    if "key" in fields:
        parts.append(f'"key": {_quoted(fields["key"])}')
    entity_id = _quoted(fields.get("entity_id", ""))
    payload = f'{{"entity_id": {entity_id}, "properties": {{{", ".join(properties)}}}}}'
    return f'{{{", ".join(parts)}, "payload": {payload}}}'


def _value(cell: str, filling: Filling) -> str | None:
    """A cell as JSON text, numbers digit for digit; None for a cell that says nothing."""
    if filling.all_text:
        return _quoted(unguarded(cell)) if cell else None
    if filling.decimal_comma and _WITH_COMMA.fullmatch(cell.strip()):
        cell = cell.strip().replace(",", ".")
    text = cell_text(cell)
    if text is not None:
        return _quoted(text)
    return json_escaped(cell.strip().replace("\r", " ").replace("\n", " ")) or None


def _timestamp(cell: str, row: int) -> int:
    text = cell.strip()
    try:
        if text.lstrip("-").isdecimal() and text.isascii() and len(text) <= LONGEST_TIMESTAMP:
            return int(text)
        return parse_rfc3339(text) // 1_000_000
    except ValueError:
        raise TableProblem(
            "a timestamp is milliseconds since 1970, or a time such as 2026-02-03T12:30:00Z",
            row,
            "timestamp",
        ) from None


def _quoted(text: str) -> str:
    return json_escaped(json.dumps(text, ensure_ascii=False))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows' cells, one row at a time; raises csv.Error."""
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _in_words(error: csv.Error) -> str:
    """What the csv module means by its own words, which speak of its parser."""
    said = str(error)
    if "unexpected end" in said:
        return 'a quote (") is opened and never closed'
    if "expected after" in said:
        return 'text stands behind a closing quote ("); within a cell a quote is written twice'
    return said


def _refuse_doubles(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen and name:
            raise TableProblem("there is a column of this name already", 1, name)
        seen.add(name)
