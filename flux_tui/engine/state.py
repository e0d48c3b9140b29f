"""The state: what the log adds up to, each entity's JSON kept until it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flux_tui.model.event import DELETED, Event
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json
from flux_tui.protocol.json_text import encode


class HeldEntity:
    """One entity at one moment; a change makes a new one, so that a listing can be frozen."""

    __slots__ = ("_body", "id", "properties", "updated")

    def __init__(
        self,
        entity_id: str,
        properties: Mapping[str, Json],
        updated: int,
        body: bytes | None = None,
    ) -> None:
        self.id = entity_id
        self.properties = properties
        self.updated = updated
        self._body = body

    @property
    def body(self) -> bytes:
        """Its JSON as Flux writes it: keys sorted, ``lastUpdated`` with nine digits."""
        if self._body is None:
            self._body = (
                f'{{"id":{encode(self.id)},"properties":{encode(dict(self.properties))},'
                f'"lastUpdated":"{format_rfc3339(self.updated, suffix="+00:00")}"}}'
            ).encode()
        return self._body


class State:
    """The entities after a sequence of events, last write wins in the order of the log.

    ``sequence`` and ``received`` are those of the last event that it sums up.
    """

    def __init__(self) -> None:
        self.sequence = 0
        self.received = 0
        self._entities: dict[str, HeldEntity] = {}
        self._listing: bytes | None = None

    def __len__(self) -> int:
        return len(self._entities)

    def get(self, entity_id: str) -> HeldEntity | None:
        """An entity as it is now."""
        return self._entities.get(entity_id)

    def load(self, entities: Iterable[HeldEntity], sequence: int, received: int) -> None:
        """Begin with these entities, which sum up the events up to ``sequence``."""
        self._entities = {held.id: held for held in entities}
        self._listing = None
        self.advance(sequence, received)

    def copy(self) -> State:
        """The same world, to go on from; entities are shared until they change."""
        state = State()
        state.load(self._entities.values(), self.sequence, self.received)
        return state

    def advance(self, sequence: int, received: int) -> None:
        """All events up to ``sequence`` have been applied."""
        self.sequence, self.received = sequence, received

    def apply(self, event: Event, at: int) -> bool:
        """Apply an event received at ``at`` ns; whether subscribers have something to hear.

        The tombstone of an unknown entity has an effect on nobody (``ws.jsonl``: delete unknown).
        """
        entity_id, properties = event.entity_id, event.properties
        if entity_id is None or not properties:
            return False
        held = self._entities.get(entity_id)
        if DELETED in properties and event.is_tombstone:
            if held is None:
                return False
            del self._entities[entity_id]
        else:
            merged = properties if held is None else {**held.properties, **properties}
            self._entities[entity_id] = HeldEntity(entity_id, merged, at)
        self._listing = None
        return True

    def select(self, prefix: str | None, namespace: str | None) -> list[HeldEntity]:
        """The entities whose id begins with ``prefix`` and lies in ``namespace``; None is any.

        An empty namespace is nobody's: Flux answers an empty list.
        """
        chosen: Iterable[HeldEntity] = self._entities.values()
        if namespace is not None:
            if not namespace:
                return []
            inside = f"{namespace}/"
            chosen = [held for held in chosen if held.id.startswith(inside)]
        if prefix:
            chosen = [held for held in chosen if held.id.startswith(prefix)]
        return list(chosen)

    def listing(self) -> bytes:
        """All entities as one JSON array, kept until something changes."""
        if self._listing is None:
            self._listing = array(self._entities.values())
        return self._listing


def array(entities: Iterable[HeldEntity]) -> bytes:
    """Entities as one JSON array."""
    return b"[" + b",".join([held.body for held in entities]) + b"]"
