"""Undo of anything restores what it claims to, and never what somebody else has set since."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.json import JsonObject, same
from flux_tui.replica.undo.before import Before, Deed
from flux_tui.replica.undo.mending import Mend
from flux_tui.replica.undo.plan import LARGEST_EVENT
from flux_tui.replica.world import World
from tests.replica.undo.deeds import (
    apply,
    choose_all,
    do,
    equal,
    events,
    plan_of,
    undo,
    world_of,
    worlds,
)


def event(entity_id: str, **properties: object) -> Event:
    return setting("lab", "me", entity_id, properties)  # type: ignore[arg-type]


def deletion(entity_id: str) -> Event:
    return setting("lab", "me", entity_id, {DELETED: True})


def said(world: World, deeds: list[Deed]) -> list[tuple[str, str, Mend, bool, bool]]:
    lines = plan_of(world, deeds).lines
    return [(one.entity_id, one.name, one.kind, one.since, one.chosen) for one in lines]


@given(worlds, events)
def test_with_all_chosen_the_world_is_exactly_what_it_was(
    state: dict[str, JsonObject], done: list[Event]
) -> None:
    world = world_of(state)
    deeds = do(world, done)
    undo(world, choose_all(plan_of(world, deeds)))
    assert equal(world.state(), state)


@given(worlds, events)
def test_undo_of_undo_brings_back_what_was_undone(
    state: dict[str, JsonObject], done: list[Event]
) -> None:
    world = world_of(state)
    deeds = do(world, done)
    undone = deepcopy(world.state())
    redo = undo(world, choose_all(plan_of(world, deeds)))
    undo(world, choose_all(plan_of(world, redo)))
    assert equal(world.state(), undone)


@given(worlds, events)
def test_unasked_it_leaves_nothing_but_properties_that_cannot_be_unset_alone(
    state: dict[str, JsonObject], done: list[Event]
) -> None:
    world = world_of(state)
    plan = plan_of(world, do(world, done))
    undo(world, plan)
    kept = {(line.entity_id, line.name) for line in plan.lines if line.kind is Mend.UNSET}
    left = {
        entity_id: {n: v for n, v in values.items() if (entity_id, n) not in kept}
        for entity_id, values in world.state().items()
    }
    assert equal(left, state)


@given(worlds, events, events)
def test_unasked_it_overwrites_nothing_that_was_set_by_others_since(
    state: dict[str, JsonObject], done: list[Event], since: list[Event]
) -> None:
    world = world_of(state)
    deeds = do(world, done)
    left = deepcopy(world.state())
    apply(world, since)
    now = deepcopy(world.state())
    undo(world, plan_of(world, deeds))
    for entity_id in left.keys() | now.keys():
        if entity_id in left and entity_id not in now:
            assert entity_id not in world
        for name, value in now.get(entity_id, {}).items():
            if name not in left.get(entity_id, {}) or not same(value, left[entity_id][name]):
                assert same(world.state()[entity_id][name], value)


@given(worlds, events, st.frozensets(st.integers(0, 7)))
def test_what_failed_counts_for_nothing(
    state: dict[str, JsonObject], done: list[Event], failing: frozenset[int]
) -> None:
    world = world_of(state)
    deeds = do(world, done, failing)
    undo(world, choose_all(plan_of(world, deeds)))
    assert equal(world.state(), state)


@given(worlds, events)
def test_what_is_as_it_was_asks_nothing(state: dict[str, JsonObject], done: list[Event]) -> None:
    world = world_of(state)
    deeds = do(world, done)
    undo(world, choose_all(plan_of(world, deeds)))
    assert plan_of(world, deeds).lines == []


def test_a_deletion_takes_what_one_that_failed_before_it_left() -> None:
    world = world_of({"a": {"p": 1, "q": 1}})
    deeds = do(world, [deletion("a"), event("a", p=1), deletion("a")], frozenset({0}))
    assert world.state() == {}
    undo(world, plan_of(world, deeds))
    assert world.state() == {"a": {"p": 1, "q": 1}}


def test_a_newer_value_of_somebody_else_is_named_and_kept_unless_chosen() -> None:
    world = world_of({"a": {"p": 1, "q": 1}})
    deeds = do(world, [event("a", p=2, q=2)])
    apply(world, [event("a", q=3)])
    assert said(world, deeds) == [
        ("a", "p", Mend.SET, False, True),
        ("a", "q", Mend.SET, True, False),
    ]
    plan = plan_of(world, deeds)
    undo(world, plan)
    assert world.state() == {"a": {"p": 1, "q": 3}}
    undo(world, choose_all(plan_of(world, deeds)))
    assert world.state() == {"a": {"p": 1, "q": 1}}


def test_an_entity_that_others_have_added_to_is_deleted_only_if_chosen() -> None:
    world = world_of({})
    deeds = do(world, [event("a", p=2)])
    assert said(world, deeds) == [("a", "", Mend.DELETE, False, True)]
    apply(world, [event("a", q=3)])
    assert said(world, deeds) == [("a", "", Mend.DELETE, True, False)]


def test_what_was_made_anew_after_a_deletion_stays_unless_chosen() -> None:
    world = world_of({"a": {"p": 1, "q": 2}})
    deeds = do(world, [deletion("a")])
    apply(world, [event("a", p=7)])
    assert said(world, deeds) == [
        ("a", "p", Mend.SET, True, False),
        ("a", "q", Mend.SET, True, False),
    ]


def test_a_property_that_was_not_there_goes_by_making_the_entity_anew_without_it() -> None:
    world = world_of({"a": {"p": 1}})
    deeds = do(world, [event("a", q=2)])
    apply(world, [event("a", r=3)])
    plan = choose_all(plan_of(world, deeds))
    sent = list(plan.events("me", 1))
    assert [one.is_tombstone for one in sent] == [True, False]
    apply(world, sent)
    assert world.state() == {"a": {"p": 1, "r": 3}}


def test_what_nobody_knows_is_said_and_stays() -> None:
    world = world_of({"a": {"p": 1}})
    deeds = [Deed(event("a", p=1), Before(None, whole=False))]
    assert said(world, deeds) == [("a", "p", Mend.UNKNOWN, False, False)]
    assert list(choose_all(plan_of(world, deeds)).events("me", 1)) == []


def test_of_a_value_that_is_not_known_any_more_nobody_can_say_that_it_still_stands() -> None:
    world = world_of({"a": {"p": 1}})
    (deed,) = do(world, [event("a", p="secret")])
    masked = Deed(event("a", p="{{env:TOKEN}}"), deed.before, masked=True)
    assert said(world, [masked]) == [("a", "p", Mend.SET, True, False)]
    assert [line.veiled for line in plan_of(world, [masked]).lines] == [True]


def test_of_an_entity_made_with_a_secret_what_nobody_knows_is_no_change() -> None:
    world = world_of({})
    (deed,) = do(world, [event("a", p="secret", q=1)])
    masked = Deed(event("a", p="{{env:TOKEN}}", q=1), deed.before, masked=True)
    (line,) = plan_of(world, [masked]).lines
    assert (line.since, line.veiled, line.chosen) == (True, True, False)
    do(world, [event("a", q=2)])
    (line,) = plan_of(world, [masked]).lines
    assert (line.since, line.veiled) == (True, False)


def test_what_stands_beside_a_secret_is_known_as_it_was_sent() -> None:
    world = world_of({"a": {"p": 1, "q": 1, "r": {"s": 1}}})
    (deed,) = do(world, [event("a", p=["secret"], q=2, r={"s": 2})])
    masked = Deed(event("a", p=["{{env:TOKEN}}"], q=2, r={"s": 2}), deed.before, masked=True)
    kinds = [("p", True, False), ("q", False, True), ("r", False, True)]
    assert said(world, [masked]) == [("a", n, Mend.SET, *since) for n, *since in kinds]


def test_a_choice_lasts_while_it_is_about_the_same() -> None:
    world = world_of({"a": {"p": 1}, "b": {"p": 1}})
    plan = plan_of(world, do(world, [event("a", p=2), event("b", p=2)]))
    for line in plan.lines:
        line.chosen = False
    apply(world, [event("b", p=9)])
    assert [plan.look_again(entity_id) for entity_id in ("a", "b")] == [False, True]
    assert [(line.now, line.since, line.chosen) for line in plan.lines] == [
        (2, False, False),
        (9, True, False),
    ]


def test_an_entity_larger_than_an_event_comes_back_by_several() -> None:
    text = "x" * (LARGEST_EVENT // 2)
    state: dict[str, JsonObject] = {"a": {"p": text, "q": text, "r": text}}
    world = world_of(state)
    deeds = do(world, [deletion("a")])
    plan = plan_of(world, deeds)
    assert len(list(plan.events("me", 1))) == 3
    undo(world, plan)
    assert world.state() == state
