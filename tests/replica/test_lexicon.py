"""What a whole world offers, gathered in slices: the same as what a look at all of it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.entity import Entity
from flux_tui.replica.grouping import group_of
from flux_tui.replica.lexicon import SLICE, Lexicon
from flux_tui.replica.query import complete
from flux_tui.replica.world import World
from flux_tui.replica.world_vocabulary import WorldVocabulary
from tests.replica.query.expressions import NOW
from tests.replica.query.worlds import a_world
from tests.strategies import json_values


def learned(text: str, lexicon: Lexicon) -> list[str]:
    """The texts that come of completing at the end, once all is known that is asked."""
    for _ in range(5):
        offers = [found.apply(text)[0] for found in complete(text, len(text), lexicon)]
        if lexicon.knows:
            return offers
        for _ in lexicon.gather():
            pass
    raise AssertionError("it never knew")


@pytest.mark.parametrize(
    "text",
    [
        "temp",
        "l",
        "ok",
        "use",
        "status=",
        "@source=",
        "@ns=",
        "@group=",
        "@id=l",
        "temperature",
        "has:",
    ],
)
def test_it_offers_what_a_look_at_everything_offers(text: str) -> None:
    everything = WorldVocabulary(a_world(), group_of)
    expected = [found.apply(text)[0] for found in complete(text, len(text), everything)]
    assert learned(text, Lexicon(a_world(), group_of)) == expected


@given(st.lists(json_values, max_size=8))
def test_values_are_those_that_occur_each_once(values: list[object]) -> None:
    world = World()
    world.load(Entity(f"e{n}", {"p": value}, NOW) for n, value in enumerate(values))  # type: ignore[dict-item]
    lexicon = Lexicon(world, group_of)
    lexicon.values("p")
    list(lexicon.gather())
    assert list(lexicon.values("p")) == list(WorldVocabulary(world, group_of).values("p"))


def test_the_last_of_very_many_is_found_and_no_slice_is_long() -> None:
    world = World()
    world.load(Entity(f"e{number}", {"p": 1}, NOW) for number in range(20_000))
    world.load([*(Entity(i, r.properties, NOW) for i, r in world.entities.items()), LAST])
    lexicon = Lexicon(world, group_of)
    assert not list(lexicon.properties())
    assert not lexicon.knows
    assert sum(1 for _ in lexicon.gather()) == -(-len(world) // SLICE)
    assert "rare" in lexicon.properties()
    assert learned("zulu", lexicon) == ["the-zulu"]


LAST = Entity("the-zulu", {"rare": 1}, NOW)
