"""JSON as a person types it: where it is wrong, and the exact text of what it holds.

Whether a text is JSON is decided as Flux decides it (``protocol.json_text``). Beyond that a form
wants to know where things stand in the text, so that nothing in it is rewritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from typing import NamedTuple

from flux_tui.errors import FluxTuiError, Malformed
from flux_tui.model.json import Json
from flux_tui.protocol.json_text import decode

_DECODER = json.JSONDecoder()
_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\n\r]+')
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]')
_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|(-?\d[\d.eE+-]*)')

OUT_OF_RANGE = "number out of range"
"""Flux's words against a number that no double holds; of some the parser does not say the place."""


AROUND, MARGIN = 400, 40
"""Characters that are read behind a fault to find its name; those at their end at which nothing can
be told, as an escape or a word may be cut."""

PLAINLY = {
    "expected ident": "this is no value: a text stands in quotes, else true, false or null",
    "expected value": "a value is missing here: a number, a text in quotes, {…} or […]",
    "trailing characters": "more follows than belongs here, or a comma is missing before it",
    "trailing comma": "nothing follows this comma",
    "key must be a string": "a name in double quotes is wanted",
    "expected `:`": "a colon is missing",
    "expected `,` or `]`": "a comma or ] is missing",
    "expected `,` or `}`": "a comma or } is missing",
    "EOF while parsing a value": "it ends within a value, or before one",
    "EOF while parsing a string": "a closing quote is missing",
    "EOF while parsing a list": "] is missing at the end",
    "EOF while parsing an object": "} is missing at the end",
    "invalid escape": r"after \ stands none of \" \ / b f n r t u",
    "control character (\\u0000-\\u001F) found while parsing a string": (
        r"line ends, tabs and the like are escaped in quotes, as \n or \t"
    ),
}
"""What says more than Flux's own words against a text that is no JSON."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong in a text, and where: ``line`` and ``column`` count from 1, in characters."""

    message: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.words}"

    @property
    def words(self) -> str:
        """What is wrong as a person says it who does not read JSON for Flux."""
        return PLAINLY.get(self.message, self.message)

    def moved(self, lines: int, columns: int) -> Slip:
        """The same slip of a part that starts ``lines`` down, its first line ``columns`` right."""
        column = self.column + columns if self.line == 1 else self.column
        return Slip(self.message, self.line + lines, column)


class NotJson(FluxTuiError):
    """A text is not JSON as Flux reads it."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(str(slip))
        self.slip = slip


def read_json(text: str) -> Json:
    """One JSON value; raises NotJson with the place."""
    try:
        return decode(text, shares_texts=True)
    except Malformed as error:
        raise NotJson(_slip(str(error), text)) from None


class Doubled(NamedTuple):
    """A name that one object has twice, and where its second is: the first value is lost."""

    name: str
    at: int


def doubled_name(text: str, value: Json) -> Doubled | None:
    """The first such name anywhere in a text that was read as this value; None without any."""
    colons = text.count(":")
    if colons <= _names(value) or colons <= _colons(value):
        return None
    return _look_for_doubled(text)


def _names(value: Json) -> int:
    """How many names a value has: where a text has no more colons, that is all of them."""
    if isinstance(value, dict):
        return len(value) + sum([_names(one) for one in value.values() if type(one) is dict])
    return 0


def _colons(value: Json) -> int:
    """How many colons JSON text of a value has: with more than these a text says something twice.

    Nearly all are told so at a small part of what it takes to read them.
    """
    if isinstance(value, dict):
        count, inner = len(value) + "".join(value).count(":"), value.values()
    elif isinstance(value, list):
        count, inner = 0, value  # type: ignore[assignment]
    else:
        return value.count(":") if isinstance(value, str) else 0
    for one in inner:
        kind = type(one)
        if kind is str:
            count += one.count(":")  # type: ignore[union-attr]
        elif kind is dict or kind is list:
            count += _colons(one)
    return count


def _look_for_doubled(text: str) -> Doubled | None:
    names: list[set[str]] = []
    last, at = "", 0
    for mark in _MARK.finditer(text):
        said = mark[0]
        if said in "{[":
            names.append(set())
        elif said in "}]":
            names.pop()
        elif said != ":":
            last, at = said, mark.start()
        else:
            name = json.loads(last)
            if name in names[-1]:
                return Doubled(name, at)
            names[-1].add(name)
    return None


def slip_at(text: str, at: int, message: str) -> Slip:
    """What is wrong at an offset of a text."""
    return Slip(message, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def skip_space(text: str, at: int) -> int:
    """The first offset from ``at`` on that is not JSON's white space."""
    match = _SPACE.match(text, at)
    return at if match is None else match.end()


