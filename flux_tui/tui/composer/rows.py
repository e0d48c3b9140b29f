"""Properties as typed rows, and as JSON text; from one to the other and back without loss."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from flux_tui.model.inline import name_text
from flux_tui.model.json import Json, JsonObject, one_of_kind
from flux_tui.model.printable import json_escaped
from flux_tui.protocol.json_reading import (
    NotJson,
    Slip,
    doubled_name,
    members,
    on_one_line,
    read_json,
    slip_at,
)

MOST_ROWS = 60
"""Properties that are shown as rows; more are edited as JSON, which stays quick."""

LONGEST_ROW = 4_000
"""Characters of a value that one line can be edited in; longer ones are edited as JSON."""


class RowKind(Enum):
    """What a row's text means; the values are what people read."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "true/false"
    NULL = "null"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """One property as typed. Without a ``kind`` the text itself says what it is."""

    name: str = ""
    text: str = ""
    kind: RowKind | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nobody has put anything into it yet."""
        return not self.name and not self.text and self.kind is None


class RowProblem(ValueError):
    """Why a row is not yet a property, in a few words."""


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def kind_of_row(row: PropertyRow, known: Mapping[str, Json] | None = None) -> RowKind:
    """A row's kind: the chosen one, else the one its text reads as.

    ``known`` are the entity's properties: where one of that name is text, a number typed is
    meant as text too.
    """
    if row.kind is not None:
        return row.kind
    if known is not None and isinstance(known.get(row.name), str):
        return RowKind.TEXT
    text = row.text.strip()
    if _NUMBER.fullmatch(text):
        return RowKind.NUMBER
    if text in ("true", "false"):
        return RowKind.BOOLEAN
    if text == "null":
        return RowKind.NULL
    if text[:1] in ("{", "[") and _is_json(text):
        return RowKind.JSON
    return RowKind.TEXT


def json_of_row(row: PropertyRow, known: Mapping[str, Json] | None = None) -> str:
    """A row's value as JSON text, numbers digit for digit; raises RowProblem."""
    if row.kind is None and not row.text:
        raise RowProblem("a value is missing")
    text = row.text.strip()
    match kind_of_row(row, known):
        case RowKind.TEXT:
            return quoted(row.text)
        case RowKind.NULL:
            return "null"
        case RowKind.BOOLEAN if text not in ("true", "false"):
            raise RowProblem("true or false" if text else "true or false?")
        case RowKind.NUMBER if not _NUMBER.fullmatch(text):
            raise RowProblem("not a number in JSON" if text else "a number is missing")
    try:
        _read(text)
    except NotJson as error:
        slip = error.slip
        where = f"column {slip.column}" if slip.line == 1 else f"line {slip.line}"
        raise RowProblem(f"{slip.words}, {where}" if text else "JSON is missing") from None
    return text


def value_of_row(row: PropertyRow, known: Mapping[str, Json] | None = None) -> Json:
    """A row's value; raises RowProblem."""
    try:
        return _read(json_of_row(row, known))
    except NotJson as error:
        raise RowProblem(error.slip.message) from None


def problems(
    rows: Sequence[PropertyRow], known: Mapping[str, Json] | None = None
) -> dict[int, str]:
    """What is wrong with which row, by its index; blank rows are no properties."""
    found: dict[int, str] = {}
    names: set[str] = set()
    for index, row in enumerate(rows):
        if row.is_blank:
            continue
        try:
            value_of_row(row, known)
        except RowProblem as problem:
            found[index] = str(problem)
        if row.name in names:
            found[index] = "there is a row of this name already"
        names.add(row.name)
    return found


def properties_of(
    rows: Sequence[PropertyRow], known: Mapping[str, Json] | None = None
) -> JsonObject:
    """The properties that rows stand for; raises RowProblem that names the row."""
    return {row.name: _read(text) for row, text in _texts(rows, known)}


def json_of_rows(rows: Sequence[PropertyRow], known: Mapping[str, Json] | None = None) -> str:
    """Rows as the text of a JSON object, a property a line; raises RowProblem, likewise."""
    lines = [f"  {quoted(row.name)}: {text}" for row, text in _texts(rows, known)]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"


def _texts(
    rows: Sequence[PropertyRow], known: Mapping[str, Json] | None
) -> Iterator[tuple[PropertyRow, str]]:
    """Each row that is a property, with its value as JSON text."""
    for row in rows:
        if row.is_blank:
            continue
        try:
            yield row, json_of_row(row, known)
        except RowProblem as problem:
            raise RowProblem(f"{name_text(row.name, 40)}: {problem}") from None


def rows_of_json(text: str) -> list[PropertyRow]:
    """The rows of a JSON object, each with its kind; raises NotJson with the place."""
    read_properties(text)
    return [row_of(name, value) for name, value in members(text)] if text.strip() else []


def read_properties(text: str) -> JsonObject:
    """Properties from JSON text; raises NotJson with the place. No text is no properties."""
    value = read_json(text) if text.strip() else {}
    if not isinstance(value, dict):
        raise NotJson(Slip(f"properties are an object {{…}}, not {one_of_kind(value)}", 1, 1))
    doubled = doubled_name(text, value)
    if doubled is not None:
        raise NotJson(slip_at(text, doubled.at, f"{name_text(doubled.name, 40)} is there twice"))
    return value


def rows_of_properties(properties: Mapping[str, Json]) -> list[PropertyRow]:
    """The rows of properties as they are."""
    return [row_of(name, _written(value)) for name, value in properties.items()]


def fits_rows(rows: Sequence[PropertyRow]) -> bool:
    """Whether these can be edited as rows."""
    return len(rows) <= MOST_ROWS and all(
        len(row.text) <= LONGEST_ROW and len(row.name) <= LONGEST_ROW for row in rows
    )


def cycled(row: PropertyRow, kind: RowKind) -> PropertyRow:
    """A row under another kind; a missing true/false starts as true."""
    if kind is RowKind.BOOLEAN and not row.text.strip():
        return replace(row, kind=kind, text="true")
    return replace(row, kind=kind)


def quoted(text: str) -> str:
    """JSON text of a string, whatever draws nothing or drives a terminal escaped."""
    return _written(text)


def _written(value: Json) -> str:
    return json_escaped(json.dumps(value, ensure_ascii=False))


def row_of(name: str, text: str) -> PropertyRow:
    """The row of a property whose value is this JSON text."""
    match text[0]:
        case '"':
            return PropertyRow(name, str(json.loads(text)), RowKind.TEXT)
        case "t" | "f":
            return PropertyRow(name, text, RowKind.BOOLEAN)
        case "n":
            return PropertyRow(name, "", RowKind.NULL)
        case "{" | "[":
            return PropertyRow(name, on_one_line(text), RowKind.JSON)
        case _:
            return PropertyRow(name, text, RowKind.NUMBER)


def _read(text: str) -> Json:
    """A row's JSON; at each key all rows are asked for again and again, and one has changed."""
    return _remembered(text) if len(text) <= LONGEST_ROW else read_json(text)


@lru_cache(maxsize=4 * MOST_ROWS)
def _remembered(text: str) -> Json:
    return read_json(text)


def _is_json(text: str) -> bool:
    try:
        _read(text)
    except NotJson:
        return False
    return True
