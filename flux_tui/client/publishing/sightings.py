"""Seeing events arrive in the state: in what the feed brings, or by asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from flux_tui.model.change import EntityDeleted
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
    """One event that is to be seen; ``unseen`` are the properties that have not been yet."""

    __slots__ = ("entity_id", "event_id", "index", "properties", "tombstone", "unseen")

    def __init__(self, index: int, event: Event) -> None:
        self.index = index
        self.event_id = event.event_id
        self.entity_id = event.entity_id or ""
        self.tombstone = event.is_tombstone
        self.properties = _as_the_server_has_them(event)
        self.unseen = set(self.properties)

    def is_in(self, properties: dict[str, Json] | None) -> bool:
        """Whether the state of its entity (None: there is none) shows it whole."""
        if self.tombstone or properties is None:
            return self.tombstone and properties is None
        return all(
            name in properties and same(properties[name], value)
            for name, value in self.properties.items()
        )


class Sightings:
    """Watches a World for events, and tells ``seen`` with the index of each, once.

    SSE names the event of a change. Elsewhere one counts as seen when each of its properties was
    reported with its value since the watch began.
    """

    def __init__(self, world: World | None, seen: Callable[[int], None]) -> None:
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

    def expect(self, index: int, event: Event) -> None:
        """Watch for an event from now on."""
        awaited = Awaited(index, event)
        self._of_entity.setdefault(awaited.entity_id, {})[index] = awaited
        if awaited.event_id is not None:
            self._by_event[awaited.event_id] = awaited

    def forget(self, index: int, event: Event) -> None:
        """It is not to come."""
        awaited = self._of_entity.get(event.entity_id or "", {}).get(index)
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
        for outcome in outcomes:
            change = outcome.change
            awaited = self._of_entity.get(change.entity_id)
            if not awaited:
                continue
            if change.event_id is not None:
                named = self._by_event.get(change.event_id)
                self._see([] if named is None else [named])
            else:
                first = list(islice(awaited.values(), MOST_COMPARED))
                shown = (place for place, one in enumerate(first, 1) if self._shows(outcome, one))
                self._see(first[: next(shown, 0)])  # and what went before, now overwritten

    def _shows(self, outcome: Outcome, awaited: Awaited) -> bool:
        change = outcome.change
        if isinstance(change, EntityDeleted):
            return awaited.tombstone
        name = change.property
        if name in awaited.properties and same(awaited.properties[name], change.value):
            awaited.unseen.discard(name)
        if not awaited.unseen:
            return not awaited.tombstone
        record = None if self._world is None else self._world.get(change.entity_id)
        return record is not None and awaited.is_in(record.properties)

    def _see(self, seen: list[Awaited]) -> None:
        for one in seen:
            self._drop(one)
        for one in seen:
            self._seen(one.index)

    def _drop(self, awaited: Awaited) -> None:
        of_entity = self._of_entity.get(awaited.entity_id, {})
        of_entity.pop(awaited.index, None)
        if not of_entity:
            self._of_entity.pop(awaited.entity_id, None)
        if awaited.event_id is not None:
            self._by_event.pop(awaited.event_id, None)


def _as_the_server_has_them(event: Event) -> dict[str, Json]:
    """Its properties after a way over the wire: integers past 64 bits come back as floats."""
    given = dict(event.properties or {})
    if all(isinstance(value, str | bool | None) or _is_small(value) for value in given.values()):
        return given
    properties = decode(encode(given))
    return properties if isinstance(properties, dict) else {}


def _is_small(value: Json) -> bool:
    return isinstance(value, int) and -(2**63) <= value < 2**64
