"""A world to ask about."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from flux_tui.model.entity import Entity
from flux_tui.replica.world import World
from tests.replica.query.expressions import NOW


def a_world() -> World:
    world = World()
    world.load(
        [
            Entity("lab/temp-1", {"temperature": 22.5, "status": "ok", "o.a": 1}, NOW),
            Entity("lab/temp-2", {"temperature": 30, "status": "in use"}, NOW),
            Entity("lab/lamp", {"on": True, "status": "ok", "tags": ["x"]}, NOW),
            Entity("cpu:0", {"temperature": 70, "status": "ok"}, NOW),
        ]
    )
    world.apply(PropertySet("cpu:0", "load", 1, NOW, source="agent-01"))
    return world
