"""Changes: what a feed tells, whatever its transport; its end is an exception.

Those of which a flood has tens of thousands a second are named tuples: the quickest to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from flux_tui.model.event import Event
from flux_tui.model.json import Json


class PropertySet(NamedTuple):
    """A property was set, perhaps to the value it had: ``at`` is the server's time in ns.

    ``source`` and ``event_id`` are None where the transport does not carry them (WebSocket).
    """

    entity_id: str
    property: str
    value: Json
    at: int
    source: str | None = None
    event_id: str | None = None


class EntityDeleted(NamedTuple):
    """An entity was deleted: ``at`` is the server's time in ns."""

    entity_id: str
    at: int
    source: str | None = None
    event_id: str | None = None


StateChange: TypeAlias = PropertySet | EntityDeleted
"""What a world applies."""


@dataclass(frozen=True, slots=True)
class EventApplied:
    """A whole event of the log, as SSE carries it: ``received`` is the engine's time in ns."""

    sequence: int
    received: int
    event: Event


@dataclass(frozen=True, slots=True)
class Metrics:
    """The server's own figures, every 2 s: ``at`` in ns, ``rate`` in events per second."""

    at: int
    entities: int
    events: int
    rate: float
    connections: int
    publishers: int
