"""What each single term answers about an entity: yes, no, or None when it cannot be known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from flux_tui.model.entity import namespace_of
from flux_tui.model.json import MISSING
from flux_tui.replica.condition import Condition, condition_of
from flux_tui.replica.query.context import Context
from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.syntax import (
    Everything,
    Expression,
    Has,
    IdFinds,
    IdGlob,
    IdHolds,
    PropertyIs,
    Reference,
    TermIs,
    Wildcard,
)
from flux_tui.replica.query.values import ORDERS, Value, comparison, reader, search
from flux_tui.replica.record import EntityRecord

CONDITIONS = {"@failing": Condition.FAILING, "@warning": Condition.WARNING}
"""The terms that ask what an entity says of itself."""

Fact: TypeAlias = Callable[[EntityRecord, Context], bool]
"""Answers a term that can always be decided."""

Answer: TypeAlias = Callable[[EntityRecord, Context], bool | None]
"""Answers any term; None when it cannot be known."""


def fact(term: Expression) -> Fact | None:
    """The function that answers a term about id and properties; None for terms of other kinds."""
    match term:
        case IdHolds(text):
            needle = text.casefold()
            return lambda record, context: needle in record.id.casefold()
        case IdGlob(parts):
            form = _glob(parts)
            return lambda record, context: form.match(record.id.casefold()) is not None
        case Has(reference):
            read = reader(reference)
            return lambda record, context: read(record) is not MISSING
        case PropertyIs(reference, operator, wanted) if not isinstance(wanted, Pattern):
            return _compares(reference, comparison(operator, wanted))
        case Everything():
            return lambda record, context: True
        case TermIs() if term.term.name in CONDITIONS:
            condition = CONDITIONS[term.term.name]
            return lambda record, context: condition_of(record.properties) is condition
        case _:
            return None


def answer(term: Expression) -> Answer:
    """The function that answers a term, whose operator is none of the negations."""
    match term:
        case IdFinds(pattern):
            find = pattern.search
            return lambda record, context: find(record.id)
        case PropertyIs(reference, _, Pattern() as pattern):
            read, holds = reader(reference), search(pattern)
            return lambda record, context: holds(read(record))
        case TermIs():
            return _at_term(term)
        case _:
            known = fact(term)
            if known is None:
                raise AssertionError(f"not a single term: {term}")
            return known


def last_change(record: EntityRecord) -> int:
    """When an entity last changed, in ns by the server's clock, as far as it is known.

    Before a change was seen: when the server first told of it, which is later or the same.
    """
    return record.changed or record.base


def _glob(parts: tuple[str | Wildcard, ...]) -> re.Pattern[str]:
    """Each text is taken where it is first found, which for globs is enough: no backtracking."""
    runs = [""]
    for part in parts:
        if part is Wildcard.MANY:
            runs.append("")
        else:
            runs[-1] += "." if isinstance(part, Wildcard) else re.escape(part.casefold())
    first, *middle = runs
    last = f".*{middle.pop()}" if middle else ""
    between = "".join(f"(?>.*?{run})" for run in middle)
    return re.compile(rf"{first}{between}{last}\Z", re.DOTALL)


def _compares(reference: Reference, check: Callable[[Value], bool]) -> Fact:
    if len(reference.path) == 1:
        name = reference.name
        return lambda record, context: check(record.properties.get(name, MISSING))
    read = reader(reference)
    return lambda record, context: check(read(record))


def _at_term(term: TermIs) -> Answer:
    match term.term.name:
        case "@age":
            compares = _numbers(term)
            return lambda record, context: compares(context.now - last_change(record))
        case "@rate":
            compares = _numbers(term)
            return lambda record, context: (
                None if (rate := context.rate_of(record)) is None else compares(rate)
            )
        case "@stale":
            return lambda record, context: context.is_stale(record)
        case "@new":
            return lambda record, context: context.is_new(record)
        case "@marked":
            return lambda record, context: record.id in context.marked
        case "@id":
            accepts = _texts(term)
            return lambda record, context: accepts(record.id)
        case "@ns":
            accepts = _texts(term)
            return lambda record, context: (
                False if (name := namespace_of(record.id)) is None else accepts(name)
            )
        case "@group":
            accepts = _texts(term)
            return lambda record, context: accepts(context.group_of(record.id))
        case "@source":
            return _source(_texts(term))
        case name:
            raise AssertionError(f"no meaning for {name}")


def _numbers(term: TermIs) -> Callable[[float], bool]:
    wanted = term.wanted
    if term.operator is None or not isinstance(wanted, (int, float)):
        raise AssertionError(f"{term.term.name} is compared with numbers")
    order = ORDERS[term.operator]
    return lambda number: order(number, wanted)


def _texts(term: TermIs) -> Callable[[str], bool | None]:
    wanted = term.wanted
    if isinstance(wanted, Pattern):
        return wanted.search
    return lambda text: text == wanted


def _source(accepts: Callable[[str], bool | None]) -> Answer:
    """Whether a property was last set by such a source; unknown while one's source is."""

    def answer(record: EntityRecord, context: Context) -> bool | None:
        sources = map(record.source, record.properties)
        known = [source for source in sources if source is not None]
        answers = [accepts(source) for source in known]
        if True in answers:
            return True
        return None if None in answers or len(known) < len(record.properties) else False

    return answer
