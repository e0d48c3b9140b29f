"""Entities as text for files, pipes and clipboards: JSON as the server lists them, lines, CSV.

In JSON whatever could drive a terminal, or cannot be seen, is written as a ``\\u`` escape: a file
that is looked at with ``cat`` does no harm, and read again it is the same.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Protocol

from flux_tui.errors import Malformed, UsageError
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json
from flux_tui.model.printable import json_escaped
from flux_tui.protocol.json_text import decode

MOST_COLUMNS = 2_000
"""Properties that a table is made of at most: no spreadsheet has use for more."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet takes for a formula, or that was guarded against that."""

_JSON_BEGINS = re.compile(r'[ \t\r\n]*[-0-9tfn{\["]')
"""How JSON begins: a text that begins otherwise is not read to know that it is none."""


class Format(StrEnum):
    """What a file of entities may be."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Exported(Protocol):
    """An entity, be it of a World or of a server's list; ``updated`` in ns."""

    @property
    def id(self) -> str:
        """Any text."""

    @property
    def properties(self) -> Mapping[str, Json]:
        """Values by name."""

    @property
    def updated(self) -> int:
        """The server's apply time."""


def value_json(value: Json) -> str:
    """A value as JSON on one line, without anything unseen in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return json_escaped(text)


def entity_json(entity: Exported) -> str:
    """An entity as a server lists it, on one line."""
    return value_json(
        {
            "id": entity.id,
            "properties": dict(entity.properties),
            "lastUpdated": format_rfc3339(entity.updated, suffix="+00:00"),
        }
    )


class Columns:
    """The columns of a table of entities; those of some entities, once all were taken."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def take(self, entity: Exported) -> None:
        """Have a column for each of its properties; raises UsageError when they are too many."""
        self._names.update(entity.properties)
        if len(self._names) > MOST_COLUMNS:
            raise UsageError(
                f"these entities have more than {MOST_COLUMNS:,} different properties, "
                "too many for the columns of a table: export them as jsonl"
            )

    @property
    def names(self) -> list[str]:
        """The properties, sorted."""
        return sorted(self._names)


def pieces(format_: Format, entities: Iterable[Exported], columns: Columns) -> Iterator[str]:
    """The text of a file, a piece an entity; of the columns only CSV makes use."""
    match format_:
        case Format.JSON:
            yield from _list(entities)
        case Format.JSONL:
            yield from (f"{entity_json(entity)}\n" for entity in entities)
        case Format.CSV:
            yield from _table(entities, columns.names)


def _list(entities: Iterable[Exported]) -> Iterator[str]:
    before = "[\n"
    for entity in entities:
        yield before + entity_json(entity)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _table(entities: Iterable[Exported], names: list[str]) -> Iterator[str]:
    """A header, then a row an entity (RFC 4180): texts bare, other values as JSON.

    A property that an entity does not have is an empty cell. ``replica.table`` reads it again.
    """
    write = csv.writer(_Echo()).writerow
    yield write(["id", *(guarded(name) for name in names)])
    for entity in entities:
        properties = entity.properties
        cells = (_cell(properties[name]) if name in properties else "" for name in names)
        yield write([guarded(entity.id), *cells])


def _cell(value: Json) -> str:
    return text_cell(value) if isinstance(value, str) else value_json(value)


def text_cell(text: str) -> str:
    """A text behind a ``'`` where the cell would mean something else, as ``22`` would a number."""
    return f"'{text}" if _is_ambiguous(text) else text


def cell_text(cell: str) -> str | None:
    """The text that a cell stands for; None where it is JSON, or empty: no value at all."""
    if cell.startswith("'") and _is_ambiguous(cell[1:]):
        return cell[1:]
    return None if not cell or reads_as_json(cell) else cell


def _is_ambiguous(text: str) -> bool:
    said = text.lstrip("'")
    return not said or _FORMULA.match(text) is not None or reads_as_json(said)


def reads_as_json(cell: str) -> bool:
    """Whether a cell is a number, true, false, null, or other JSON, as Flux reads it."""
    if not _JSON_BEGINS.match(cell):
        return False
    try:
        decode(cell)
    except Malformed:
        return False
    return True


def guarded(text: str) -> str:
    """A text behind a ``'`` where a spreadsheet would run it as a formula; others as they are.

    One that begins so already gets one more, so that ``unguarded`` gives back what it was.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


class _Echo:
    """What a csv writer writes to: hands the row back."""

    def write(self, row: str) -> str:
        return row
