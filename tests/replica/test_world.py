"""The World applies changes, keeps what was before, and tells of each outcome."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json, same
from flux_tui.replica.outcome import Kind, Newcomers, Outcome, concerning
from flux_tui.replica.world import GRAVES, World
from tests.strategies import properties, states


def watched() -> tuple[World, list[Outcome]]:
    world, told = World(), list[Outcome]()
    world.observe(told.extend)
    return world, told


def test_a_change_keeps_the_value_before_its_time_and_their_number() -> None:
    world = World()
    for number, at in ((1, 10), (2, 20), (2, 30), (3, 40)):
        world.apply(PropertySet("a", "n", number, at, "agent", f"event-{at}"))
    record = world.get("a")
    assert record is not None
    trail = record.trail("n")
    assert trail is not None
    assert (record.properties["n"], trail.before) == (3, 2)
    assert (trail.changes, trail.reported) == (2, 40)
    assert (trail.source, trail.event_id) == ("agent", "event-40")


def test_a_repeated_value_is_a_report_and_no_change() -> None:
    world, told = watched()
    world.apply(PropertySet("a", "n", 1, 10))
    world.apply(PropertySet("a", "n", 1, 20))
    record = world.get("a")
    assert [outcome.kind for outcome in told] == [Kind.CREATED, Kind.REPEATED]
    assert record is not None
    assert (record.updated, record.changed, record.changes) == (20, 10, 1)
    assert record.changes_of("n") == 0


def test_one_and_one_point_zero_and_true_are_three_values() -> None:
    world, told = watched()
    values: tuple[Json, ...] = (1, 1.0, True, [1], [True])
    for value in values:
        world.apply(PropertySet("a", "n", value, 1))
    assert [outcome.kind for outcome in told] == [Kind.CREATED] + [Kind.CHANGED] * 4


def test_an_entity_made_anew_after_its_deletion_holds_only_the_new() -> None:
    world, told = watched()
    world.apply(PropertySet("a", "old", 1, 10))
    world.apply(EntityDeleted("a", 20))
    assert (len(world), world.deleted_at("a")) == (0, 20)
    world.apply(PropertySet("a", "new", 2, 30))
    assert world.state() == {"a": {"new": 2}}
    assert [outcome.kind for outcome in told] == [Kind.CREATED, Kind.DELETED, Kind.CREATED]


def test_deleting_what_is_unknown_is_no_outcome() -> None:
    world, told = watched()
    assert world.apply(EntityDeleted("nobody", 1)) is None
    assert told == []


def test_deletions_are_remembered_but_not_for_ever() -> None:
    world = World()
    for number in range(GRAVES + 1):
        world.apply(EntityDeleted(f"gone-{number}", number))
    assert world.deleted_at("gone-0") is None
    assert world.deleted_at(f"gone-{GRAVES}") == GRAVES


def test_a_snapshot_after_a_restart_resets_no_age_and_tells_only_what_differs() -> None:
    world, told = watched()
    world.apply(PropertySet("same", "n", 1, 10))
    world.apply(PropertySet("differs", "n", 1, 10))
    world.apply(PropertySet("differs", "extra", 1, 10))
    world.apply(PropertySet("gone", "n", 1, 10))
    told.clear()
    world.load([Entity("same", {"n": 1}, 99), Entity("differs", {"n": 2}, 99)])
    assert world.state() == {"same": {"n": 1}, "differs": {"n": 2}}
    assert world.entities["same"].updated == 10
    assert {outcome.change.entity_id for outcome in told} == {"differs", "gone"}


def test_healing_counts_what_differed() -> None:
    world = World()
    world.load([Entity("a", {"n": 1, "m": 1, "x": 1}, 1)])
    assert world.heal(Entity("a", {"n": 1, "m": 1, "x": 1}, 2)) == 0
    assert world.heal(Entity("a", {"n": 2, "m": 1, "y": 1}, 3)) == 3
    assert world.heal(Entity("new", {"n": 2}, 3)) == 1


@given(states, st.lists(st.tuples(st.sampled_from(["a", "b-1", "c/d", "new"]), properties)))
def test_entities_healed_together_are_told_of_as_if_one_by_one(
    before: dict[str, dict[str, Json]], stated: list[tuple[str, dict[str, Json]]]
) -> None:
    entities = [Entity(entity_id, mapping, 2) for entity_id, mapping in stated]
    together, told_together = watched()
    singly, told_singly = watched()
    for world in (together, singly):
        world.load(Entity(entity_id, mapping, 1) for entity_id, mapping in before.items())
    wrong = together.heal_all(entities)
    assert wrong == sum(map(singly.heal, entities))
    assert same(dict(together.state()), dict(singly.state()))
    assert list(map(repr, told_together)) == list(map(repr, told_singly))


def test_newcomers_come_as_one_and_read_like_any_outcomes() -> None:
    world = World()
    batches: list[Sequence[Outcome]] = []
    world.observe(batches.append)
    world.heal_all([Entity("a", {"n": 1}, 5), Entity("b", {}, 5)])
    (newcomers,) = batches
    assert isinstance(newcomers, Newcomers)
    assert [record.id for record in newcomers.records] == ["a", "b"]
    assert list(newcomers) == [newcomers[0], newcomers[1]] == list(newcomers[:])
    assert newcomers[0] == Outcome(Kind.CREATED, PropertySet("a", "n", 1, 5), False, None)
    assert len(newcomers) == 2
    assert concerning("b", newcomers) == [newcomers[1]] == concerning("b", list(newcomers))


def test_a_batch_is_told_once_at_its_end_when_the_world_is_as_it_left_it() -> None:
    world = World()
    told: list[tuple[list[str], dict[str, dict[str, Json]]]] = []
    world.observe(lambda batch: told.append(([o.kind.name for o in batch], dict(world.state()))))
    with world.batch():
        world.apply(PropertySet("a", "n", 1, 1))
        with world.batch():
            world.apply(PropertySet("b", "n", 1, 1))
        world.apply(EntityDeleted("a", 2))
        assert told == []
    assert told == [(["CREATED", "CREATED", "DELETED"], {"b": {"n": 1}})]


def test_what_a_broken_batch_has_done_is_told() -> None:
    world, told = watched()

    def break_off() -> None:
        with world.batch():
            world.apply(PropertySet("a", "n", 1, 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert len(told) == 1


def test_an_observer_that_left_is_told_no_more() -> None:
    world = World()
    told = list[Outcome]()
    leave = world.observe(told.extend)
    leave()
    world.apply(PropertySet("a", "n", 1, 1))
    assert told == []


@given(states, states)
def test_loading_a_snapshot_makes_the_world_equal_to_it(
    before: dict[str, dict[str, Json]], after: dict[str, dict[str, Json]]
) -> None:
    world = World()
    for state in (before, after):
        world.load(Entity(entity_id, properties, 1) for entity_id, properties in state.items())
    assert same(dict(world.state()), after)  # type: ignore[arg-type]
