"""Which characters of a line of JSON are what: of the part that is seen, however long the line.

A line is read from where it is seen: whether that is within a text follows from the quotes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKENS = re.compile(
    r'(?P<name>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<text>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<word>\b(?:true|false|null)\b)|(?P<junk>[^\s{}\[\],:\"]+)"
)
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]')
_REST = re.compile(r'(?:[^"\\]|\\.)*"?')
_NAMED = re.compile(r"\s*:")

PAIRS = {"{": "}", "[": "]"}
"""The brackets that open, and what closes them."""

AFTER = 200
"""Characters behind what is seen that are looked at: by them a name is told from a text."""


class Token(NamedTuple):
    """A part of a line: from ``start`` to ``end``, as what it is to be coloured."""

    part: str
    start: int
    end: int


def tokens(line: str, start: int, end: int) -> Iterator[Token]:
    """What stands between two columns of a line, and reaches into it; the rest is plain."""
    part = line[start : end + AFTER]
    at = 0
    if _is_within_text(line, start):
        rest = _REST.match(part, 1 if _is_escaped(line, start) else 0)
        at = len(part) if rest is None else rest.end()
        kind = "name" if _NAMED.match(part, at) else "text"
        yield Token(kind, start, start + at)
    for found in _TOKENS.finditer(part, at):
        if start + found.start() >= end:
            return
        yield Token(found.lastgroup or "", start + found.start(), start + found.end())


def _is_within_text(line: str, column: int) -> bool:
    """Whether a column lies within quotes: behind an odd number of those that are not escaped."""
    before = line[:column]
    if "\\" in before:
        before = before.replace("\\\\", "").replace('\\"', "")
    return before.count('"') % 2 == 1


def _is_escaped(line: str, column: int) -> bool:
    """Whether a backslash before makes the character at a column part of an escape."""
    before = line[:column]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def brackets(line: str) -> list[tuple[int, str]]:
    """The brackets of a line that are no text, with their columns."""
    found = _BRACKETS.finditer(line)
    return [(sign.start(), sign[0]) for sign in found if sign[0][0] != '"']
