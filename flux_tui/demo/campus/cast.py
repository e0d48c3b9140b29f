"""Who and what there is on the campus, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomSpec:
    """A room: its number, what it is used for, how many fit in, how warm it should be (°C)."""

    number: int
    use: str
    capacity: int
    warmth: float = 21.5


@dataclass(frozen=True, slots=True)
class SensorSpec:
    """A sensor: what it measures where, in which unit, its usual value and how much that
    wanders, and every how many seconds it reports."""

    kind: str
    room: int
    unit: str
    usual: float
    wander: float
    rhythm: float


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """A service: the room of its machines, what it cannot work without, its usual latency (ms)
    and load (requests per second), and between how many seconds its monitor looks at it."""

    name: str
    room: int
    needs: tuple[str, ...]
    latency: float
    load: float
    rhythm: tuple[float, float] = (5.0, 8.0)


ROOMS = (
    RoomSpec(101, "reception", 8),
    RoomSpec(102, "library", 12),
    RoomSpec(103, "kitchen", 10),
    RoomSpec(104, "workshop", 6, 20.0),
    RoomSpec(201, "wet lab", 4, 20.5),
    RoomSpec(202, "optics lab", 4, 20.0),
    RoomSpec(203, "office", 4),
    RoomSpec(204, "office", 4),
    RoomSpec(301, "server room", 3, 23.0),
    RoomSpec(302, "server room", 3, 23.5),
    RoomSpec(303, "archive", 3, 18.5),
    RoomSpec(304, "meeting room", 10),
)

SENSORS = (
    *(
        SensorSpec("temp", room.number, "celsius", room.warmth, 0.25, 5.0 + index % 5)
        for index, room in enumerate(ROOMS)
    ),
    *(
        SensorSpec("co2", number, "ppm", 480.0, 9.0, 6.0 + index)
        for index, number in enumerate((102, 103, 201, 203, 204, 304))
    ),
    SensorSpec("power", 104, "watt", 740.0, 35.0, 4.0),
    SensorSpec("power", 202, "watt", 410.0, 20.0, 5.0),
    SensorSpec("power", 301, "watt", 5200.0, 60.0, 4.0),
    SensorSpec("power", 302, "watt", 4700.0, 55.0, 4.0),
    SensorSpec("humidity", 201, "percent", 44.0, 0.4, 9.0),
    SensorSpec("humidity", 303, "percent", 38.0, 0.3, 9.0),
)

BEAT = (1.9, 2.1)
"""Seconds between two reports of a service that falls silent: its rhythm is soon learned, and soon
missed."""

SERVICES = (
    ServiceSpec("database", 301, (), 4.0, 820.0),
    ServiceSpec("cache", 301, (), 0.6, 2400.0),
    ServiceSpec("queue", 302, (), 2.1, 640.0),
    ServiceSpec("auth", 301, ("database", "cache"), 12.0, 160.0),
    ServiceSpec("search", 302, ("database",), 38.0, 75.0),
    ServiceSpec("telemetry", 302, ("queue",), 9.0, 510.0),
    ServiceSpec("scheduler", 302, ("database", "queue"), 15.0, 22.0),
    ServiceSpec("booking", 301, ("auth", "scheduler"), 27.0, 31.0),
    ServiceSpec("gateway", 301, ("auth", "cache"), 18.0, 390.0),
    ServiceSpec("backup", 303, (), 55.0, 4.0, BEAT),
    ServiceSpec("mail", 303, (), 31.0, 7.0, BEAT),
)

AGENTS = ("ada", "ben", "cleo", "dara", "emil", "fay", "gus", "hana", "ivo", "june")

ROBOTS = 6
"""How many robots carry things from room to room."""

CARGO = ("samples", "spare parts", "books", "a parcel", "coffee beans", "a centrifuge rotor")

WORK = {
    "reception": ("greets visitors", "sorts the mail"),
    "library": ("reads a paper", "indexes notes", "reviews a draft"),
    "kitchen": ("makes coffee", "waters the plants"),
    "workshop": ("solders a board", "prints a bracket", "calibrates a gripper"),
    "wet lab": ("pipettes samples", "runs a gel", "labels tubes"),
    "optics lab": ("aligns the laser", "measures a lens"),
    "office": ("answers questions", "plans the week", "writes a report"),
    "server room": ("replaces a fan", "tidies cables"),
    "archive": ("scans documents", "checks the humidity"),
    "meeting room": ("prepares slides", "sketches on the board"),
}
"""What an agent may do in a room of each use."""

TOPICS = (
    "room plan for tomorrow",
    "who takes the night watch",
    "budget for sensors",
    "naming things",
)
"""What agents meet about."""
