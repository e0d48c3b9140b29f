"""Frames around a snapshot end in the server's state, wherever the cut is."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.replica.reconcile import DISORDER, Reconciler
from flux_tui.replica.world import World
from tests import recordings

State = dict[str, dict[str, Json]]


def plain(entities: Iterable[Entity]) -> State:
    return {entity.id: dict(entity.properties) for entity in entities}


def truth_after(frames: Iterable[StateChange]) -> list[Entity]:
    world = World()
    for frame in frames:
        world.apply(frame)
    return [
        Entity(record.id, dict(record.properties), record.updated)
        for record in world.entities.values()
    ]


def confirm(world: World, reconciler: Reconciler, truth: Iterable[Entity]) -> None:
    """What the session does: ask for each unconfirmed entity, and believe the answer."""
    known = {entity.id: entity for entity in truth}
    for entity_id in reconciler.unconfirmed:
        if entity_id in known:
            world.heal(known[entity_id])
        else:
            world.forget(entity_id)


@pytest.mark.parametrize("name", ["live", "churn"])
def test_all_frames_from_the_start_end_in_the_final_state(name: str) -> None:
    world = World()
    for frame in recordings.changes(name):
        world.apply(frame)
    assert world.state() == plain(recordings.snapshot(name))


@pytest.mark.parametrize("name", ["live", "churn"])
def test_the_recorded_snapshot_and_all_frames_end_in_the_final_state(name: str) -> None:
    world = World()
    reconciler = Reconciler(world)
    reconciler.start(recordings.snapshot(name, "snapshot"))
    for frame in recordings.changes(name):
        reconciler.apply(frame)
    final = recordings.snapshot(name)
    confirm(world, reconciler, final)
    assert world.state() == plain(final)


def overtaking(frames: list[StateChange], lag: int, rng: random.Random) -> list[StateChange]:
    """The two queues merged anew: one runs up to ``lag`` frames ahead, order within each holds."""
    ahead = rng.choice((PropertySet, EntityDeleted))
    place, highest = [], 0.0
    for index, frame in enumerate(frames):
        position = float(index)
        if isinstance(frame, ahead):
            position = highest = max(highest, index - rng.random() * lag)
        place.append(position)
    return [frames[index] for index in sorted(range(len(frames)), key=place.__getitem__)]


@pytest.mark.parametrize("lag", [0, 5, 50, 500])
@pytest.mark.parametrize("lossy", [False, True], ids=["whole", "a run lost before the snapshot"])
@pytest.mark.parametrize("name", ["live", "churn"])
def test_random_cuts_end_in_the_final_state(name: str, lag: int, lossy: bool) -> None:
    """Snapshot = the truth at k; the buffer reaches back up to 600 frames before it."""
    frames, final = recordings.changes(name), recordings.snapshot(name)
    rng = random.Random(f"{name} {lag} {lossy}")
    for _ in range(12):
        cut = rng.randrange(len(frames))
        start = max(0, cut - rng.randrange(600))
        old = {id(frame) for frame in frames[start:cut]}
        buffered = overtaking(frames[start:], lag, rng)
        if lossy:
            first, last = sorted(rng.randrange(cut - start + 1) for _ in range(2))
            buffered = [
                frame
                for place, frame in enumerate(buffered)
                if not (first <= place < last and id(frame) in old)
            ]
        world = World()
        reconciler = Reconciler(world)
        reconciler.start(truth_after(frames[:cut]))
        for frame in buffered:
            reconciler.apply(frame)
        confirm(world, reconciler, final)
        assert world.state() == plain(final), f"cut at {cut}, buffered from {start}"


def test_a_clock_that_steps_back_does_not_freeze_the_world() -> None:
    hour = 3600 * NS
    world = World()
    reconciler = Reconciler(world)
    reconciler.start([Entity("a", {"n": 1}, 2 * hour)])
    reconciler.apply(PropertySet("a", "n", 2, 2 * hour + DISORDER + 1))
    reconciler.apply(PropertySet("a", "n", 3, hour))
    assert world.state() == {"a": {"n": 3}}


def test_a_deletion_that_overtook_older_sets_still_wins() -> None:
    world = World()
    reconciler = Reconciler(world)
    reconciler.start([Entity("a", {"n": 1}, 1)])
    reconciler.apply(EntityDeleted("a", 100))
    reconciler.apply(PropertySet("a", "n", 2, 50))
    assert world.state() == {}


def test_sets_that_overtook_an_older_deletion_survive_it() -> None:
    world = World()
    reconciler = Reconciler(world)
    reconciler.start([Entity("a", {"old": 1, "n": 1}, 1)])
    reconciler.apply(PropertySet("a", "n", 2, 200))
    reconciler.apply(EntityDeleted("a", 100))
    assert world.state() == {"a": {"n": 2}}


def test_an_entity_made_by_an_old_frame_is_to_be_confirmed() -> None:
    world = World()
    reconciler = Reconciler(world)
    reconciler.start([Entity("a", {"n": 1}, 1000)])
    reconciler.apply(PropertySet("ghost", "n", 1, 500))
    assert reconciler.unconfirmed == {"ghost"}
