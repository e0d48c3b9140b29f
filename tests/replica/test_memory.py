"""A memory of the World holds every entity as it was, whatever happens to it afterwards."""

from __future__ import annotations

from copy import copy

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import Memory, World

IDS = st.sampled_from(["a", "b", "c", "d"])
TIMES = st.integers(1, 100)
CHANGES = st.one_of(
    st.builds(PropertySet, IDS, st.sampled_from("pq"), st.integers(0, 2), TIMES),
    st.builds(EntityDeleted, IDS, TIMES),
)
SNAPSHOTS = st.dictionaries(IDS, st.dictionaries(st.sampled_from("pq"), st.integers(0, 2)))


def everything_of(record: EntityRecord) -> dict[str, object]:
    """All that a record says, slot by slot: one added later is compared too."""
    return {name: copy(getattr(record, name)) for name in EntityRecord.__slots__}


def picture_of(world: World, memory: Memory) -> dict[str, dict[str, object]]:
    """The World as it was: what is remembered, and what has not changed since."""
    records: dict[str, EntityRecord | None] = {**world.entities, **memory}
    return {key: everything_of(record) for key, record in records.items() if record is not None}


@given(st.lists(CHANGES, max_size=20), st.lists(st.one_of(CHANGES, SNAPSHOTS), max_size=20))
def test_what_was_is_what_is_remembered_and_what_has_not_changed(
    earlier: list[StateChange],
    later: list[StateChange | dict[str, dict[str, int]]],
) -> None:
    world, memory = World(), Memory()
    world.apply_all(earlier)
    before = picture_of(world, {})
    forget = world.remember(memory)
    for step in later:
        if isinstance(step, dict):
            world.load(
                Entity(entity_id, dict(properties), 50) for entity_id, properties in step.items()
            )
        elif isinstance(step, EntityDeleted) and step.at % 3 == 0:
            world.leave(step.entity_id)
        elif isinstance(step, EntityDeleted) and step.at % 3 == 1:
            world.drop_older(step)
        else:
            world.apply(step)
        assert picture_of(world, memory) == before
    forget()
    remembered = dict(memory)
    world.apply_all([PropertySet(entity_id, "new", 1, 200) for entity_id in "abcd"])
    assert memory == remembered
