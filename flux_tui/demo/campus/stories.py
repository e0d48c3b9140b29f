"""Stories that one can follow: each is told by an incident, from its cause to its end."""

from __future__ import annotations

from collections.abc import Callable

from flux_tui.demo.campus import services
from flux_tui.demo.campus.campus import Agent, Campus, Room, Sensor, Service, until
from flux_tui.demo.campus.cast import TOPICS
from flux_tui.demo.campus.sensors import HOT, WARM
from flux_tui.demo.stage import Life, Thing
from flux_tui.model.json import Json

FIRST_AT = 5.0
"""Seconds after which the first story begins: soon, for whoever looks in for a moment."""

BETWEEN = (9.0, 16.0)
"""Seconds of quiet between two stories."""

HEAT = 47.0
"""What a temperature tends to while the cooling is off."""

KEPT = 9.0
"""Seconds that an incident stays after it was resolved."""


REASONS = ("out of memory", "disk full", "bad deploy")
"""Why a service goes down."""

MEETING_LASTS = 14.0
"""Seconds that are talked before there is a vote."""


class Incident(Thing):
    """What goes wrong, who looks after it, and what happened when."""

    def __init__(self, campus: Campus, kind: str, cause: Thing, room: Room, agent: Agent) -> None:
        campus.incidents += 1
        self._campus = campus
        self._began = campus.stage.now
        self._timeline: list[Json] = []
        self.agent = agent
        super().__init__(
            campus.stage,
            f"incident-{campus.incidents:03}",
            "campus.incidents",
            "monitor",
            {
                "status": "alert",
                "kind": kind,
                "cause": cause.id,
                "room": room.id,
                "assignee": agent.id,
                "affected": [],
                "timeline": [],
            },
        )
        agent.called, agent.called_to = self.id, room

    def note(self, status: str, what: str, *, by: str | None = None) -> None:
        """It is in another state now, because of something that happened."""
        self._timeline.append({"s": round(self._campus.stage.now - self._began), "what": what})
        self.set({"status": status, "timeline": [*self._timeline]}, by=by)

    def affects(self, fallen: list[Service]) -> None:
        """These services suffer from it."""
        affected: list[Json] = [service.id for service in fallen]
        self.set({"affected": affected})

    def closes(self) -> Life:
        """It is over: the agent may go, and after a while it is forgotten."""
        self.note("resolved", "all good again", by=self.agent.id)
        self.agent.called = None
        yield KEPT
        self.delete()


def told(campus: Campus) -> Life:
    """One story after the other, for ever."""
    stories: tuple[Callable[[Campus], Life], ...] = (_overheating, _meeting, _outage)
    yield FIRST_AT
    while True:
        for story in stories:
            yield from story(campus)
            yield campus.random.uniform(*BETWEEN)


def _overheating(campus: Campus) -> Life:
    """The cooling of a server room fails, the room is emptied, its services suffer."""
    room = campus.rooms[campus.random.choice((301, 302))]
    sensor = campus.sensor("temp", room.spec.number)
    sensor.target, sensor.hurried = HEAT, True
    yield from until(lambda: sensor.value >= WARM, at_most=30.0)
    incident = Incident(campus, "overheating", sensor, room, campus.free_agent())
    yield from until(lambda: sensor.value >= HOT, at_most=30.0)
    room.set({"status": "evacuated", "climate": {"target": room.spec.warmth, "mode": "off"}})
    incident.note("failing", f"{room.id} evacuated at {sensor.value:.1f} °C")
    yield 3.0
    fallen = [campus.random.choice(_machines(campus, room))]
    services.fall(fallen[0], "degraded", sensor.id)
    yield from services.spreading(campus, list(fallen), fallen)
    incident.affects(fallen)
    yield from until(lambda: incident.agent.arrived, at_most=25.0)
    yield 4.0
    yield from _cools_down(campus, incident, room, sensor)
    yield from services.recovering(campus, fallen)
    yield from incident.closes()


def _machines(campus: Campus, room: Room) -> list[Service]:
    """The services in a room that others need."""
    return [
        service
        for service in campus.services.values()
        if service.spec.room == room.spec.number and services.dependents(campus, service)
    ]


def _cools_down(campus: Campus, incident: Incident, room: Room, sensor: Sensor) -> Life:
    sensor.target = room.spec.warmth - 1.0
    boost: Json = {"target": room.spec.warmth, "mode": "boost"}
    room.set({"climate": boost}, by=incident.agent.id)
    incident.agent.set({"says": "cooling restarted"})
    incident.note("recovering", "cooling restarted", by=incident.agent.id)
    yield from until(lambda: sensor.value < WARM - 2, at_most=40.0)
    sensor.target, sensor.hurried = sensor.spec.usual, False
    calm: Json = {"target": room.spec.warmth, "mode": "auto"}
    room.set({"status": "occupied", "climate": calm}, by=incident.agent.id)


def _outage(campus: Campus) -> Life:
    """A service that others need goes down, and is restarted by whoever is called."""
    service = campus.services[campus.random.choice(("queue", "database", "cache"))]
    room = campus.rooms[service.spec.room]
    services.fall(service, "down", campus.random.choice(REASONS))
    incident = Incident(campus, "outage", service, room, campus.free_agent())
    fallen: list[Service] = []
    yield from services.spreading(campus, [service], fallen)
    incident.affects(fallen)
    incident.note("failing", f"{len(fallen)} services degraded")
    yield from until(lambda: incident.agent.arrived, at_most=25.0)
    incident.agent.set({"says": f"restarting {service.spec.name}"})
    service.set({"status": "restarting"}, by=incident.agent.id)
    incident.note("recovering", f"restarting {service.id}", by=incident.agent.id)
    yield campus.random.uniform(5.0, 8.0)
    yield from services.recovering(campus, [service, *fallen])
    yield from incident.closes()


def _meeting(campus: Campus) -> Life:
    """Some agents meet, say what they think, and vote."""
    free = [agent.id for agent in campus.agents if agent.called is None]
    room = campus.rooms[304]
    topic = campus.random.choice(TOPICS)
    campus.invited = frozenset(campus.random.sample(free, 4))
    campus.topic = topic
    host = min(campus.invited)
    room.set({"topic": topic, "votes": {"yes": 0, "no": 0}, "reserved_by": host}, by=host)
    yield MEETING_LASTS
    yes = no = 0
    for voter in sorted(campus.invited):
        yield campus.random.uniform(1.5, 3.0)
        yes, no = (yes + 1, no) if campus.random.random() < 0.7 else (yes, no + 1)
        room.set({"votes": {"yes": yes, "no": no}}, by=voter)
    campus.topic = None
    room.set({"topic": None, "decision": "yes" if yes > no else "no", "reserved_by": None})
