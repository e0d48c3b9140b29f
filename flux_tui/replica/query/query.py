"""A query, read once and asked many times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from flux_tui.replica.condition import SPEAKING
from flux_tui.replica.query.answers import CONDITIONS
from flux_tui.replica.query.context import Context
from flux_tui.replica.query.matching import Matcher, matcher
from flux_tui.replica.query.parser import parse_expression
from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.rendering import render
from flux_tui.replica.query.syntax import (
    Everything,
    Expression,
    Has,
    IdFinds,
    IdHolds,
    PropertyIs,
    Reference,
    TermIs,
    leaves,
)
from flux_tui.replica.query.terms import CLOCK_NEEDS, UNSURE_NEEDS, Need
from flux_tui.replica.record import EntityRecord


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A term that cannot be known here, at ``text[start:end]`` of its query."""

    need: Need
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is asked of each entity; made by ``parse``. ``str()`` gives its normal form.

    ``matches(record, context)`` says whether an entity matches, surely: what cannot be known
    matches neither a term nor its negation. ``needs`` is what it looks at beyond ids and
    properties, ``properties`` the names of the properties that it looks at.
    """

    text: str
    expression: Expression
    matches: Matcher
    needs: frozenset[Need]
    properties: frozenset[str]

    def __str__(self) -> str:
        return render(self.expression)

    @property
    def is_everything(self) -> bool:
        """Whether it is the empty query, which every entity matches."""
        return isinstance(self.expression, Everything)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The properties that it asks for, in their order; not those that a condition reads."""
        found = (leaf for leaf in leaves(self.expression) if isinstance(leaf, (Has, PropertyIs)))
        return tuple(dict.fromkeys(leaf.reference for leaf in found))

    @property
    def reads_clock(self) -> bool:
        """Whether an answer can change by time alone."""
        return not self.needs.isdisjoint(CLOCK_NEEDS)

    @property
    def can_be_unknown(self) -> bool:
        """Whether there may be entities of which it cannot be told that they match or do not."""
        return not self.needs.isdisjoint(UNSURE_NEEDS) or any(
            isinstance(leaf, IdFinds)
            or (isinstance(leaf, (PropertyIs, TermIs)) and isinstance(leaf.wanted, Pattern))
            for leaf in leaves(self.expression)
        )

    def is_unknown_within(self, context: Context) -> Callable[[EntityRecord], bool]:
        """Whether an entity is one of those: it surely matches neither this nor its negation."""
        matches, refuses = self.matches, matcher(self.expression, False)
        return lambda record: not matches(record, context) and not refuses(record, context)

    @property
    def reads_groups(self) -> bool:
        """Whether an answer depends on how entities are grouped."""
        return Need.GROUP in self.needs

    def within(self, context: Context) -> Callable[[EntityRecord], bool]:
        """``matches`` with its context: a predicate, as quick as can be for a bare word."""
        if isinstance(self.expression, IdHolds):
            needle = self.expression.text.casefold()
            return lambda record: needle in record.id.casefold()
        matches = self.matches
        return lambda record: matches(record, context)

    def select(self, records: Iterable[EntityRecord], context: Context) -> list[EntityRecord]:
        """The records that match, in their order."""
        return list(filter(self.within(context), records))

    def unsupported(self, known: Collection[Need]) -> tuple[Unsupported, ...]:
        """The terms that need something not known here, in their order."""
        return tuple(
            Unsupported(leaf.term.need, self.text[leaf.start : leaf.end], leaf.start, leaf.end)
            for leaf in leaves(self.expression)
            if isinstance(leaf, TermIs)
            if leaf.term.need is not None and leaf.term.need not in known
        )


def parse(text: str) -> Query:
    """Read a query; the empty text is the query that everything matches.

    Raises QueryError, with the column and what was expected there, and nothing else.
    """
    expression = parse_expression(text)
    needs: set[Need] = set()
    properties: set[str] = set()
    for leaf in leaves(expression):
        match leaf:
            case TermIs(term) if term.need is not None:
                needs.add(term.need)
            case TermIs(term) if term.name in CONDITIONS:
                properties |= SPEAKING
            case Has(reference) | PropertyIs(reference):
                properties |= {reference.name, reference.path[0]}
    return Query(text, expression, matcher(expression), frozenset(needs), frozenset(properties))
