"""A query's tokens as a tree, by recursive descent; ``or`` binds weakest, ``not`` strongest.

any  := all ("or" all)*
all  := one (["and"] one)*
one  := ("not" | "!") one | "(" any ")" | term
term := word | /regex/[i] | has:name | name OP value | name ~ /regex/[i] | @term [OP value]
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TypeVar

from flux_tui.model.printable import printable
from flux_tui.replica.query.error import QueryError
from flux_tui.replica.query.literals import read_duration, read_number, read_scalar
from flux_tui.replica.query.pattern import Pattern, PatternError
from flux_tui.replica.query.syntax import (
    Everything,
    Expression,
    Has,
    IdFinds,
    Not,
    PropertyIs,
    Reference,
    Scalar,
    TermIs,
    all_of,
    any_of,
)
from flux_tui.replica.query.terms import FINDING, ORDERING, TERMS, Kind, Operator
from flux_tui.replica.query.tokens import Token, TokenKind, tokenize
from flux_tui.replica.query.words import id_expression, reference

_T = TypeVar("_T")

MAX_DEPTH = 50
"""How deep parentheses and negations may nest."""

_OPERANDS = {TokenKind.WORD, TokenKind.REGEX, TokenKind.TERM, TokenKind.HAS}
_STARTS = _OPERANDS | {TokenKind.NOT, TokenKind.OPEN, TokenKind.INVALID}

_A_TERM = "something to look for"
_A_VALUE = 'a value such as 30, true, ok or "in use"'


def parse_expression(text: str) -> Expression:
    """The tree of a text; raises QueryError and nothing else, whatever the text."""
    return _Parser(text).whole()


class _Parser:
    """Reads tokens from left to right; ``_peek`` is the one not yet taken."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._index = 0

    def _peek(self) -> Token:
        return self._tokens[self._index]

    def whole(self) -> Expression:
        if self._peek().kind is TokenKind.END:
            return Everything()
        expression = self._any(0)
        if self._peek().kind is TokenKind.OPERATOR:
            raise self._error("a space and a further term (a value that holds it is quoted)")
        if self._peek().kind is not TokenKind.END:
            raise self._error("an opening ( before this one")
        return expression

    # -- the three bindings ----------------------------------------------------------------------

    def _any(self, depth: int) -> Expression:
        parts = [self._all(depth)]
        while self._accept(TokenKind.OR):
            parts.append(self._all(depth))
        return any_of(parts)

    def _all(self, depth: int) -> Expression:
        parts = [self._one(depth)]
        while self._accept(TokenKind.AND) or self._peek().kind in _STARTS:
            self._check_gap()
            parts.append(self._one(depth))
        return all_of(parts)

    def _one(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise self._error(f"at most {MAX_DEPTH} levels of ( and not")
        if self._accept(TokenKind.NOT):
            return Not(self._one(depth + 1))
        if self._accept(TokenKind.OPEN):
            inner = self._any(depth + 1)
            if not self._accept(TokenKind.CLOSE):
                raise self._error("a closing )")
            return inner
        return self._term()

    def _check_gap(self) -> None:
        """``f(x)`` is no two terms: more likely a value that wants quotes."""
        before = self._tokens[self._index - 1]
        glued = before.kind in _OPERANDS and before.end == self._peek().start
        if glued and self._peek().kind is not TokenKind.INVALID:
            raise self._error("a space, or quotes around all of the text")

    def _check_ended(self) -> None:
        problem = self._peek().problem
        if problem is not None:
            raise self._error(problem.expected, column=problem.column)

    # -- terms -----------------------------------------------------------------------------------

    def _term(self) -> Expression:
        self._check_ended()
        token = self._peek()
        match token.kind:
            case TokenKind.WORD:
                self._index += 1
                if self._peek().kind is TokenKind.OPERATOR:
                    return self._property(reference(token.pieces))
                return id_expression(token.pieces)
            case TokenKind.REGEX:
                return IdFinds(self._pattern())
            case TokenKind.HAS:
                return self._has()
            case TokenKind.TERM:
                return self._at_term()
            case TokenKind.OPERATOR:
                raise self._error("the name of a property before the comparison")
            case TokenKind.AND | TokenKind.OR:
                raise self._error(f'{_A_TERM} (the word itself is quoted: "{token.literal}")')
            case _:
                raise self._error(_A_TERM)

    def _has(self) -> Expression:
        prefix = self._take()
        self._check_ended()
        if self._peek().kind is not TokenKind.WORD or self._peek().start != prefix.end:
            raise self._error("the name of a property behind has:", column=prefix.end)
        name = reference(self._take().pieces)
        if self._peek().kind is TokenKind.OPERATOR:
            raise self._error("no comparison behind has: (leave the has: away)")
        return Has(name)

    def _property(self, name: Reference) -> Expression:
        operator = self._operator()
        if operator in FINDING:
            return PropertyIs(name, operator, self._pattern())
        token = self._value_token(_A_VALUE)
        value: Scalar = token.literal
        if not token.is_quoted:
            value = self._converted(token, read_scalar, "a number that a double can hold")
        if operator in ORDERING and (value is None or isinstance(value, bool)):
            raise self._error(f"a number or a text, which {operator} can order", token=token)
        return PropertyIs(name, operator, value)

    def _at_term(self) -> Expression:
        token = self._take()
        name = self._text[token.start : token.end]
        term = TERMS.get(name)
        if term is None:
            near = difflib.get_close_matches(name, TERMS, n=1) or [", ".join(TERMS)]
            raise self._error(f"one of the @ terms, perhaps {near[0]}", token=token)
        if self._peek().kind is not TokenKind.OPERATOR:
            if term.kind is Kind.FLAG:
                return TermIs(term, start=token.start, end=token.end)
            raise self._error(f"one of {' '.join(term.operators)} behind {name}", column=token.end)
        operator_token = self._peek()
        operator = self._operator()
        if operator not in term.operators:
            allowed = " ".join(term.operators)
            expected = f"one of {allowed} behind {name}" if allowed else f"nothing behind {name}"
            raise self._error(expected, token=operator_token)
        wanted = self._wanted(term.kind, operator)
        return TermIs(term, operator, wanted, token.start, self._tokens[self._index - 1].end)

    def _wanted(self, kind: Kind, operator: Operator) -> int | float | str | Pattern:
        if operator in FINDING:
            return self._pattern()
        if kind is Kind.TEXT:
            return self._value_token("a text").literal
        if kind is Kind.DURATION:
            expected = "a duration such as 500ms, 10s, 2m, 1h30m or 1d"
            return self._converted(self._value_token(expected), read_duration, expected)
        expected = "a number such as 5 or 0.5"
        return self._converted(self._value_token(expected), read_number, expected)

    # -- parts of terms --------------------------------------------------------------------------

    def _operator(self) -> Operator:
        token = self._take()
        return Operator(self._text[token.start : token.end])

    def _value_token(self, expected: str) -> Token:
        self._check_ended()
        if self._peek().kind is not TokenKind.WORD:
            raise self._error(expected)
        return self._take()

    def _converted(self, token: Token, read: Callable[[str], _T], expected: str) -> _T:
        try:
            return read(token.literal)
        except ValueError:
            raise self._error(expected, token=token) from None

    def _pattern(self) -> Pattern:
        self._check_ended()
        if self._peek().kind is not TokenKind.REGEX:
            raise self._error("a /regular expression/")
        token = self._take()
        try:
            return Pattern(token.literal, not self._text.endswith("/", token.start, token.end))
        except PatternError as error:
            column = token.start + 1 + error.position
            raise self._error(error.expected, token=token, column=column) from None

    # -- tokens ----------------------------------------------------------------------------------

    def _take(self) -> Token:
        token = self._peek()
        self._index += 1
        return token

    def _accept(self, kind: TokenKind) -> bool:
        if self._peek().kind is not kind:
            return False
        self._index += 1
        return True

    def _error(
        self, expected: str, *, token: Token | None = None, column: int | None = None
    ) -> QueryError:
        token = token or self._peek()
        column = token.start if column is None else column
        end = max(column, token.end)
        rest = self._text[column : min(end, column + 20)]
        found = f"`{printable(rest)}`" if rest.strip() else _blank(self._text, column)
        return QueryError(column, expected, found=found, end=end)


def _blank(text: str, column: int) -> str:
    return "a space" if text[column:].strip() else "the end"
