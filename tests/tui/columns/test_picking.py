"""Columns are switched on and off where they are, and trade places with those that are on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.columns.offers import VISITS, looked_at, offers_of
from flux_tui.tui.columns.picking import Picking
from flux_tui.tui.columns.spec import ColumnSpec
from tests.strategies import json_values

AGE = ColumnSpec.AGE
A, B, C = (ColumnSpec.value(name) for name in "abc")


def records(*states: dict[str, Json]) -> list[EntityRecord]:
    return [EntityRecord(f"k-{number}", state, 1) for number, state in enumerate(states)]


def picking(*on: ColumnSpec) -> Picking:
    state: dict[str, Json] = {"a": "x", "b": "y", "c": "z"}
    return Picking(offers_of(records(state), lambda shows: ""), on)


def test_those_that_are_on_come_first_and_stay_where_they_are_when_switched_off() -> None:
    choice = picking(C, A, AGE)
    assert [item.spec for item in choice.items][:4] == [C, A, AGE, B]
    choice.toggle(A)
    choice.toggle(B)
    assert choice.chosen == (C, AGE, B)
    assert [item.spec for item in choice.items][:4] == [C, A, AGE, B]


def test_a_column_trades_places_with_its_neighbour_that_is_on() -> None:
    choice = picking(A, B, C)
    choice.toggle(B)
    assert choice.move(A, 1)
    assert choice.chosen == (C, A)
    assert not choice.move(A, 1)
    assert choice.move(A, -1)
    assert choice.chosen == (A, C)
    assert not choice.move(A, -1)


def test_the_age_and_what_is_off_cannot_be_moved() -> None:
    choice = picking(A, AGE, B)
    assert not choice.move(AGE, -1)
    assert not choice.move(C, 1)
    assert choice.move(B, -1)
    assert [spec for spec in choice.chosen if spec != AGE] == [B, A]


def test_what_nothing_has_any_more_can_still_be_switched_off() -> None:
    gone = ColumnSpec.value("gone")
    choice = picking(gone, A)
    assert choice.items[0].having == 0
    choice.toggle(gone)
    assert choice.chosen == (A,)


@given(st.lists(st.tuples(st.sampled_from([A, B, C, AGE]), st.sampled_from([-1, 0, 1]))))
def test_whatever_is_pressed_no_column_is_lost_or_doubled(
    presses: list[tuple[ColumnSpec, int]],
) -> None:
    choice = picking(A, B, AGE)
    offered = {item.spec for item in choice.items}
    for spec, by in presses:
        if by:
            before = set(choice.chosen)
            choice.move(spec, by)
            assert set(choice.chosen) == before
        else:
            choice.toggle(spec)
    assert sorted(map(repr, offered)) == sorted(repr(item.spec) for item in choice.items)


def test_nested_values_are_offered_with_an_example_and_how_many_have_them() -> None:
    members = records(
        {"climate": {"target": 17, "mode": "eco"}}, {"climate": {"target": 21.5}}, {"people": 3}
    )
    offers = {offer.name: offer for offer in offers_of(members, lambda shows: "")}
    assert (offers["climate.target"].example, offers["climate.target"].having) == ("17", 2)
    assert (offers["climate.mode"].example, offers["climate.mode"].having) == ("eco", 1)
    assert "people, trend" in offers
    assert "climate.target, trend" not in offers
    assert list(offers)[-3:] == ["@rate", "@source", "@age"]


def test_the_example_is_of_the_first_that_has_it() -> None:
    offers = offers_of(records({"b": 1}, {"a": 2, "b": 3}), lambda shows: "")
    assert {offer.name: offer.example for offer in offers if offer.having} == {
        "b": "1",
        "b, trend": "▁▃▂▅▇",
        "a": "2",
        "a, trend": "▁▃▂▅▇",
    }


def test_a_look_at_a_huge_group_ends_and_counts_whom_it_has_looked_at() -> None:
    huge: dict[str, Json] = {f"p-{number}": number for number in range(5000)}
    sample = looked_at(records(*[huge] * 60))
    assert len(sample) == VISITS // 5000
    assert {o.having for o in offers_of(sample, lambda shows: "")} == {len(sample), None}
    assert len(looked_at(records({f"p-{number}": 0 for number in range(VISITS + 1)}))) == 1


def test_a_look_into_a_huge_value_ends() -> None:
    huge: dict[str, Json] = {"a": {f"p-{number}": number for number in range(2 * VISITS)}}
    offers = offers_of(looked_at(records(huge)), lambda shows: "")
    assert sum(offer.having or 0 for offer in offers) == VISITS


@given(st.lists(st.dictionaries(st.text(max_size=8), json_values, max_size=6), max_size=4))
def test_whatever_is_offered_can_be_read_and_is_printable(states: list[dict[str, Json]]) -> None:
    members = records(*states)
    for offer in offers_of(members, lambda shows: "x"):
        assert printable(offer.name + offer.example) == offer.name + offer.example
        assert ColumnSpec.from_json(offer.spec.to_json()) == offer.spec
