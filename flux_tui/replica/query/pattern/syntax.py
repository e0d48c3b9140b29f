"""The structure of a regular expression, of the kind that can be matched in linear time.

``re`` decides what is well formed and what one character's atom means; this only finds where atoms
end and how they are grouped, repeated and chosen between. What needs backtracking by its nature
(backreferences, look-around, atomic groups, possessive repeats) is refused, as RE2 does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Atom:
    """Matches exactly one character: ``x``, ``.``, ``\\d``, ``[a-z]``."""

    source: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """Matches a place between characters: ``^``, ``$``, ``\\b``."""

    source: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """``least`` to ``most`` times; ``most`` is None without a bound."""

    part: Node
    least: int
    most: int | None


Node: TypeAlias = Atom | Assertion | Sequence | Branch | Repeat


class PatternError(ValueError):
    """A pattern that is refused: ``position`` in its source, ``expected`` in words."""

    def __init__(self, position: int, expected: str) -> None:
        super().__init__(expected)
        self.position = position
        self.expected = expected


_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*+\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|.)", re.DOTALL)
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
_COUNT = re.compile(r"\{(?!\})([0-9]*)(?:(,)([0-9]*))?\}")
_REPEATS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_PLACES = frozenset({"^", "$", r"\A", r"\b", r"\B", r"\Z"})


def structure(source: str) -> Node:
    """The structure of a source that ``re`` has compiled.

    Raises PatternError for what cannot be matched in linear time.
    """
    reader = _Reader(source)
    return reader.branch()


class _Reader:
    """Reads a well-formed source from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0

    def branch(self) -> Node:
        options = [self._sequence()]
        while self._take("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Branch(tuple(options))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._position < len(self._source) and self._source[self._position] not in "|)":
            parts.append(self._repeated(self._item()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _item(self) -> Node:
        start = self._position
        sign = self._source[start]
        if sign == "(":
            return self._group()
        if sign == "[":
            return Atom(self._match(_CLASS))
        if sign == "\\":
            escape = self._match(_ESCAPE)
            if escape[1].isdigit():
                raise PatternError(start, "a pattern without backreferences")
            return Assertion(escape) if escape in _PLACES else Atom(escape)
        self._position += 1
        return Assertion(sign) if sign in _PLACES else Atom(sign)

    def _group(self) -> Node:
        start = self._position
        group = _GROUP.match(self._source, start)
        if group is None:
            expected = (
                "a group ( ) or (?: ), for look-around, flags and the like are not known here"
            )
            raise PatternError(start, expected)
        self._position = group.end()
        inner = self.branch()
        self._take(")")
        return inner

    def _repeated(self, item: Node) -> Node:
        count = _COUNT.match(self._source, self._position)
        if count is not None:
            self._position = count.end()
            low, comma, high = count.groups()
            least = int(low or 0)
            most = (int(high) if high else None) if comma else least
        elif (sign := self._source[self._position : self._position + 1]) in _REPEATS:
            self._position += 1
            least, most = _REPEATS[sign]
        else:
            return item
        self._take("?")
        if self._take("+"):
            raise PatternError(self._position - 1, "a pattern without possessive repeats")
        return Repeat(item, least, most)

    def _take(self, sign: str) -> bool:
        taken = self._source.startswith(sign, self._position)
        self._position += taken
        return taken

    def _match(self, what: re.Pattern[str]) -> str:
        match = what.match(self._source, self._position)
        if match is None:
            raise PatternError(self._position, "a character class or an escape that is whole")
        self._position = match.end()
        return match.group()
