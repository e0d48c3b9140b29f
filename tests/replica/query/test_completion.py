"""What is offered while a query is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.entity import Entity
from flux_tui.model.printable import printable
from flux_tui.replica.grouping import group_of
from flux_tui.replica.query import (
    BareContext,
    CompletionKind,
    complete,
    parse,
)
from flux_tui.replica.query.completion import MOST
from flux_tui.replica.world import World
from flux_tui.replica.world_vocabulary import WorldVocabulary
from tests.replica.query.expressions import NOW, SIGNS
from tests.replica.query.worlds import a_world

VOCABULARY = WorldVocabulary(a_world(), group_of)


def offered(marked: str) -> list[str]:
    """The texts that result from completing at ``|``."""
    cursor = marked.index("|")
    text = marked.replace("|", "")
    return [completion.apply(text)[0] for completion in complete(text, cursor, VOCABULARY)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("temper|", "temperature"),
        ("lab/temp-1 stat|", "lab/temp-1 status"),
        ("TEMP-1|", "lab/temp-1"),
        ("has:lo|", "has:load"),
        ("o|", '"o.a"'),
        ("temperature|", "temperature>="),
        ("temperature |", "temperature !~"),
        ("status=|", "status=ok"),
        ("in us|", 'in status="in use"'),
        ("USE|", 'status="in use"'),
        ("ok|", "status=ok"),
        ("status=|", 'status="in use"'),
        ('status="in|', 'status="in use"'),
        ("temperature > 2|", "temperature > 22.5"),
        ("on=|", "on=true"),
        ("a @st|", "a @stale"),
        ("@so|", "@source"),
        ("@source|", "@source="),
        ("@source=|", "@source=agent-01"),
        ("@ns=|", "@ns=lab"),
        ("@group=c|", "@group=cpu"),
        ("@id=lab/l|", "@id=lab/lamp"),
        ("@age>|", "@age>5m"),
        ("a (sta| or b)", "a (status or b)"),
        ("sta|xyz b", "status b"),
        ("temperature n|", "temperature not "),
        ("|", "has:"),
    ],
)
def test_what_fits_is_offered(marked: str, expected: str) -> None:
    assert expected in offered(marked)


@pytest.mark.parametrize("marked", ["/te|", "/te/|", "a~/te|", "a~|", "@nothing=|", "tags=|"])
def test_nothing_is_offered_where_nothing_is_known(marked: str) -> None:
    assert offered(marked) == []


def test_the_most_frequent_value_comes_first() -> None:
    assert offered("status=|")[0] == "status=ok"


def test_what_begins_as_typed_comes_before_what_holds_it() -> None:
    assert offered("cpu|")[0] == "cpu:0"
    assert offered("l|").index("load") < offered("l|").index("lab/lamp")


def test_a_flag_takes_no_operator() -> None:
    assert not any(
        completion.kind is CompletionKind.OPERATOR
        for completion in complete("@stale", 6, VOCABULARY)
    )


def test_ids_are_offered_so_that_they_are_found() -> None:
    hostile = ['a "b"', "or", "x=y", "/z", "@age", "*", "!", "\x1b[31m", "has:it"]
    world = World()
    world.load(Entity(entity_id, {}, NOW) for entity_id in hostile)
    vocabulary = WorldVocabulary(world, group_of)
    for entity_id in hostile:
        offers = complete(f'"{entity_id[0]}', 2, vocabulary)
        inserts = [offer.insert for offer in offers if offer.kind is CompletionKind.ID]
        assert any(entity_id in found(world, insert) for insert in inserts), entity_id
        assert all(printable(insert) == insert for insert in inserts)


def found(world: World, text: str) -> list[str]:
    records = parse(text).select(world.entities.values(), BareContext(NOW))
    return [record.id for record in records]


def test_a_large_world_offers_a_few() -> None:
    world = World()
    world.load(Entity(f"e{number}", {f"p{number}": number}, NOW) for number in range(500))
    assert len(complete("e", 1, WorldVocabulary(world, group_of))) == MOST


@given(st.text(SIGNS + "tempsaOR", max_size=20), st.integers(-1, 21))
def test_any_text_can_be_completed_anywhere(text: str, cursor: int) -> None:
    for completion in complete(text, cursor, VOCABULARY):
        new, place = completion.apply(text)
        assert 0 <= completion.start <= completion.end <= len(text)
        assert new[:place].endswith(completion.insert)
