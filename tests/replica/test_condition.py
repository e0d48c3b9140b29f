"""What an entity says of itself in known words is its condition, as long as it says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.condition import Condition, condition_of, condition_of_value
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.world import World

IDS = st.sampled_from(["a-1", "a-2", "b/1", "plain"])
NAMES = st.sampled_from(["status", "Status", "HEALTH", "state", "temperature"])
VALUES: st.SearchStrategy[Json] = st.sampled_from(["ok", "failing", "Warning", "error", 3, None])
CHANGES: st.SearchStrategy[StateChange] = st.one_of(
    st.builds(PropertySet, IDS, NAMES, VALUES, st.just(1)),
    st.builds(EntityDeleted, IDS, st.just(1)),
)
ENTITIES = st.builds(Entity, IDS, st.dictionaries(NAMES, VALUES), st.just(1))


@given(st.lists(st.lists(CHANGES, max_size=6) | st.lists(ENTITIES, max_size=4), max_size=8))
def test_conditions_are_those_of_the_properties_as_they_are(
    batches: list[list[StateChange] | list[Entity]],
) -> None:
    world = World()
    conditions = Conditions(world)
    for batch in batches:
        world.heal_all([entity for entity in batch if isinstance(entity, Entity)])
        world.apply_all([change for change in batch if not isinstance(change, Entity)])
        expected = {key: condition_of(record.properties) for key, record in world.entities.items()}
        assert {key: conditions.of(key) for key in world.entities} == expected
        assert conditions.unwell == {key: found for key, found in expected.items() if found}
        for condition in (Condition.WARNING, Condition.FAILING):
            assert conditions.count(condition) == list(expected.values()).count(condition)


@pytest.mark.parametrize(
    ("name", "value", "condition"),
    [
        ("status", "failing", Condition.FAILING),
        ("Status", "FAILING", Condition.FAILING),
        ("HEALTH", "Degraded", Condition.WARNING),
        ("status", "ok", Condition.FINE),
        ("status", "failing to see why", Condition.FINE),
        ("title", "failing", Condition.FINE),
        ("status", 500, Condition.FINE),
        ("status", ["failing"], Condition.FINE),
    ],
)
def test_only_status_like_names_speak_and_only_in_known_words(
    name: str, value: Json, condition: Condition
) -> None:
    assert condition_of_value(name, value) is condition
    assert condition_of({"note": "failing", name: value}) is condition


def test_the_worst_that_is_said_counts() -> None:
    assert condition_of({"status": "warning", "health": "dead"}) is Condition.FAILING
