"""Seeing events arrive in the state: in what the feed brings, or by asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from flux_tui.model.change import EntityDeleted, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event
from flux_tui.model.json import Json, same
from flux_tui.protocol.json_text import decode, encode
from flux_tui.replica.outcome import Outcome
from flux_tui.replica.world import World

MOST_COMPARED = 50
"""Events of an entity with which a change that names none is compared: changes come in their order.
Those further back are found by asking."""


class Awaited:
    """One event that is to be seen, at its ``place``."""

    __slots__ = ("_properties", "entity_id", "event", "place", "unseen")

    def __init__(self, place: int, event: Event) -> None:
        self.place = place
        self.event = event
        self.entity_id = event.entity_id or ""
        self.unseen: set[str] | None = None
        """The properties that have not been seen yet, once any was looked for."""
        self._properties: dict[str, Json] | None = None

    @property
    def properties(self) -> dict[str, Json]:
        """What it sets, as the server has it."""
        if self._properties is None:
            self._properties = _as_the_server_has_them(self.event)
        return self._properties

    def shows(self, name: str, value: Json) -> bool:
        """A property was reported: whether all have been by now, each with its value."""
        if self.unseen is None:
            self.unseen = set(self.properties)
        if name in self.properties and same(self.properties[name], value):
            self.unseen.discard(name)
        return not self.unseen

    def is_in(self, properties: dict[str, Json] | None) -> bool:
        """Whether the state of its entity (None: there is none) shows it whole."""
        if self.event.is_tombstone or properties is None:
            return self.event.is_tombstone and properties is None
        return all(
            name in properties and same(properties[name], value)
            for name, value in self.properties.items()
        )


class Sightings:
    """Watches a World for events, and tells ``seen`` the places of those seen together, each once.

    SSE names the event of a change. Elsewhere one counts as seen when each of its properties was
    reported with its value since the watch began.
    """

    def __init__(self, world: World | None, seen: Callable[[Sequence[int]], None]) -> None:
        self._world = world
        self._seen = seen
        self._of_entity: dict[str, dict[int, Awaited]] = {}
        self._by_event: dict[str, Awaited] = {}
        self._end = world.observe(self._on_outcomes) if world is not None else None

    def close(self) -> None:
        """Stop watching."""
        if self._end is not None:
            self._end()
            self._end = None

    def expect(self, place: int, event: Event) -> None:
        """Watch for an event from now on."""
        awaited = Awaited(place, event)
        of_entity = self._of_entity.get(awaited.entity_id)
        if of_entity is None:
            of_entity = self._of_entity[awaited.entity_id] = {}
        of_entity[place] = awaited
        if event.event_id is not None:
            self._by_event[event.event_id] = awaited

    def forget(self, place: int, event: Event) -> None:
        """It is not to come."""
        awaited = self._of_entity.get(event.entity_id or "", {}).get(place)
        if awaited is not None:
            self._drop(awaited)

    @property
    def entities(self) -> list[str]:
        """The entities of which something is still to be seen."""
        return list(self._of_entity)

    def found(self, entity_id: str, entity: Entity | None) -> None:
        """The server was asked: what its state shows is seen, and what went before it."""
        properties = None if entity is None else dict(entity.properties)
        awaited = list(self._of_entity.get(entity_id, {}).values())
        shown = [place for place, one in enumerate(awaited) if one.is_in(properties)]
        if shown:
            self._see(awaited[: shown[-1] + 1])

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self._of_entity:
            return
        seen: list[Awaited] = []
        last: str | None = None
        for _, change, _, _ in outcomes:
            event_id = change.event_id
            if event_id is None:
                for one in self._shown_by(change):
                    self._drop(one)
                    seen.append(one)
            elif event_id is not last:  # an event comes as a change for each of its properties
                last = event_id
                named = self._by_event.get(event_id)
                if named is not None:
                    self._drop(named)
                    seen.append(named)
        self._tell(seen)

    def _shown_by(self, change: StateChange) -> list[Awaited]:
        """Those that a change shows which names no event, and those before, overwritten by now."""
        awaited = self._of_entity.get(change.entity_id)
        if not awaited:
            return []
        first = list(islice(awaited.values(), MOST_COMPARED))
        shown = (number for number, one in enumerate(first, 1) if self._shows(change, one))
        return first[: next(shown, 0)]

    def _shows(self, change: StateChange, awaited: Awaited) -> bool:
        if isinstance(change, EntityDeleted):
            return awaited.event.is_tombstone
        if awaited.shows(change.property, change.value):
            return not awaited.event.is_tombstone
        record = None if self._world is None else self._world.get(change.entity_id)
        return record is not None and awaited.is_in(record.properties)

    def _see(self, seen: list[Awaited]) -> None:
        for one in seen:
            self._drop(one)
        self._tell(seen)

    def _tell(self, seen: list[Awaited]) -> None:
        if seen:
            self._seen([one.place for one in seen])

    def _drop(self, awaited: Awaited) -> None:
        of_entity = self._of_entity.get(awaited.entity_id, {})
        of_entity.pop(awaited.place, None)
        if not of_entity:
            self._of_entity.pop(awaited.entity_id, None)
        if awaited.event.event_id is not None:
            self._by_event.pop(awaited.event.event_id, None)


def _as_the_server_has_them(event: Event) -> dict[str, Json]:
    """Its properties after a way over the wire: integers past 64 bits come back as floats."""
    given = dict(event.properties or {})
    if all(isinstance(value, str | bool | None) or _is_small(value) for value in given.values()):
        return given
    properties = decode(encode(given))
    return properties if isinstance(properties, dict) else {}


def _is_small(value: Json) -> bool:
    return isinstance(value, int) and -(2**63) <= value < 2**64
