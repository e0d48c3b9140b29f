"""A query's tree as one function, so that a hundred thousand ids are looked through at once.

Some things cannot be known (a source on a WebSocket, a rhythm that was not learned, a text too
long for a pattern); then neither the term nor its negation matches. No function carries that third
answer upwards: negation is pushed down to the terms (De Morgan), each of which is compiled for the
answer that is wanted of it. ``a!=b`` is ``not a=b`` and ``a!~/b/`` is ``not a~/b/``: true also
where ``a`` is missing or of another type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from flux_tui.replica.query.answers import answer, fact
from flux_tui.replica.query.context import Context
from flux_tui.replica.query.syntax import (
    AllOf,
    AnyOf,
    Expression,
    Not,
    PropertyIs,
    TermIs,
)
from flux_tui.replica.query.terms import Operator
from flux_tui.replica.record import EntityRecord

Matcher: TypeAlias = Callable[[EntityRecord, Context], bool]
"""Whether an entity matches, surely."""

_NEGATIONS = {Operator.UNEQUAL: Operator.EQUAL, Operator.FINDS_NOT: Operator.FINDS}


def matcher(expression: Expression, wanted: bool = True) -> Matcher:
    """What tells whether the expression is surely true (or surely false, if that is wanted)."""
    match expression:
        case Not(part):
            return matcher(part, not wanted)
        case AllOf(parts) | AnyOf(parts):
            matchers = [matcher(part, wanted) for part in parts]
            return _every(matchers) if isinstance(expression, AllOf) is wanted else _some(matchers)
        case PropertyIs(operator=operator) | TermIs(operator=operator) if operator in _NEGATIONS:
            return matcher(replace(expression, operator=_NEGATIONS[operator]), not wanted)
        case _:
            return _leaf(expression, wanted)


def _leaf(term: Expression, wanted: bool) -> Matcher:
    known = fact(term)
    if known is not None and wanted:
        return known
    answers = known or answer(term)
    return lambda record, context: answers(record, context) is wanted


def _every(matchers: list[Matcher]) -> Matcher:
    def matches(record: EntityRecord, context: Context) -> bool:
        for part in matchers:  # noqa: SIM110 - a generator costs more than the matching
            if not part(record, context):
                return False
        return True

    return matches


def _some(matchers: list[Matcher]) -> Matcher:
    def matches(record: EntityRecord, context: Context) -> bool:
        for part in matchers:  # noqa: SIM110 - a generator costs more than the matching
            if part(record, context):
                return True
        return False

    return matches
