"""A query's text in parts that can be coloured, and what is wrong with it underlined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flux_tui.replica.query.error import QueryError
from flux_tui.replica.query.literals import is_text_when_bare
from flux_tui.replica.query.parser import parse_expression
from flux_tui.replica.query.terms import TERMS, Kind
from flux_tui.replica.query.tokens import Token, TokenKind, tokenize


class Role(StrEnum):
    """What a part of the text is to its reader."""

    ID = "id"
    PROPERTY = "property"
    OPERATOR = "operator"
    TEXT = "text"
    CONSTANT = "constant"
    """A number, true, false, null, a duration."""
    REGEX = "regex"
    TERM = "term"
    KEYWORD = "keyword"
    PARENTHESIS = "parenthesis"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]``, never empty."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Highlighting:
    """Spans in order and without overlap (spaces between them), and why the text is no query."""

    spans: tuple[Span, ...]
    error: QueryError | None


_ROLES = {
    TokenKind.REGEX: Role.REGEX,
    TokenKind.OPERATOR: Role.OPERATOR,
    TokenKind.TERM: Role.TERM,
    TokenKind.HAS: Role.KEYWORD,
    TokenKind.AND: Role.KEYWORD,
    TokenKind.OR: Role.KEYWORD,
    TokenKind.NOT: Role.KEYWORD,
    TokenKind.OPEN: Role.PARENTHESIS,
    TokenKind.CLOSE: Role.PARENTHESIS,
    TokenKind.INVALID: Role.ERROR,
}


def highlight(text: str) -> Highlighting:
    """The spans of any text, a query or not."""
    tokens = tokenize(text)
    spans = [
        Span(token.start, token.end, _role(text, tokens, index))
        for index, token in enumerate(tokens[:-1])
    ]
    try:
        parse_expression(text)
    except QueryError as error:
        return Highlighting(tuple(_underlined(spans, error)), error)
    return Highlighting(tuple(spans), None)


def _role(text: str, tokens: list[Token], index: int) -> Role:
    token = tokens[index]
    if token.kind is not TokenKind.WORD:
        return _ROLES[token.kind]
    before = tokens[index - 1].kind if index else None
    if before is TokenKind.OPERATOR:
        return _role_of_value(text, tokens[index - 2] if index > 1 else None, token)
    if before is TokenKind.HAS or tokens[index + 1].kind is TokenKind.OPERATOR:
        return Role.PROPERTY
    return Role.ID


def _role_of_value(text: str, operand: Token | None, value: Token) -> Role:
    if operand is not None and operand.kind is TokenKind.TERM:
        term = TERMS.get(text[operand.start : operand.end])
        is_text = term is None or term.kind is Kind.TEXT
    else:
        is_text = value.is_quoted or is_text_when_bare(value.literal)
    return Role.TEXT if is_text else Role.CONSTANT


def _underlined(spans: list[Span], error: QueryError) -> list[Span]:
    """The spans with the error's part cut out of them and put in its place."""
    start, end = error.column, error.end
    before = [Span(span.start, min(span.end, start), span.role) for span in spans]
    wrong = [Span(start, end, Role.ERROR)]
    after = [Span(max(span.start, end), span.end, span.role) for span in spans]
    return [span for span in before + wrong + after if span.start < span.end]
