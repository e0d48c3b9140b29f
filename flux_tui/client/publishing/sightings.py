"""Seeing events arrive in the state: in what the feed brings, or by asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flux_tui.model.change import EntityDeleted
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event
from flux_tui.model.json import Json, same
from flux_tui.protocol.json_text import decode, encode
from flux_tui.replica.outcome import Outcome
from flux_tui.replica.world import World


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
        self._of_entity: dict[str, list[Awaited]] = {}
        self._end = world.observe(self._on_outcomes) if world is not None else None

    def close(self) -> None:
        """Stop watching."""
        if self._end is not None:
            self._end()
            self._end = None

    def expect(self, index: int, event: Event) -> None:
        """Watch for an event from now on."""
        awaited = Awaited(index, event)
        self._of_entity.setdefault(awaited.entity_id, []).append(awaited)

    def forget(self, index: int, event: Event) -> None:
        """It is not to come."""
        entity_id = event.entity_id or ""
        awaited = self._of_entity.get(entity_id, [])
        self._keep(entity_id, [one for one in awaited if one.index != index])

    @property
    def entities(self) -> list[str]:
        """The entities of which something is still to be seen."""
        return list(self._of_entity)

    def found(self, entity_id: str, entity: Entity | None) -> None:
        """The server was asked: what its state shows is seen, and what went before it."""
        properties = None if entity is None else dict(entity.properties)
        awaited = self._of_entity.get(entity_id, [])
        shown = [place for place, one in enumerate(awaited) if one.is_in(properties)]
        if shown:
            self._see(entity_id, awaited[: shown[-1] + 1])

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            entity_id = outcome.change.entity_id
            awaited = self._of_entity.get(entity_id)
            if awaited:
                self._see(entity_id, [one for one in awaited if self._shows(outcome, one)])

    def _shows(self, outcome: Outcome, awaited: Awaited) -> bool:
        change = outcome.change
        if change.event_id is not None:
            return change.event_id == awaited.event_id
        if isinstance(change, EntityDeleted):
            return awaited.tombstone
        name = change.property
        if name in awaited.properties and same(awaited.properties[name], change.value):
            awaited.unseen.discard(name)
        if not awaited.unseen:
            return not awaited.tombstone
        record = None if self._world is None else self._world.get(change.entity_id)
        return record is not None and awaited.is_in(record.properties)

    def _see(self, entity_id: str, seen: list[Awaited]) -> None:
        indexes = {one.index for one in seen}
        remaining = [one for one in self._of_entity[entity_id] if one.index not in indexes]
        self._keep(entity_id, remaining)
        for one in seen:
            self._seen(one.index)

    def _keep(self, entity_id: str, awaited: list[Awaited]) -> None:
        if awaited:
            self._of_entity[entity_id] = awaited
        else:
            self._of_entity.pop(entity_id, None)


def _as_the_server_has_them(event: Event) -> dict[str, Json]:
    """Its properties after a way over the wire: integers past 64 bits come back as floats."""
    properties = decode(encode(dict(event.properties or {})))
    return properties if isinstance(properties, dict) else {}
