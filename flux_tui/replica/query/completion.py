"""What could be typed next: names and values of the world, terms, operators, keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from flux_tui.replica.query.literals import write_scalar, write_segment, write_word
from flux_tui.replica.query.terms import EQUALITY, FINDING, ORDERING, TERMS, Operator
from flux_tui.replica.query.tokens import HAS, KEYWORDS, Token, TokenKind, tokenize
from flux_tui.replica.query.vocabulary import Vocabulary

MOST = 50
"""How many completions are offered at most."""

TELLING = 2
"""Characters from which on a word may be meant for a value: who types ``hot`` means who is hot."""

AGES = ("10s", "1m", "5m", "1h", "1d")
"""Durations to begin with."""


class CompletionKind(StrEnum):
    """What is offered."""

    ID = "id"
    PROPERTY = "property"
    VALUE = "value"
    TERM = "term"
    OPERATOR = "operator"
    KEYWORD = "keyword"


@dataclass(frozen=True, slots=True)
class Completion:
    """Replace ``text[start:end]`` by ``insert``; ``help`` is a line for people, or empty."""

    start: int
    end: int
    insert: str
    kind: CompletionKind
    help: str = ""

    def apply(self, text: str) -> tuple[str, int]:
        """The new text, and where the cursor stands in it."""
        return (
            text[: self.start] + self.insert + text[self.end :],
            self.start + len(self.insert),
        )


@dataclass(frozen=True, slots=True)
class _Offer:
    """A word that fits, in plain and as it is to be typed."""

    word: str
    insert: str
    kind: CompletionKind
    help: str = ""


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> list[Completion]:
    """What fits at the cursor, the best first: what begins as typed, then what holds it.

    Any text will do. Nothing is offered inside of a regular expression.
    """
    cursor = min(max(cursor, 0), len(text))
    before = tokenize(text[:cursor])[:-1]
    typed = before.pop() if before and _is_being_typed(before[-1], text, cursor) else None
    if typed is not None and _is_regex(typed, text):
        return []
    start = typed.start if typed else cursor
    end = _end_of_token(text, start, cursor)
    word = _word(typed, text)
    completions = [
        Completion(cursor, cursor, operator.value, CompletionKind.OPERATOR)
        for operator in _operators([*before, typed] if typed else before, text, vocabulary)
    ]
    completions.extend(
        Completion(start, end, offer.insert, offer.kind, offer.help)
        for offer in _fitting(_offers(before, typed, text, word, vocabulary), word)
        if offer.insert != text[start:end]
    )
    return completions[:MOST]


def _is_being_typed(token: Token, text: str, cursor: int) -> bool:
    signs = (TokenKind.OPERATOR, TokenKind.HAS, TokenKind.OPEN, TokenKind.CLOSE)
    if token.end != cursor or token.kind in signs:
        return False
    return token.kind is not TokenKind.NOT or text[token.start] != "!"


def _is_regex(token: Token, text: str) -> bool:
    """Whether it is a regular expression, perhaps not yet closed."""
    begun = text[token.start] == "/" and token.is_quoted
    return token.kind is TokenKind.REGEX or (token.kind is TokenKind.INVALID and begun)


def _end_of_token(text: str, start: int, cursor: int) -> int:
    """Where the token that begins at ``start`` ends, also behind the cursor."""
    ends = (token.end for token in tokenize(text) if token.start == start < cursor)
    return max(next(ends, cursor), cursor)


def _word(typed: Token | None, text: str) -> str:
    if typed is None:
        return ""
    return typed.literal if typed.pieces else text[typed.start : typed.end]


def _fitting(offers: Iterable[_Offer], word: str) -> list[_Offer]:
    """Offers that hold the word, in any case; those that begin with it come first."""
    needle = word.casefold()
    beginning: list[_Offer] = []
    holding: list[_Offer] = []
    for offer in offers:
        folded = offer.word.casefold()
        if folded.startswith(needle):
            beginning.append(offer)
            if len(beginning) >= MOST:
                break
        elif needle in folded and len(holding) < MOST:
            holding.append(offer)
    return (beginning + holding)[:MOST]


def _offers(
    before: list[Token], typed: Token | None, text: str, word: str, vocabulary: Vocabulary
) -> Iterator[_Offer]:
    last = before[-1] if before else None
    if last is not None and last.kind is TokenKind.OPERATOR:
        if text[last.start : last.end] not in FINDING and len(before) > 1:
            yield from _values(before[-2], text, word, vocabulary)
    elif last is not None and last.kind is TokenKind.HAS:
        yield from _properties(vocabulary)
    elif typed is not None and typed.kind is TokenKind.TERM:
        yield from _terms()
    else:
        yield from _properties(vocabulary)
        yield from _terms()
        yield _Offer(HAS, HAS, CompletionKind.KEYWORD, "the property exists")
        for keyword in KEYWORDS:
            yield _Offer(keyword, f"{keyword} ", CompletionKind.KEYWORD)
        if word:
            for entity_id in _holding(vocabulary.ids(word), word):
                yield _Offer(entity_id, write_word(entity_id), CompletionKind.ID)
        if len(word) >= TELLING:
            for name, said in vocabulary.sayings(word):
                equation = f"{write_segment(name)}={write_scalar(said)}"
                yield _Offer(said, equation, CompletionKind.VALUE)


def _properties(vocabulary: Vocabulary) -> Iterator[_Offer]:
    for name in vocabulary.properties():
        yield _Offer(name, write_segment(name), CompletionKind.PROPERTY)


def _terms() -> Iterator[_Offer]:
    for term in TERMS.values():
        yield _Offer(term.name, term.name, CompletionKind.TERM, term.help)


def _values(operand: Token, text: str, word: str, vocabulary: Vocabulary) -> Iterator[_Offer]:
    """The right sides that occur for a property or a term."""
    words: Iterable[str] = ()
    if operand.kind is TokenKind.WORD:
        for value in vocabulary.values(operand.literal):
            plain = value if isinstance(value, str) else write_scalar(value)
            yield _Offer(plain, write_scalar(value), CompletionKind.VALUE)
        return
    match text[operand.start : operand.end]:
        case "@age":
            words = AGES
        case "@id":
            words = _holding(vocabulary.ids(word), word)
        case "@ns":
            words = vocabulary.namespaces()
        case "@group":
            words = vocabulary.groups()
        case "@source":
            words = vocabulary.sources()
    for fitting in words:
        yield _Offer(fitting, write_scalar(fitting), CompletionKind.VALUE)


def _operators(before: list[Token], text: str, vocabulary: Vocabulary) -> tuple[Operator, ...]:
    """The comparisons that can follow what stands before: a known property, or a term."""
    if not before:
        return ()
    *left, operand = before
    if operand.kind is TokenKind.TERM:
        term = TERMS.get(text[operand.start : operand.end])
        return term.operators if term else ()
    is_right_side = bool(left) and left[-1].kind in (TokenKind.OPERATOR, TokenKind.HAS)
    if operand.kind is not TokenKind.WORD or is_right_side:
        return ()
    is_known = operand.literal in vocabulary.properties()
    return (*EQUALITY, *ORDERING, *FINDING) if is_known else ()


def _holding(ids: Iterable[str], word: str) -> Iterator[str]:
    """A few of the ids that hold the word; those that begin with it come first."""
    needle = word.casefold()
    holding = list(ids)
    yield from islice((i for i in holding if i.casefold().startswith(needle)), MOST)
    yield from islice((i for i in holding if not i.casefold().startswith(needle)), MOST)
