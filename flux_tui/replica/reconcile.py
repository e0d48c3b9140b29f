"""Reconciling a snapshot with frames that carry no sequence, and deletions with sets.

A real Flux sends sets, deletions and metrics from three queues that overtake each other, around a
snapshot that is not atomic. The rule (proved on ``churn.jsonl``) compares the server's stamps:

- a set is dropped when it is older than its entity in the snapshot, than its property's own
  stamp, or than a deletion of that id in the last minute; ties are applied;
- a deletion removes what is older than itself, and the entity when nothing is left;
- an entity that the snapshot lacks and an old frame makes is to be confirmed by asking.

Within one queue order holds, so a stamp that falls back by more than the queues ever disagree is
the server's clock stepping back: from then on frames are applied as they come, until the next
snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.model.change import EntityDeleted, Metrics, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.replica.outcome import Outcome
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World

GRAVE_AGE = 60 * NS
"""How long a deletion speaks against older sets of the same id, in ns."""

DISORDER = 2 * NS
"""The most that the queues disagree, in ns; measured under backlog: 1.35 s (``lossy.jsonl``)."""


class Reconciler:
    """Applies changes to a World, unless something newer is known already."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._comparing = False
        self._newest: dict[type[PropertySet | EntityDeleted | Metrics], int] = {}
        self._snapshot: dict[str, int] = {}
        self._settled_at = 0
        self._settling = False
        self.unconfirmed: set[str] = set()
        """Ids made by a frame though the snapshot lacks them; whoever confirms them clears it."""

    def start(self, snapshot: Iterable[Entity]) -> None:
        """Take a snapshot: the World becomes equal to it, and older frames stop counting."""
        entities = list(snapshot)
        self._world.load(entities)
        self.loaded({entity.id: entity.updated for entity in entities})

    def loaded(self, stamps: dict[str, int]) -> None:
        """The World has become equal to a snapshot whose entities were updated at ``stamps``."""
        self._snapshot = stamps
        self._settled_at = max(self._snapshot.values(), default=0) + DISORDER
        self._newest = {}
        self._comparing = self._settling = True
        self.unconfirmed = set()

    def apply(self, change: StateChange) -> Outcome | None:
        """Apply a change; None when it was overtaken, or when nothing came of it."""
        self.hear(change)
        if not self._comparing:
            return self._world.apply(change)
        if isinstance(change, EntityDeleted):
            return self._world.drop_older(change)
        record = self._world.get(change.entity_id)
        if self._is_overtaken(change, record):
            return None
        if record is None and self._settling and change.entity_id not in self._snapshot:
            self.unconfirmed.add(change.entity_id)
        return self._world.apply(change)

    def apply_all(self, changes: Iterable[StateChange]) -> None:
        """Apply changes that came together, each as ``apply`` does, and tell of them together."""
        with self._world.batch():
            for change in changes:
                self.apply(change)

    def hear(self, message: StateChange | Metrics) -> None:
        """Follow the server's clock; metrics, which change no state, tell of it too."""
        queue = type(message)
        if message.at < self._newest.get(queue, 0) - DISORDER:
            self._comparing = False
        self._newest[queue] = message.at
        if self._settling and isinstance(message, PropertySet) and message.at > self._settled_at:
            self._settling = False
            self._snapshot = {}

    def _is_overtaken(self, change: PropertySet, record: EntityRecord | None) -> bool:
        at = change.at
        if self._settling and at < self._snapshot.get(change.entity_id, 0):
            return True
        if record is not None and at < record.stamp(change.property):
            return True
        grave = self._world.deleted_at(change.entity_id)
        return grave is not None and at < grave < at + GRAVE_AGE
