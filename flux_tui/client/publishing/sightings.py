"""Seeing events arrive in the state: in what the feed brings, or by asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


class Compared:
    """One event that is to be seen, compared with changes that name none."""

    __slots__ = ("_properties", "event", "unseen")

    def __init__(self, event: Event) -> None:
        self.event = event
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
        self._awaited: dict[int, Event] = {}
        self._by_event: dict[str | None, int] = {}
        self._of_entity: dict[str | None, dict[int, Event]] | None = None
        """The same by their entities, once anything is looked for there."""
        self._compared: dict[int, Compared] = {}
        self._end = world.observe(self._on_outcomes) if world is not None else None

    def close(self) -> None:
        """Stop watching."""
        if self._end is not None:
            self._end()
            self._end = None

    def expect(self, events: Mapping[int, Event]) -> None:
        """Watch for events, by their places, from now on."""
        self._awaited.update(events)
        self._by_event.update({event.event_id: place for place, event in events.items()})
        if self._of_entity is not None:
            _sort_in(self._of_entity, events)

    def forget(self, place: int) -> None:
        """An event is not to come."""
        self._drop(place)

    @property
    def are_left(self) -> bool:
        """Whether something is still to be seen."""
        return bool(self._awaited)

    @property
    def entities(self) -> list[str]:
        """The entities of which something is still to be seen."""
        return [entity_id for entity_id in self._by_entity() if entity_id is not None]

    def found(self, entity_id: str, entity: Entity | None) -> None:
        """The server was asked: what its state shows is seen, and what went before it."""
        properties = None if entity is None else dict(entity.properties)
        awaited = self._by_entity().get(entity_id, {})
        shown = [
            number
            for number, (place, event) in enumerate(awaited.items(), 1)
            if self._comparing(place, event).is_in(properties)
        ]
        if shown:
            self._seen(self._take(list(islice(awaited, shown[-1]))))

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self._awaited:
            return
        seen: list[int] = []
        last: str | None = None
        for _, change, _, _ in outcomes:
            event_id = change.event_id
            if event_id is None:
                seen += self._take(self._shown_by(change))
            elif event_id is not last:  # an event comes as a change for each of its properties
                last = event_id
                place = self._by_event.get(event_id)
                if place is not None and self._awaited[place].entity_id == change.entity_id:
                    seen += self._take((place,))
        if seen:
            self._seen(seen)

    def _by_entity(self) -> dict[str | None, dict[int, Event]]:
        if self._of_entity is None:
            self._of_entity = {}
            _sort_in(self._of_entity, self._awaited)
        return self._of_entity

    def _shown_by(self, change: StateChange) -> list[int]:
        """Those that a change shows which names no event, and those before, overwritten by now."""
        awaited = self._by_entity().get(change.entity_id)
        if not awaited:
            return []
        first = list(islice(awaited, MOST_COMPARED))
        shown = (n for n, at in enumerate(first, 1) if self._shows(change, at, awaited[at]))
        return first[: next(shown, 0)]

    def _shows(self, change: StateChange, place: int, event: Event) -> bool:
        if isinstance(change, EntityDeleted):
            return event.is_tombstone
        compared = self._comparing(place, event)
        if compared.shows(change.property, change.value):
            return not event.is_tombstone
        record = None if self._world is None else self._world.get(change.entity_id)
        return record is not None and compared.is_in(record.properties)

    def _comparing(self, place: int, event: Event) -> Compared:
        """What is known of one that changes without a name were compared with."""
        found = self._compared.get(place)
        if found is None:
            found = self._compared[place] = Compared(event)
        return found

    def _take(self, places: Sequence[int]) -> list[int]:
        """Those of some events that were still to be seen; they are no longer."""
        return [place for place in places if self._drop(place)]

    def _drop(self, place: int) -> bool:
        event = self._awaited.pop(place, None)
        if event is None:
            return False
        if self._by_event.get(event.event_id) == place:
            del self._by_event[event.event_id]
        self._compared.pop(place, None)
        if self._of_entity is not None:
            of_entity = self._of_entity[event.entity_id]
            del of_entity[place]
            if not of_entity:
                del self._of_entity[event.entity_id]
        return True


def _sort_in(of_entity: dict[str | None, dict[int, Event]], events: Mapping[int, Event]) -> None:
    """Put events where those of their entities are."""
    for place, event in events.items():
        of_entity.setdefault(event.entity_id, {})[place] = event


def _as_the_server_has_them(event: Event) -> dict[str, Json]:
    """Its properties after a way over the wire: integers past 64 bits come back as floats."""
    given = dict(event.properties or {})
    if all(isinstance(value, str | bool | None) or _is_small(value) for value in given.values()):
        return given
    properties = decode(encode(given))
    return properties if isinstance(properties, dict) else {}


def _is_small(value: Json) -> bool:
    return isinstance(value, int) and -(2**63) <= value < 2**64
