"""Strategies for queries, and records to ask them about."""

from __future__ import annotations

from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.query import parse
from flux_tui.replica.query.context import BareContext
from flux_tui.replica.query.pattern import Pattern
from flux_tui.replica.query.syntax import (
    Expression,
    Has,
    IdFinds,
    Not,
    PropertyIs,
    TermIs,
    all_of,
    any_of,
)
from flux_tui.replica.query.terms import EQUALITY, ORDERING, TERMS, Kind, Operator
from flux_tui.replica.query.tokens import Piece
from flux_tui.replica.query.words import id_expression, reference
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World
from tests.strategies import scalars

NOW = 1_000_000_000_000_000_000
integers = st.integers(-(2**63), 2**64 - 1)
"""Those that are integers on the wire, too: beyond them Flux reads a float."""


def record(entity_id: str = "e", /, **properties: Json) -> EntityRecord:
    """An entity of a snapshot."""
    return EntityRecord(entity_id, properties, NOW)


def seen(entity_id: str, sources: dict[str, str | None]) -> EntityRecord:
    """An entity whose properties were each seen to be set by a source, in order, a second apart."""
    world = World()
    for seconds, (name, source) in enumerate(sources.items()):
        world.apply(PropertySet(entity_id, name, 1, NOW + seconds * 10**9, source))
    return world.entities[entity_id]


def matches(text: str, entity: EntityRecord) -> bool:
    """Whether an entity matches when nothing is known beside it."""
    return parse(text).matches(entity, BareContext(NOW))


texts = st.text(max_size=6) | st.text("ab.*?!@/\"\\ '=<>~()[]\x00\x1b\u202e", max_size=6)
pieces = st.lists(st.builds(Piece, texts, st.booleans()), min_size=1, max_size=4)
references = pieces.map(reference)
patterns = st.builds(
    Pattern, st.sampled_from(["a", r"^\w+$", "[ab]*/?".replace("/", r"\/"), "(a|b)+"])
)


def _comparisons(operators: tuple[Operator, ...]) -> st.SearchStrategy[Expression]:
    values = scalars if operators == EQUALITY else integers | st.text(max_size=4)
    return st.builds(PropertyIs, references, st.sampled_from(operators), values)


def _at_terms() -> st.SearchStrategy[Expression]:
    wanted = {
        Kind.TEXT: texts,
        Kind.DURATION: st.integers(0, 10**18),
        Kind.NUMBER: st.floats(0, 1e9),
    }
    choices: list[st.SearchStrategy[Expression]] = []
    for term in TERMS.values():
        if term.kind is Kind.FLAG:
            choices.append(st.just(TermIs(term)))
            continue
        plain = [operator for operator in term.operators if operator in EQUALITY + ORDERING]
        choices.append(st.builds(TermIs, st.just(term), st.sampled_from(plain), wanted[term.kind]))
    return st.one_of(choices)


leaves: st.SearchStrategy[Expression] = st.one_of(
    pieces.map(id_expression),
    st.builds(IdFinds, patterns),
    st.builds(Has, references),
    _comparisons(EQUALITY),
    _comparisons(ORDERING),
    st.builds(
        PropertyIs, references, st.sampled_from([Operator.FINDS, Operator.FINDS_NOT]), patterns
    ),
    _at_terms(),
)


def _compound(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3)
    return several.map(all_of) | several.map(any_of) | st.builds(Not, parts)


expressions: st.SearchStrategy[Expression] = st.recursive(leaves, _compound, max_leaves=6)
"""Any query's tree."""

SIGNS = "ab01.*?!@/\\\"'=<>~()[]{} \t\n|+^$-:"
"""What queries are made of, so that random texts get far into the parser."""
