"""The World: what the replica believes the server's state to be, and what it saw it do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json, same
from flux_tui.model.observers import Observers
from flux_tui.replica.outcome import Kind, Newcomers, Observer, Outcome, made
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.record.packing import Packing
from flux_tui.replica.record.plans import Plans
from flux_tui.replica.record.report import Loose
from flux_tui.replica.scope import WHOLE, Scope

GRAVES = 10_000
"""How many deletions are remembered: enough for a minute of them, and bounded."""


Memory = dict[str, EntityRecord | None]
"""Entities as they once were, by id; None stands for one that was not there."""


class World:
    """Entities by id, changed only by ``apply``, ``drop_older`` and ``load``; all O(1) a change.

    Pure and synchronous. It has one writer (the Session) and any number of readers. Observers are
    told at once, or when the writer's ``batch`` ends.
    """

    def __init__(self, scope: Scope = WHOLE) -> None:
        self.scope = scope
        """The part of the server's state that this is a replica of."""
        self._entities: dict[str, EntityRecord] = {}
        self._graves: dict[str, int] = {}
        self._observers = Observers[Sequence[Outcome]]()
        self._untold: list[Outcome] = []
        self._batches = 0
        self._memories: list[Memory] = []
        self._plans = Plans()
        self._packing = Packing()
        self._report: Loose = (0, None, None)

    @property
    def entities(self) -> Mapping[str, EntityRecord]:
        """All entities, by id."""
        return self._entities

    def __len__(self) -> int:
        return len(self._entities)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._entities

    def get(self, entity_id: str) -> EntityRecord | None:
        """One entity; None when there is none."""
        return self._entities.get(entity_id)

    def is_blind_to(self, entity_id: str) -> bool:
        """Whether an entity that is not here may exist all the same, outside of the scope."""
        return self.scope.reads_properties or not self.scope.may_have(entity_id)

    def deleted_at(self, entity_id: str) -> int | None:
        """When an entity was last seen to be deleted, in ns; None when not lately."""
        return self._graves.get(entity_id)

    def deletions(self) -> Iterator[tuple[str, int]]:
        """The deletions that are remembered, the last first: which entity, and when, in ns."""
        return reversed(self._graves.items())

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Tell ``observer`` of every outcome from now on; the answer ends that."""
        return self._observers.add(observer)

    def remember(self, memory: Memory) -> Callable[[], None]:
        """Put each entity into ``memory`` before its next change; the answer ends that.

        It is what a picture of this moment needs, and costs only what changes.
        """
        self._memories.append(memory)

        def forget() -> None:
            self._memories = [other for other in self._memories if other is not memory]

        return forget

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Tell observers of all that is done inside at its end, at once; nothing may be awaited.

        Batches nest: the outermost counts.
        """
        self._batches += 1
        try:
            yield
        finally:
            self._batches -= 1
            self._tell()

    def state(self) -> dict[str, dict[str, Json]]:
        """The plain state, as a server's list gives it: properties by id."""
        return {entity_id: record.properties for entity_id, record in self._entities.items()}

    # -- changes -------------------------------------------------------------------------------

    def apply(self, change: StateChange) -> Outcome | None:
        """Apply one change as it comes; None when it changed nothing (an unknown id deleted)."""
        if isinstance(change, PropertySet):
            return self._set(change)
        return self._delete(change)

    def apply_all(self, changes: Iterable[StateChange]) -> None:
        """Apply changes that came together, and tell of them together."""
        with self.batch():
            for change in changes:
                if isinstance(change, PropertySet):
                    self._set(change)
                else:
                    self._delete(change)

    def drop_older(self, deletion: EntityDeleted) -> Outcome | None:
        """Apply a deletion that newer sets may have overtaken: they survive it.

        Properties stamped before the deletion go; the entity goes when none is left.
        """
        record = self._entities.get(deletion.entity_id)
        if record is None:
            self._bury(deletion)
            return None
        if any(record.stamp(name) > deletion.at for name in record.properties):
            for name in [n for n in record.properties if record.stamp(n) < deletion.at]:
                self._forget_property(record, name)
            self._bury(deletion)
            return None
        return self._delete(deletion)

    def load(self, snapshot: Iterable[Entity]) -> None:
        """Become equal to a snapshot, as if what differs had been reported by it.

        What is equal keeps its trail and its age: a server that was restarted stamps all anew,
        and a reconnect must neither glow nor reset an age.
        """
        entities = list(snapshot)
        missing = self._entities.keys() - {entity.id for entity in entities}
        with self.batch():
            self.heal_all(entities)
            for entity_id in missing:
                self.forget(entity_id)

    def heal_all(self, entities: Iterable[Entity]) -> int:
        """Make some entities equal to what the server says of them; the answer is what differed.

        Those that are new are told of as one, the ones of a snapshot thus without a word for each.
        """
        records, wrong = self._entities, 0
        newcomers: list[EntityRecord] = []
        with self.batch():
            for entity in entities:
                if entity.id not in records:
                    newcomers.append(self._make(entity))
                    wrong += 1
                    continue
                self._untold += map(made, newcomers)
                newcomers.clear()
                wrong += self.heal(entity)
            if self._untold or self._batches > 1:
                self._untold += map(made, newcomers)
            else:
                self._tell_all(Newcomers(newcomers))
        return wrong

    def heal(self, entity: Entity) -> int:
        """Make one entity equal to what the server says of it; the answer is what differed.

        Counted are properties that were set, changed or removed.
        """
        record = self._entities.get(entity.id)
        if record is None:
            self._record(made(self._make(entity)))
            return 1
        wrong = 0
        with self.batch():
            for name, value in entity.properties.items():
                if name not in record.properties or not same(record.properties[name], value):
                    self._set(PropertySet(entity.id, name, value, entity.updated))
                    wrong += 1
            for name in [n for n in record.properties if n not in entity.properties]:
                self._forget_property(record, name)
                wrong += 1
        return wrong

    def forget(self, entity_id: str) -> None:
        """Remove an entity that the server does not have, though no deletion was seen."""
        record = self._entities.get(entity_id)
        if record is not None:
            self._delete(EntityDeleted(entity_id, record.updated))

    def leave(self, entity_id: str) -> None:
        """Remove an entity that no longer belongs here, though the server may have it."""
        record = self._entities.pop(entity_id, None)
        if record is not None:
            self._keep(entity_id, record)
            gone = EntityDeleted(entity_id, record.updated)
            self._record(Outcome(Kind.LEFT, gone, True, None))

    # -- how -----------------------------------------------------------------------------------

    def _set(self, change: PropertySet) -> Outcome:
        entity_id, name, value, at, source, event_id = change
        record = self._entities.get(entity_id)
        kind = Kind.CHANGED
        if self._memories:
            self._keep(entity_id, record)
        if record is None:
            record = self._entities[entity_id] = EntityRecord(entity_id, {}, at)
            kind = Kind.CREATED
        properties = record.properties
        had = name in properties
        before = properties.get(name)
        place = record.places.get(name)
        if place is None:
            place = self._plans.place(record, name)
        facts = record.facts
        if event_id is None and source is None:
            facts[place] = at
        else:
            report = self._report
            if event_id is not report[2] or at != report[0] or source is not report[1]:
                report = self._report = at, source, event_id
                self._packing.put_off(record)
            facts[place] = report
        if at > record.updated:
            record.updated = at
        if had and same(before, value):
            kind = Kind.REPEATED
        else:
            properties[name] = value
            record.changed = at
            record.changes += 1
            if had:
                facts[place + 1] = before
                facts[place + 2] += 1  # type: ignore[operator]
        outcome = Outcome(kind, change, had, before)
        self._untold.append(outcome)
        if not self._batches:
            self._tell()
        return outcome

    def _make(self, entity: Entity) -> EntityRecord:
        if self._memories:
            self._keep(entity.id, None)
        record = EntityRecord(entity.id, dict(entity.properties), entity.updated)
        self._entities[entity.id] = record
        return record

    def _delete(self, change: EntityDeleted) -> Outcome | None:
        self._bury(change)
        record = self._entities.pop(change.entity_id, None)
        if record is None:
            return None
        self._keep(record.id, record)
        outcome = Outcome(Kind.DELETED, change, True, None)
        self._record(outcome)
        return outcome

    def _forget_property(self, record: EntityRecord, name: str) -> None:
        self._keep(record.id, record)
        before = record.properties.pop(name)
        self._plans.forget(record, name)
        gone = PropertySet(record.id, name, None, record.updated)
        self._record(Outcome(Kind.CHANGED, gone, True, before))

    def _keep(self, entity_id: str, record: EntityRecord | None) -> None:
        for memory in self._memories:
            if entity_id not in memory:
                memory[entity_id] = None if record is None else record.copy()

    def _bury(self, deletion: EntityDeleted) -> None:
        self._graves.pop(deletion.entity_id, None)
        self._graves[deletion.entity_id] = deletion.at
        if len(self._graves) > GRAVES:
            del self._graves[next(iter(self._graves))]

    def _record(self, outcome: Outcome) -> None:
        self._untold.append(outcome)
        if not self._batches:
            self._tell()

    def _tell(self) -> None:
        if self._untold and not self._batches:
            outcomes, self._untold = self._untold, []
            self._tell_all(outcomes)

    def _tell_all(self, outcomes: Sequence[Outcome]) -> None:
        if outcomes:
            self._observers.tell(outcomes)
