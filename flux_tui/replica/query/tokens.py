"""A query's text as tokens; total, so that a half-typed query can be coloured and completed.

A word is a run of pieces without a space between them, bare or quoted: ``lab/"x=y"*`` is one. What
a bare piece may hold depends on where it stands: behind a comparison or ``has:`` the signs ``/``,
``@`` and ``!`` are ordinary, elsewhere they begin a regular expression, a term, a negation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple


class TokenKind(Enum):
    """What a token is to the parser."""

    WORD = auto()
    REGEX = auto()
    OPERATOR = auto()
    TERM = auto()
    """``@`` and a name."""
    HAS = auto()
    """``has:``; the property's name is the word that follows at once."""
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()
    INVALID = auto()
    """Something begun and not ended, or written wrongly; see ``Token.problem``."""
    END = auto()


class Piece(NamedTuple):
    """A part of a word; the text of a quoted one is unescaped, and literal."""

    text: str
    quoted: bool


class Problem(NamedTuple):
    """Why a token is INVALID: where, and what was expected there."""

    column: int
    expected: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token at ``text[start:end]``.

    ``pieces`` are a word's; a regular expression has one, its source; an INVALID token has what
    could be read of it.
    """

    kind: TokenKind
    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    problem: Problem | None = None

    @property
    def literal(self) -> str:
        """The word's text without its quotes."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_quoted(self) -> bool:
        """Whether any piece is quoted, which makes the word text and nothing else."""
        return any(piece.quoted for piece in self.pieces)


KEYWORDS = {"and": TokenKind.AND, "or": TokenKind.OR, "not": TokenKind.NOT}
"""Words that are no ids, in any case; quoted they are."""

HAS = "has:"
"""What asks whether a property exists."""

_SPACE = re.compile(r"\s*")
_OPERATOR = re.compile(r"[!<>]=|!~|[=<>~]")
_BARE = re.compile(r'(?:[^\s()"=<>~!]|!(?![=~]))++')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*+)/([A-Za-z]*)", re.DOTALL)
_SIGNS = {"(": TokenKind.OPEN, ")": TokenKind.CLOSE}


def tokenize(text: str) -> list[Token]:
    """All tokens of a text, in order; the last one is END."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    position, plain = 0, False
    while True:
        position = _skip(_SPACE, text, position)
        if position == len(text):
            yield Token(TokenKind.END, position, position)
            return
        token = _read(text, position, plain)
        yield token
        position = token.end
        plain = token.kind is TokenKind.HAS or (
            token.kind is TokenKind.OPERATOR and text[position - 1] != "~"
        )


def _skip(what: re.Pattern[str], text: str, position: int) -> int:
    match = what.match(text, position)
    return match.end() if match else position


def _read(text: str, start: int, plain: bool) -> Token:
    sign = text[start]
    if sign in _SIGNS:
        return Token(_SIGNS[sign], start, start + 1)
    if operator := _OPERATOR.match(text, start):
        return Token(TokenKind.OPERATOR, start, operator.end())
    if plain:
        return _word(text, start)
    if sign == "!":
        return Token(TokenKind.NOT, start, start + 1)
    if sign == "@":
        return Token(TokenKind.TERM, start, _skip(_BARE, text, start))
    if sign == "/":
        return _regex(text, start)
    if text.startswith(HAS, start):
        return Token(TokenKind.HAS, start, start + len(HAS))
    word = _word(text, start)
    if not word.is_quoted:
        kind = KEYWORDS.get(word.literal.lower(), word.kind)
        return Token(kind, start, word.end, word.pieces)
    return word


def _word(text: str, start: int) -> Token:
    pieces: list[Piece] = []
    position, problem = start, None
    while problem is None:
        if bare := _BARE.match(text, position):
            pieces.append(Piece(bare.group(), False))
            position = bare.end()
        elif text.startswith('"', position):
            piece, position, problem = _quoted(text, position)
            pieces.append(piece)
        else:
            break
    kind = TokenKind.WORD if problem is None else TokenKind.INVALID
    return Token(kind, start, position, tuple(pieces), problem)


def _quoted(text: str, start: int) -> tuple[Piece, int, Problem | None]:
    """A JSON string, except that control characters may stand in it as they are."""
    match = _QUOTED.match(text, start)
    if match is None:
        problem = Problem(len(text), 'a closing "')
        return Piece(text[start + 1 :], True), len(text), problem
    for escape in _ESCAPE.finditer(match.group(1)):
        if len(escape.group()) != 6 and escape.group(1) not in '"\\/bfnrt':
            column = start + 1 + escape.start()
            expected = r"one of \" \\ \/ \b \f \n \r \t \u1234 (a backslash itself is \\)"
            return Piece(match.group(1), True), match.end(), Problem(column, expected)
    return Piece(json.loads(match.group(), strict=False), True), match.end(), None


def _regex(text: str, start: int) -> Token:
    match = _REGEX.match(text, start)
    if match is None:
        problem = Problem(len(text), 'a closing / (an id that begins with / is quoted: "/dev")')
        source = (Piece(text[start + 1 :], True),)
        return Token(TokenKind.INVALID, start, len(text), source, problem)
    source = (Piece(match.group(1), True),)
    if match.group(2) in ("", "i"):
        return Token(TokenKind.REGEX, start, match.end(), source)
    problem = Problem(match.start(2), "a space, or the flag i (any case), behind the closing /")
    return Token(TokenKind.INVALID, start, match.end(), source, problem)
