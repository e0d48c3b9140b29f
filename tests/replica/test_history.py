"""History keeps the newest values within its budget, and counts what it dropped."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.history import BUDGET, ENTITY, SAMPLE, SERIES, History, Reach, Sample
from flux_tui.replica.outcome import Kind
from flux_tui.replica.world import World
from tests.strategies import json_values

ids = st.sampled_from(["a", "b", ""])
names = st.sampled_from("pq")
sets = st.builds(PropertySet, ids, names, json_values, st.just(0))
deletions = st.builds(EntityDeleted, ids, st.just(0))
changes = st.lists(sets | sets | sets | deletions, max_size=60)


def remembering(budget: int = BUDGET, most: int = 256) -> tuple[World, History]:
    world = World()
    history = History(world, budget, most)
    history.enabled = True
    return world, history


def numbered(changes: list[StateChange]) -> list[StateChange]:
    return [change._replace(at=at) for at, change in enumerate(changes, start=1)]


@given(changes, st.integers(0, 6000), st.integers(1, 8), st.integers(1, 9))
def test_what_is_kept_are_the_last_of_all_that_was_seen(
    changes: list[StateChange], budget: int, most: int, batch: int
) -> None:
    world, history = remembering(budget, most)
    naive: dict[tuple[str, str], list[Sample]] = {}
    seen = 0
    for change in numbered(changes):
        outcome = world.apply(change)
        if isinstance(change, EntityDeleted):
            naive = {key: found for key, found in naive.items() if key[0] != change.entity_id}
        elif outcome is not None and outcome.kind is not Kind.REPEATED:
            seen += 1
            key = (change.entity_id, change.property)
            naive.setdefault(key, []).append(Sample(change.at, change.value))
    kept = 0
    for key, everything in naive.items():
        found = history.samples(*key)
        assert repr(found) == repr(everything[len(everything) - len(found) :])
        assert len(found) <= most
        assert [sample.value for sample in found[-2:]] == list(history.newest(*key, 2))
        kept += len(found)
    assert history.kept == kept
    assert history.kept + history.dropped == seen
    assert history.used <= budget
    if history.dropped == 0:
        assert kept == sum(map(len, naive.values()))


@given(changes, st.integers(500, 6000))
def test_what_is_dropped_for_want_of_room_is_older_than_all_that_is_kept(
    changes: list[StateChange], budget: int
) -> None:
    sets = [change for change in numbered(changes) if isinstance(change, PropertySet)]
    world, history = remembering(budget)
    seen: list[int] = []
    world.observe(
        lambda outcomes: seen.extend(o.change.at for o in outcomes if o.kind is not Kind.REPEATED)
    )
    world.apply_all(sets)
    kept = [
        at
        for entity_id in world.entities
        for name in "pq"
        for at in history.times(entity_id, name, 99)
    ]
    assert sorted(kept) == seen[len(seen) - len(kept) :]


def test_a_property_says_how_far_back_its_history_reaches() -> None:
    world, history = remembering(most=14)
    for number in range(2031):
        world.apply(PropertySet("a", "n", number, number))
    assert history.reach("a", "n") == Reach(14, 2031, 2017)
    assert history.reach("a", "other") is None
    assert history.reach("b", "n") is None


def test_numbers_are_told_from_other_values_and_up_to_a_time() -> None:
    world, history = remembering()
    for at, value in enumerate([1, "x", 2.5, True, None, 10**400, -3]):
        world.apply(PropertySet("a", "n", value, at))
    assert history.numbers("a", "n", 9) == [1.0, 2.5, -3.0]
    assert history.numbers("a", "n", 5, until=2) == [1.0, 2.5]
    assert history.numbers("a", "n", 1) == [-3.0]
    assert history.numbers("b", "n", 1) == []


def test_a_deleted_entity_leaves_nothing_behind() -> None:
    world, history = remembering()
    for number in range(100):
        world.apply(PropertySet("a", "n", number, number))
    world.apply(EntityDeleted("a", 200))
    assert (history.used, history.kept, history.samples("a", "n")) == (0, 0, [])
    world.apply(PropertySet("a", "n", 1, 300))
    assert history.samples("a", "n") == [Sample(300, 1)]


def test_a_property_that_the_server_does_not_have_leaves_nothing_behind_either() -> None:
    world, history = remembering()
    world.apply(PropertySet("a", "n", 1, 1))
    world.apply(PropertySet("a", "m", None, 1))
    world.heal(Entity("a", {"m": None}, 2))
    assert history.samples("a", "n") == []
    assert history.samples("a", "m") == [Sample(1, None)]


def test_repeated_values_and_what_a_snapshot_brings_are_no_history() -> None:
    world, history = remembering()
    for at in range(5):
        world.apply(PropertySet("a", "n", 1, at))
    history.enabled = False
    world.apply(PropertySet("a", "n", 2, 9))
    assert history.samples("a", "n") == [Sample(0, 1)]


def test_one_property_that_changes_for_ever_takes_no_more_room() -> None:
    world, history = remembering(most=4)
    for number in range(10_000):
        world.apply(PropertySet("a", "n", number + 0.5, number))
    assert history.used == ENTITY + SERIES + 4 * SAMPLE


def test_entities_that_come_and_go_for_ever_take_no_more_room_either() -> None:
    world, history = remembering()
    for number in range(3000):
        world.apply(PropertySet(f"job-{number}", "n", number, number))
        world.apply(EntityDeleted(f"job-{number}", number))
    assert (history.used, history.kept, history.dropped) == (0, 0, 3000)
    assert len(history._order) < 1000


def test_a_property_that_changes_for_ever_does_not_drive_out_the_others() -> None:
    world, history = remembering(budget=20_000, most=16)
    world.apply_all(PropertySet("slow", "n", at, at) for at in range(8))
    for at in range(5_000):
        world.apply(PropertySet("hot", "n", at, at))
    assert len(history.samples("slow", "n")) == 8
    assert [sample.at for sample in history.samples("hot", "n")] == list(range(4984, 5000))


def test_a_property_that_was_full_gives_way_before_younger_values_of_others() -> None:
    world, history = remembering(budget=3_000, most=16)
    world.apply_all(PropertySet("hot", "n", at, at) for at in range(100))
    for at in range(100, 130):
        world.apply(PropertySet("slow", "n", at, at))
        assert history.used <= 3_000
        assert [sample.at for sample in history.samples("slow", "n")][-16:] == list(
            range(max(100, at - 15), at + 1)
        )
    world.apply_all(PropertySet(f"other-{at}", "n", at, at) for at in range(130, 133))
    assert history.samples("hot", "n") == []
    assert len(history.samples("slow", "n")) == 16


@pytest.mark.parametrize("at", [253_402_300_799 * 10**9, -(10**30)])
def test_a_time_that_a_server_makes_up_does_no_harm(at: int) -> None:
    world, history = remembering()
    world.apply(PropertySet("a", "n", 1, 10**18))
    world.apply(PropertySet("a", "n", 2, at))
    world.apply(PropertySet("a", "n", 3, 10**18 + 1))
    assert list(history.newest("a", "n", 9)) == [1, 2, 3]
    assert history.times("a", "n", 1) == [10**18 + 1]


WORLDS: dict[str, Callable[[int], Json]] = {
    "floats": lambda number: number + 0.5,
    "texts": lambda number: f"state {number}",
    "objects": lambda number: {"x": number + 0.5, "name": f"n{number}", "deep": [1, number + 0.5]},
}


@pytest.mark.parametrize("entities", [10, 500])
@pytest.mark.parametrize("value", WORLDS.values(), ids=list(WORLDS))
def test_the_estimate_of_memory_is_honest(value: Callable[[int], Json], entities: int) -> None:
    names = [f"entity-{number}" for number in range(entities)]

    def memory(enabled: bool) -> tuple[int, History]:
        """The bytes that a world takes after many changes, with or without its history."""
        world, history = remembering()
        history.enabled = enabled
        tracemalloc.start()
        for at in range(5_000):
            world.apply(PropertySet(names[at % entities], "n", value(at), 10**18 + at))
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return taken, history

    without, _ = memory(False)
    with_history, history = memory(True)
    assert 2 / 3 < history.used / (with_history - without) < 3 / 2
