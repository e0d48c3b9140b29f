"""Everything on the campus as it is now."""

from __future__ import annotations

from collections.abc import Callable

from flux_tui.demo.campus.cast import (
    AGENTS,
    ROBOTS,
    ROOMS,
    SENSORS,
    SERVICES,
    RoomSpec,
    SensorSpec,
    ServiceSpec,
)
from flux_tui.demo.stage import Life, Stage, Thing
from flux_tui.model.json import Json, JsonObject

LOOK_AGAIN = 0.5
"""Seconds between two looks of somebody who waits for something to become true."""


class Room(Thing):
    """A room: who is in it, and whether one may go in."""

    def __init__(self, stage: Stage, spec: RoomSpec) -> None:
        self.spec = spec
        self.occupants: list[str] = []
        super().__init__(
            stage,
            f"room-{spec.number}",
            "campus.rooms",
            "building",
            {
                "use": spec.use,
                "status": "free",
                "people": 0,
                "occupants": [],
                "reserved_by": None,
                "climate": {"target": spec.warmth, "mode": "auto"},
                "capacity": spec.capacity,
                "floor": spec.number // 100,
            },
        )

    @property
    def is_open(self) -> bool:
        """Whether one may go in and there is a place left."""
        return not self.is_closed and len(self.occupants) < self.spec.capacity

    @property
    def is_closed(self) -> bool:
        """Whether everybody was sent out."""
        return self.properties["status"] == "evacuated"

    def enter(self, who: str) -> None:
        """Somebody comes in."""
        self.occupants.append(who)
        self._tell(by=who)

    def leave(self, who: str) -> None:
        """Somebody goes."""
        if who in self.occupants:
            self.occupants.remove(who)
            self._tell(by=who)

    def _tell(self, *, by: str) -> None:
        present: list[Json] = [*self.occupants]
        changes: JsonObject = {"occupants": present, "people": len(present)}
        if not self.is_closed:
            changes["status"] = "occupied" if present else "free"
        self.set(changes, by=by)


class Sensor(Thing):
    """A sensor: ``target`` is what its value tends to, ``muted`` whether it says nothing, ``fault``
    what keeps it from measuring until somebody comes."""

    def __init__(self, stage: Stage, spec: SensorSpec) -> None:
        self.spec = spec
        self.value = spec.usual
        self.target = spec.usual
        self.muted = False
        self.fault: str | None = None
        self.hurried = False
        super().__init__(
            stage,
            f"sensor-{spec.kind}-{spec.room}",
            "campus.sensors",
            f"gateway-{spec.room // 100}",
            {
                "value": round(spec.usual, 1),
                "unit": spec.unit,
                "status": "ok",
                "room": f"room-{spec.room}",
                "battery": stage.random.randint(41, 99),
            },
        )


class Service(Thing):
    """A service: ``trouble`` is what is wrong with it, None while it is well; ``muted`` whether
    nothing is heard of it."""

    def __init__(self, stage: Stage, spec: ServiceSpec) -> None:
        self.spec = spec
        self.trouble: str | None = None
        self.muted = False
        needs: list[Json] = [f"service-{name}" for name in spec.needs]
        super().__init__(
            stage,
            f"service-{spec.name}",
            "campus.services",
            "monitor",
            {
                "status": "healthy",
                "latency_ms": spec.latency,
                "requests_per_s": spec.load,
                "room": f"room-{spec.room}",
                "needs": needs,
                "caused_by": None,
                "version": f"{stage.random.randint(1, 4)}.{stage.random.randint(0, 19)}.0",
            },
        )


class Agent(Thing):
    """An agent: ``called`` is the incident it was called to, and ``called_to`` where that is; None
    while it is its own master."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.room: Room | None = None
        self.called: str | None = None
        self.called_to: Room | None = None
        self.steps = stage.random.randint(100, 900)
        self.arrived = False
        super().__init__(
            stage,
            f"agent-{name}",
            "campus.agents",
            f"agent-{name}",
            {
                "status": "idle",
                "task": "wakes up",
                "room": "hallway",
                "steps": self.steps,
                "load": stage.random.randint(10, 40),
                "says": "good morning",
            },
        )


class Robot(Thing):
    """A robot that carries things; ``x`` and ``y`` are in metres."""

    def __init__(self, stage: Stage, number: int) -> None:
        self.battery = float(stage.random.randint(55, 99))
        self.x, self.y = 2.0 * number, 1.0
        self.floor = 1
        super().__init__(
            stage,
            f"robot-{number:02}",
            "campus.robots",
            "dispatcher",
            {
                "status": "idle",
                "battery": round(self.battery),
                "position": {"floor": 1, "x": self.x, "y": self.y},
                "job": "none",
                "carries": "nothing",
            },
        )


class Campus:
    """All of it; the ids of the things that come and go are numbered here."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.random = stage.random
        self.rooms = {spec.number: Room(stage, spec) for spec in ROOMS}
        self.sensors = [Sensor(stage, spec) for spec in SENSORS]
        self.services = {spec.name: Service(stage, spec) for spec in SERVICES}
        self.agents = [Agent(stage, name) for name in AGENTS]
        self.robots = [Robot(stage, number) for number in range(1, ROBOTS + 1)]
        self.jobs = 4100
        self.incidents = 16
        self.topic: str | None = None
        self.invited: frozenset[str] = frozenset()

    def sensor(self, kind: str, room: int) -> Sensor:
        """The sensor of a kind in a room."""
        return next(s for s in self.sensors if (s.spec.kind, s.spec.room) == (kind, room))

    def open_room(self) -> Room:
        """Somewhere to go."""
        return self.random.choice([room for room in self.rooms.values() if room.is_open])

    def free_agent(self) -> Agent:
        """Somebody who can be called, the idle ones first."""
        free = [agent for agent in self.agents if agent.called is None]
        idle = [agent for agent in free if agent.properties["status"] == "idle"]
        return self.random.choice(idle or free)


def until(condition: Callable[[], bool], *, at_most: float) -> Life:
    """Wait for something to become true, but not for ever."""
    left = at_most
    while not condition() and left > 0:
        yield LOOK_AGAIN
        left -= LOOK_AGAIN
