"""The order of a property's values, and of what has none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Sort, View
from flux_tui.replica.view.order import Order
from flux_tui.replica.world import World
from tests.replica.view.naive import in_order, rate_of
from tests.strategies import json_values

MISSING = "missing"
VALUES: dict[str, dict[str, Json]] = {
    "k": {},
    "j": {"p": {"a": 1}},
    "i": {"p": [1]},
    "h": {"p": None},
    "g": {"p": True},
    "f": {"p": False},
    "e": {"p": "b"},
    "d": {"p": "a"},
    "c": {"p": 2},
    "b": {"p": 1.5},
    "a": {"p": -3},
}
"""One of each kind, in the order that is the reverse of theirs."""


def ordered(sort: Sort, state: dict[str, dict[str, Json]], *, reverse: bool = False) -> list[str]:
    order = Order(sort, reverse=reverse, rate_of=rate_of)
    records = [EntityRecord(entity_id, properties, 1) for entity_id, properties in state.items()]
    ranks = dict(zip(state, order.ranks(records), strict=True))
    ids = order.arranged(sorted(state), ranks)
    assert all(order.position(ids, ranks, entity_id) == ids.index(entity_id) for entity_id in ids)
    return ids


def test_numbers_come_before_texts_before_everything_else_before_what_has_none() -> None:
    assert "".join(ordered(Sort.by_property("p"), VALUES)) == "abcdefghijk"


def test_reversed_what_has_none_stays_last() -> None:
    assert "".join(ordered(Sort.by_property("p"), VALUES, reverse=True)) == "jihgfedcbak"


def test_a_path_leads_into_nested_values() -> None:
    state: dict[str, dict[str, Json]] = {
        "deep": {"o": {"a": [5, 1]}},
        "deeper": {"o": {"a": [5, 0]}},
        "named": {"o.a.1": 0.5},
        "none": {"o": 3},
    }
    assert ordered(Sort.by_property("o", "a", "1"), state) == ["deeper", "named", "deep", "none"]


@pytest.mark.parametrize("reverse", [False, True])
@given(st.dictionaries(st.text(max_size=3), st.one_of(st.just(MISSING), json_values)))
def test_any_values_stand_where_a_naive_sort_puts_them(
    reverse: bool, values: dict[str, Json]
) -> None:
    state: dict[str, dict[str, Json]] = {
        entity_id: {} if value == MISSING else {"p": value} for entity_id, value in values.items()
    }
    records = [EntityRecord(entity_id, properties, 1) for entity_id, properties in state.items()]
    sort = Sort.by_property("p")
    assert ordered(sort, state, reverse=reverse) == in_order(records, sort, reverse)


def test_what_is_no_number_has_a_place_too() -> None:
    state: dict[str, dict[str, Json]] = {"a": {"p": math.nan}, "b": {"p": 1.0}, "c": {}}
    assert ordered(Sort.by_property("p"), state) == ["b", "a", "c"]


def test_whole_numbers_too_large_to_be_exact_as_others_keep_their_order() -> None:
    state: dict[str, dict[str, Json]] = {
        "a": {"p": 2**53 + 1},
        "b": {"p": 2**53},
        "c": {"p": 10**400},
        "d": {"p": 0.5},
    }
    assert ordered(Sort.by_property("p"), state) == ["d", "b", "a", "c"]


def test_the_busiest_come_first_and_rates_that_fade_are_put_in_order_when_asked() -> None:
    rates: dict[str, float | None] = {"a-calm": 0.0, "a-busy": 9.0, "a-unknown": None}
    world = World()
    for entity_id in rates:
        world.apply(PropertySet(entity_id, "n", 1, 1))
    view = View(world, rate_of=lambda record: rates[record.id])
    view.order_by(Sort.RATE)
    assert view.members("a") == ["a-busy", "a-calm", "a-unknown"]
    assert view.drifting() == ["a-busy"]
    rates["a-busy"], rates["a-calm"] = 0.5, 1.0
    assert view.reconsider(["a-busy", "a-calm"]).moved
    assert view.members("a") == ["a-calm", "a-busy", "a-unknown"]
