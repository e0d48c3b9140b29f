"""Worlds and events for tests of undo, and what the real projection makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from flux_tui.model.entity import Entity
from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.json import Json, same
from flux_tui.replica.projection import project
from flux_tui.replica.undo.before import Deed, Standing
from flux_tui.replica.undo.effect import Effects
from flux_tui.replica.undo.plan import Plan
from flux_tui.replica.world import World
from tests.strategies import json_values

NAMES = st.sampled_from("pqr")
EXAMPLES: list[Json] = [1, 1.0, True, "1", None, {"a": 1}, {"a": [1]}, []]
VALUES = st.sampled_from(EXAMPLES) | json_values
"""Values of every type; the examples are often equal but for that."""
PROPERTIES = st.dictionaries(NAMES, VALUES, min_size=1, max_size=3)
IDS = st.sampled_from(["a", "b", "c/\x1b"])

worlds = st.dictionaries(IDS, PROPERTIES, max_size=3)
"""Small worlds; no entity is without a property, as Flux has none."""

settings = st.builds(setting, st.just("lab"), st.just("me"), IDS, PROPERTIES)
tombstones = st.builds(lambda i: setting("lab", "me", i, {DELETED: True}), IDS)
idle = st.builds(lambda i: setting("lab", "me", i, {}), IDS)

events = st.lists(settings | settings | tombstones | idle, max_size=8)
"""Sets, deletions and recreations of a few entities, and events that do nothing."""


def world_of(state: Mapping[str, Mapping[str, Json]]) -> World:
    """A World that is in a state."""
    world = World()
    world.load(Entity(entity_id, dict(values), 0) for entity_id, values in state.items())
    return world


def apply(world: World, applied: Iterable[Event]) -> None:
    """Let the projection apply some events."""
    for event in applied:
        for change in project(event, 1):
            world.apply(change)


def do(world: World, done: Sequence[Event], failing: frozenset[int] = frozenset()) -> list[Deed]:
    """Apply some events but those that fail; what stood before is what was expected to."""
    standing = Standing(world)
    befores = [standing.take(event) for event in done]
    deeds = [
        Deed(event, before, applied=place not in failing)
        for place, (event, before) in enumerate(zip(done, befores, strict=True))
    ]
    apply(world, (deed.event for deed in deeds if deed.applied))
    return deeds


def plan_of(world: World, deeds: Iterable[Deed]) -> Plan:
    """The plan to undo some deeds."""

    def look(entity_id: str) -> Mapping[str, Json] | None:
        record = world.get(entity_id)
        return None if record is None else record.properties

    effects = Effects(deeds)
    plan = Plan(effects, look)
    for entity_id in effects.of_entity:
        plan.look_again(entity_id)
    return plan


def choose_all(plan: Plan) -> Plan:
    """Say of everything that it is wanted."""
    for line in plan.lines:
        line.chosen = line.can_be_chosen
    return plan


def undo(world: World, plan: Plan) -> list[Deed]:
    """Do what is chosen; the deeds of that."""
    return do(world, list(plan.events("me", 1)))


def equal(a: Mapping[str, Mapping[str, Json]], b: Mapping[str, Mapping[str, Json]]) -> bool:
    """Whether two states are the same JSON."""
    return same({k: dict(v) for k, v in a.items()}, {k: dict(v) for k, v in b.items()})
