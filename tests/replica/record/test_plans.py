"""What is known of each property stands in its place, however many there are and whatever goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.record import plans as module
from flux_tui.replica.record.plans import SHARED
from flux_tui.replica.world import World

NAMES = st.integers(0, 2 * SHARED).map(lambda number: f"p-{number}")
SETS = st.tuples(NAMES, st.integers(0, 2))
STEPS = st.one_of(SETS, st.sets(NAMES))
"""A property that is set, or the names of those that a snapshot still has."""


@given(st.sets(NAMES), st.lists(STEPS, max_size=150))
def test_each_property_has_its_own_trail(
    loaded: set[str], steps: list[tuple[str, int] | set[str]]
) -> None:
    world = World()
    world.load([Entity("a", dict.fromkeys(sorted(loaded), 0), 1)])
    trails: dict[str, tuple[int, Json, int]] = {}
    values: dict[str, Json] = dict.fromkeys(loaded, 0)
    for at, step in enumerate(steps, 2):
        if isinstance(step, set):
            values = {name: value for name, value in values.items() if name in step}
            trails = {name: trail for name, trail in trails.items() if name in values}
            world.heal(Entity("a", values, at))
            continue
        name, value = step
        world.apply(PropertySet("a", name, value, at))
        _, before, changes = trails.get(name, (0, None, 0))
        if name in values and values[name] != value:
            before, changes = values[name], changes + 1
        trails[name] = (at, before, changes)
        values[name] = value
    record = world.get("a")
    assert record is not None
    for name in {*values, *trails, "never there"}:
        trail = record.trail(name)
        known = trail and (trail.reported, trail.before, trail.changes)
        assert known == trails.get(name)
        assert record.changes_of(name) == trails.get(name, (0, None, 0))[2]
        assert record.stamp(name) == trails.get(name, (1,))[0] or not loaded


def test_entities_with_the_same_properties_share_a_plan() -> None:
    world = World()
    for entity_id in ("a", "b"):
        for name in ("x", "y"):
            world.apply(PropertySet(entity_id, name, 1, 1))
    first, second = world.entities.values()
    assert first.places is second.places


@pytest.mark.parametrize("most", [1, 1000])
def test_ever_other_names_leave_nothing_behind(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", most)
    world = World()
    for number in range(0, 1000, 50):
        names = [f"p-{number + place}" for place in range(50)]
        world.heal(Entity("a", dict.fromkeys(names, 1), number))
        world.apply_all(PropertySet("a", name, number, number) for name in names)
    (record,) = world.entities.values()
    assert len(record.facts) <= 3 * 2 * 50
    assert {record.stamp(name) for name in record.properties} == {950}


def test_who_set_properties_is_told_once_a_report() -> None:
    world = World()
    world.apply_all(PropertySet("a", name, 1, 1, "agent", "event") for name in "xyz")
    world.apply(PropertySet("a", "x", 1, 2, "other", "event-2"))
    (record,) = world.entities.values()
    assert list(record.sources()) == ["other", "agent"]
    assert record.last_source() == "other"
    assert [record.source(name) for name in ("x", "y", "gone")] == ["other", "agent", None]
