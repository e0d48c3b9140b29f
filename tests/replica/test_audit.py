"""Held against the server, the World becomes equal to it, and only what was missed counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.audit import Comparison, Loading
from flux_tui.replica.outcome import Outcome
from flux_tui.replica.world import World

STATES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2)),
    max_size=6,
)


def world_of(state: dict[str, dict[str, Json]], at: int = 1) -> World:
    world = World()
    world.load(Entity(entity_id, properties, at) for entity_id, properties in state.items())
    return world


def entities(state: dict[str, dict[str, Json]], at: int = 5) -> list[Entity]:
    return [Entity(entity_id, properties, at) for entity_id, properties in state.items()]


@given(STATES, STATES)
def test_what_nothing_newer_speaks_for_becomes_the_servers(
    ours: dict[str, dict[str, Json]], theirs: dict[str, dict[str, Json]]
) -> None:
    world = world_of(ours)
    comparison = Comparison(world)
    comparison.take(entities(theirs))
    agreed = comparison.agrees
    mended = comparison.mend()
    assert world.state() == theirs
    assert (mended == 0) == agreed == (ours == theirs)


@given(STATES, STATES)
def test_a_snapshot_taken_in_pieces_is_the_world_but_for_what_it_lacks(
    ours: dict[str, dict[str, Json]], theirs: dict[str, dict[str, Json]]
) -> None:
    world = world_of(ours)
    loading = Loading(world)
    for entity in entities(theirs):
        loading.take([entity])
    assert set(loading.missing) == ours.keys() - theirs.keys()
    for entity_id in loading.missing:
        world.forget(entity_id)
    assert world.state() == theirs


def test_a_change_that_was_only_under_way_is_not_a_loss() -> None:
    world = world_of({"a": {"n": 1}, "b": {"n": 1}})
    comparison = Comparison(world)
    comparison.take(entities({"a": {"n": 2}, "new": {"n": 1}}))
    assert not comparison.agrees
    world.apply(PropertySet("a", "n", 2, 5))
    world.apply(PropertySet("new", "n", 1, 5))
    world.apply(EntityDeleted("b", 5))
    assert comparison.mend() == 0


def test_what_the_world_heard_after_the_snapshot_stands() -> None:
    world = world_of({"a": {"n": 1, "m": 1}})
    comparison = Comparison(world)
    comparison.take(entities({"a": {"n": 2, "m": 2}, "b": {"n": 1}}))
    world.apply(PropertySet("a", "n", 3, 6))
    world.apply(EntityDeleted("b", 6))
    world.apply(PropertySet("c", "n", 1, 6))
    assert comparison.mend() == 1
    assert world.state() == {"a": {"n": 3, "m": 2}, "c": {"n": 1}}


def test_an_entity_reported_since_the_server_was_asked_is_not_forgotten() -> None:
    world = world_of({"a": {"n": 1}})
    comparison = Comparison(world)
    comparison.take([])
    world.apply(PropertySet("a", "n", 1, 6))
    assert comparison.mend() == 0
    assert "a" in world


def test_a_claim_to_be_newer_than_the_server_is_believed_once() -> None:
    """The server's clock was set back by an hour, and what it then sent was skipped."""
    world = world_of({"a": {"n": "old"}}, at=3600)
    first = Comparison(world)
    first.take(entities({"a": {"n": "new"}}))
    assert first.mend() == 0
    second = Comparison(world, doubts=first.doubts)
    second.take(entities({"a": {"n": "new"}}))
    assert second.mend() == 1
    assert world.state() == {"a": {"n": "new"}}


def test_a_deletion_that_the_server_knows_nothing_of_is_believed_once() -> None:
    world = world_of({"a": {"n": 1}})
    world.apply(EntityDeleted("a", 3600))
    first = Comparison(world)
    first.take(entities({"a": {"n": 1}}))
    assert first.mend() == 0
    second = Comparison(world, doubts=first.doubts)
    second.take(entities({"a": {"n": 1}}))
    assert second.mend() == 1


def test_some_entities_are_compared_without_regard_to_others() -> None:
    world = world_of({"a": {"n": 1}, "b": {"n": 1}, "c": {"n": 1}})
    comparison = Comparison(world, ids=["a", "b", "unknown"])
    comparison.take(entities({"a": {"n": 2}}))
    assert comparison.mend() == 2
    assert world.state() == {"a": {"n": 2}, "c": {"n": 1}}


def test_equal_values_under_new_stamps_are_no_news() -> None:
    world = world_of({"a": {"n": 1}})
    outcomes: list[Outcome] = []
    world.observe(outcomes.extend)
    comparison = Comparison(world)
    comparison.take(entities({"a": {"n": 1}}, at=999))
    assert comparison.agrees
    assert comparison.mend() == 0
    assert outcomes == []
    assert world.entities["a"].updated == 1


def test_a_change_of_type_alone_is_a_difference() -> None:
    world = world_of({"a": {"n": 1}})
    comparison = Comparison(world)
    comparison.take(entities({"a": {"n": 1.0}}))
    assert comparison.mend() == 1
    assert type(world.state()["a"]["n"]) is float
