"""The @ terms, what they need to know, and what happens when it is not known."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.replica.condition import Condition, condition_of
from flux_tui.replica.query import BareContext, Need, parse
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World
from tests.replica.query.expressions import NOW, matches, record, seen

STATES: tuple[Json, ...] = ("ok", "failing", "Warning", "down", 3, None)


@dataclass
class Known:
    """A context in which everything is known."""

    now: int = NOW
    marked: Container[str] = ("marked",)
    rate: float | None = 2.0
    stale: bool | None = True

    def group_of(self, entity_id: str, /) -> str:
        return entity_id[:1]

    def rate_of(self, record: EntityRecord, /) -> float | None:
        return self.rate

    def is_stale(self, record: EntityRecord, /) -> bool | None:
        return self.stale

    def is_new(self, record: EntityRecord, /) -> bool | None:
        return record.id == "new"


@pytest.mark.parametrize(
    ("text", "entity_id", "answer"),
    [
        ("@rate>1", "e", True),
        ("@rate=2", "e", True),
        ("@rate!=2", "e", False),
        ("@rate<=1.5", "e", False),
        ("@stale", "e", True),
        ("!@stale", "e", False),
        ("@new", "new", True),
        ("@new", "old", False),
        ("@marked", "marked", True),
        ("!@marked", "other", True),
        ("@id=lab/a", "lab/a", True),
        ("@id=lab/a", "lab/ab", False),
        ("@ns=lab", "lab/a", True),
        ("@ns=lab", "lab", False),
        ("@ns!=lab", "lab", True),
        ("@ns~/^l/", "lab/a", True),
        ("@group=l", "lab", True),
        ("@group!~/l/", "cpu", True),
    ],
)
def test_terms_ask_the_context(text: str, entity_id: str, answer: bool) -> None:
    assert parse(text).matches(record(entity_id), Known()) is answer


@pytest.mark.parametrize("term", ["@failing", "@warning"])
@given(st.dictionaries(st.sampled_from(["status", "HEALTH", "note"]), st.sampled_from(STATES)))
def test_what_an_entity_says_of_itself_is_the_condition_that_the_list_signs_it_with(
    term: str, properties: dict[str, Json]
) -> None:
    wanted = {"@failing": Condition.FAILING, "@warning": Condition.WARNING}[term]
    is_so = condition_of(properties) is wanted
    context = BareContext(NOW)
    assert parse(term).matches(record(**properties), context) is is_so
    assert parse(f"!{term}").matches(record(**properties), context) is not is_so


def test_what_an_entity_says_of_itself_is_known_by_its_properties_alone() -> None:
    query = parse("@failing or @warning")
    assert not query.needs
    assert not query.can_be_unknown
    assert "status" in query.properties
    assert "note" not in query.properties


@pytest.mark.parametrize("term", ["@rate>1", "@rate<=1", "@rate!=1", "@stale"])
def test_what_is_unknown_matches_neither_way(term: str) -> None:
    context = Known(rate=None, stale=None)
    assert not parse(term).matches(record(), context)
    assert not parse(f"!{term}").matches(record(), context)
    assert parse(f"{term} or e").matches(record("e"), context)


def test_an_age_counts_from_the_last_change_not_from_its_repetition() -> None:
    world = World()
    for seconds in (0, 100):
        world.apply(PropertySet("e", "p", 1, NOW + seconds * NS))
    query = parse("@age>2m")
    entity = world.entities["e"]
    assert not query.matches(entity, Known(now=NOW + 120 * NS))
    assert query.matches(entity, Known(now=NOW + 121 * NS))


def test_an_age_counts_from_the_snapshot_when_no_change_was_seen() -> None:
    assert parse("@age<=10s").matches(record(), Known(now=NOW + 10 * NS))
    assert parse("@age>10s").matches(record(), Known(now=NOW + 11 * NS))


def test_a_source_is_any_that_set_a_property_last() -> None:
    entity = seen("e", {"p": "agent-a", "q": "agent-b"})
    assert matches("@source=agent-a @source=agent-b", entity)
    assert matches("@source~/^agent/", entity)
    assert matches("@source!=agent-c", entity)
    assert not matches("@source!=agent-a", entity)


def test_a_source_that_was_not_told_is_not_guessed() -> None:
    for entity in (record(p=1), seen("e", {"p": "agent-a", "q": None})):
        assert not matches("@source=agent-c", entity)
        assert not matches("@source!=agent-c", entity)
    assert matches("@source=agent-a", seen("e", {"p": "agent-a", "q": None}))


@pytest.mark.parametrize(
    ("text", "needs", "reads_clock"),
    [
        ("temp lab/* a=1 @ns=x @id=y", set(), False),
        ("@age>1m", {Need.AGE}, True),
        ("a or !(b @rate>1)", {Need.RATE}, True),
        ("@stale @new", {Need.RHYTHM, Need.NEW}, True),
        ("@marked @group=a @source=b", {Need.MARKS, Need.GROUP, Need.SOURCE}, False),
    ],
)
def test_a_query_says_what_it_looks_at(text: str, needs: set[Need], reads_clock: bool) -> None:
    query = parse(text)
    assert query.needs == needs
    assert query.reads_clock is reads_clock


def test_a_query_says_which_properties_it_reads() -> None:
    query = parse("temp a=1 or !has:b o.x.0~/y/ @source=c")
    assert query.properties == {"a", "b", "o", "o.x.0"}


def test_terms_that_cannot_be_known_are_named_with_their_place() -> None:
    text = "temp  @source=agent-01 (@age>1m or @stale)"
    found = parse(text).unsupported({Need.AGE})
    assert [(term.need, term.term) for term in found] == [
        (Need.SOURCE, "@source=agent-01"),
        (Need.RHYTHM, "@stale"),
    ]
    assert all(text[term.start : term.end] == term.term for term in found)