def end_of_value(text: str, start: int) -> int:
    """Where the value that starts at ``start`` ends; raises NotJson, its place within the text.

    More lenient than Flux in what it passes (``NaN``): read what was found with ``read_json``.
    """
    try:
        return _DECODER.raw_decode(text, start)[1]
    except json.JSONDecodeError as error:
        _fail_near(text, start, error.pos)
    except (ValueError, RecursionError):
        pass
    read_json(text[start:])
    raise NotJson(Slip("expected a value", 1, 1)) from None


def _fail_near(text: str, start: int, at: int) -> None:
    """Raise NotJson if the value is wrong about ``at``: of megabytes the rest is not read for it.

    Whoever reads from left to right finds the same fault without what is far behind it. What may
    be wrong only because the text was cut there is left to be read whole.
    """
    cut = at + AROUND
    if cut >= len(text):
        return
    try:
        read_json(text[start:cut])
    except NotJson as error:
        if _offset_of(error.slip, text, start) < cut - MARGIN:
            raise


def _offset_of(slip: Slip, text: str, start: int) -> int:
    """Where a slip of the text from ``start`` on stands."""
    for _ in range(slip.line - 1):
        start = text.index("\n", start) + 1
    return start + slip.column - 1


def read_name(text: str, start: int) -> tuple[str, int]:
    """The member's name that starts at ``start``, and where it ends; raises ValueError."""
    name, end = _DECODER.raw_decode(text, start)
    return str(name), end


class Member(NamedTuple):
    """A member of an object by its places in a text: of its name, and of its value."""

    name: str
    start: int
    value: int
    end: int


def members_at(text: str, start: int) -> Iterator[Member]:
    """The members of the object that starts at an offset, in a text that ``read_json`` accepts."""
    at = skip_space(text, start + 1)
    while text[at] != "}":
        begun = at
        name, at = read_name(text, at)
        value = skip_space(text, skip_space(text, at) + 1)
        end = end_of_value(text, value)
        yield Member(name, begun, value, end)
        at = skip_space(text, end)
        if text[at] == ",":
            at = skip_space(text, at + 1)


def members(text: str) -> Iterator[tuple[str, str]]:
    """The names and the values' exact texts of an object that ``read_json`` has accepted."""
    for member in members_at(text, text.index("{")):
        yield member.name, text[member.value : member.end]


def on_one_line(text: str) -> str:
    """JSON text without line ends; strings and numbers stay as they were written."""
    if "\n" not in text and "\r" not in text:
        return text
    return _TOKEN.sub(lambda token: token.group(1) or " ", text)


def _slip(message: str, text: str) -> Slip:
    match = _PLACE.search(message)
    if match is None:
        at = _first_too_large(text) if message == OUT_OF_RANGE else skip_space(text, 0)
        return slip_at(text, at, message)
    line, column = int(match[1]), max(1, int(match[2]))
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    end = text.find("\n", start)
    bytes_before = text[start : None if end < 0 else end].encode("utf-8", "surrogatepass")
    before = bytes_before[: column - 1].decode("utf-8", "ignore")
    return Slip(message[: match.start()], line, len(before) + 1)


def _first_too_large(text: str) -> int:
    """Where the first number stands that is out of range."""
    numbers = (mark for mark in _NUMBER.finditer(text) if mark[1] is not None)
    return next((mark.start() for mark in numbers if isinf(float(mark[1]))), 0)
