"""A plan to bring back what was: each thing to do, what a person chooses, and the events of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from flux_tui.model.event import DELETED, DELETED_AT, Event, setting
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol.json_text import encode
from flux_tui.protocol.rules import MAX_SINGLE_BYTES
from flux_tui.replica.undo.effect import Effects
from flux_tui.replica.undo.mending import Mend, Mending, mendings

STREAM = "undo"
"""The stream of what brings back: that of what stood before is not known."""

LARGEST_EVENT = MAX_SINGLE_BYTES - 16_384
"""Bytes of properties in one event, room for all else left."""

Look = Callable[[str], Mapping[str, Json] | None]
"""The properties of an entity as they are now; None when it is not there."""


class Reach(NamedTuple):
    """How many entities are set back, made anew without what they had not, and deleted."""

    set_back: int
    made_anew: int
    deleted: int

    @property
    def entities(self) -> int:
        """How many in all."""
        return sum(self)


class Plan:
    """What undoing some deeds would do to the world as it was when each entity was looked at."""

    def __init__(self, effects: Effects, look: Look) -> None:
        self._effects = effects
        self._look = look
        self._of_entity: dict[str, list[Mending]] = {}
        self.is_cut_short = any(
            effect.gone and not effect.whole for effect in effects.of_entity.values()
        )
        """Whether something was deleted of which not all is known that it had."""

    @property
    def entities(self) -> list[str]:
        """The entities of which anything can be brought back, or would have to be."""
        return list(self._of_entity)

    @property
    def concerned(self) -> frozenset[str]:
        """All entities that the deeds were about."""
        return frozenset(self._effects.of_entity)

    @property
    def lines(self) -> list[Mending]:
        """Everything, entity by entity."""
        return [mending for found in self._of_entity.values() for mending in found]

    @property
    def reach(self) -> Reach:
        """How far that goes which is chosen."""
        set_, anew, deleted = 0, 0, 0
        for found in self._of_entity.values():
            kinds = {mending.kind for mending in found if mending.chosen}
            deleted += Mend.DELETE in kinds
            anew += Mend.UNSET in kinds
            set_ += kinds == {Mend.SET}
        return Reach(set_, anew, deleted)

    @property
    def leaves_some(self) -> bool:
        """Whether anything is not chosen, so that it stays as it is."""
        return not all(mending.chosen for mending in self.lines)

    def look_again(self, entity_id: str) -> bool:
        """Look how an entity is now; whether it asks something else than before.

        What was chosen stays chosen where it is about the same.
        """
        effect = self._effects.of_entity.get(entity_id)
        if effect is None:
            return False
        before = self._of_entity.get(entity_id, [])
        now = list(mendings(entity_id, effect, self._look(entity_id)))
        known = {mending.name: mending for mending in before}
        for mending in now:
            old = known.get(mending.name)
            if old is not None and old.says_as(mending):
                mending.chosen = old.chosen
        if now:
            self._of_entity[entity_id] = now
        else:
            self._of_entity.pop(entity_id, None)
        return len(now) != len(before) or not all(map(Mending.says_as, now, before))

    def events(self, source: str, now_ms: int) -> Iterator[Event]:
        """The events that do what is chosen, those of an entity in their order."""
        for entity_id, found in self._of_entity.items():
            yield from self._events_of(entity_id, found, source, now_ms)

    def _events_of(
        self, entity_id: str, found: list[Mending], source: str, now_ms: int
    ) -> Iterator[Event]:
        chosen = [mending for mending in found if mending.chosen]
        if any(mending.kind is Mend.DELETE for mending in chosen):
            yield tombstone(entity_id, source, now_ms)
            return
        values = {m.name: m.target for m in chosen if m.kind is Mend.SET}
        unset = {mending.name for mending in chosen if mending.kind is Mend.UNSET}
        if unset:
            yield tombstone(entity_id, source, now_ms)
            kept = {n: v for n, v in (self._look(entity_id) or {}).items() if n not in unset}
            values = {**kept, **values}
        yield from settings(entity_id, values, source)


def tombstone(entity_id: str, source: str, now_ms: int) -> Event:
    """An event that deletes an entity, as a real Flux writes its own."""
    return setting(STREAM, source, entity_id, {DELETED: True, DELETED_AT: now_ms})


def settings(entity_id: str, values: Mapping[str, Json], source: str) -> Iterator[Event]:
    """The events that set some properties: one, or more where they are larger than that."""
    part: JsonObject = {}
    size = 0
    for name, value in values.items():
        length = len(encode({name: value}).encode("utf-8", "surrogatepass"))
        if part and size + length > LARGEST_EVENT:
            yield setting(STREAM, source, entity_id, part)
            part, size = {}, 0
        part[name] = value
        size += length
    if part:
        yield setting(STREAM, source, entity_id, part)
