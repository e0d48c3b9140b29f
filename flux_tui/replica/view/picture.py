"""The picture: the World as it is shown. Paused, it stays as it is while the World goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flux_tui.replica.condition import Condition, condition_of
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.moment import Moment
from flux_tui.replica.world import Memory, World


class Picture(Mapping[str, EntityRecord]):
    """Entities by id: the World's own, or those of the moment of the pause.

    A pause copies nothing; each entity is kept when it first changes afterwards. ``now`` is the
    server's clock, which stands still with the picture: what is seen is as old as it was then.
    """

    def __init__(self, world: World, conditions: Conditions, now: Callable[[], int]) -> None:
        self._world = world
        self._conditions = conditions
        self._now = now
        self._kept: Memory = {}
        self._forget: Callable[[], None] | None = None
        self._paused_at = 0
        self._changed: set[str] = set()
        self._size = 0
        self._counts: dict[Condition, int] = {}
        self._waiting = 0
        world.observe(self._on_outcomes)

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._forget is not None

    @property
    def paused_at(self) -> int | None:
        """Since when it stands still, in ns by the server's clock; None while it does not."""
        return self._paused_at if self.paused else None

    @property
    def changes_waiting(self) -> int:
        """How many changes the World has seen since; a repeated value is none."""
        return self._waiting

    @property
    def entities_waiting(self) -> int:
        """How many entities these are changes of."""
        return len(self._changed)

    def pause(self) -> None:
        """Stand still."""
        if self._forget is None:
            self._paused_at = self._now()
            self._size = len(self._world)
            self._counts = {c: self._conditions.count(c) for c in Condition}
            self._forget = self._world.remember(self._kept)

    def resume(self) -> None:
        """Be the World again."""
        if self._forget is not None:
            self._forget()
            self._forget, self._kept = None, {}
            self._changed, self._waiting = set(), 0

    def moment(self) -> Moment:
        """What it is now, for as long as somebody reads it; paused, what stands still."""
        return Moment(self._world, self._kept if self.paused else {})

    # -- what is shown -------------------------------------------------------------------------

    def now(self) -> int:
        """The time of the picture, in ns by the server's clock."""
        return self._paused_at if self._forget is not None else self._now()

    @property
    def entities(self) -> Mapping[str, EntityRecord]:
        """All of them, by the quickest way there is: the World's own while it is that."""
        return self if self._kept else self._world.entities

    def get(self, entity_id: str, default: None = None) -> EntityRecord | None:  # type: ignore[override]
        """One entity; None when there is none."""
        if self._kept and entity_id in self._kept:
            return self._kept[entity_id]
        return self._world.get(entity_id)

    def condition(self, entity_id: str) -> Condition:
        """How an entity is."""
        if self._kept and entity_id in self._kept:
            record = self._kept[entity_id]
            return Condition.FINE if record is None else condition_of(record.properties)
        return self._conditions.of(entity_id)

    def count_of(self, condition: Condition) -> int:
        """How many of all entities are in a condition that is not fine."""
        return self._counts[condition] if self.paused else self._conditions.count(condition)

    def unwell(self, ids: Iterable[str]) -> dict[str, Condition]:
        """Those of some entities that are not fine."""
        find = self.condition if self._kept else self._conditions.unwell.get
        return {entity_id: found for entity_id in ids if (found := find(entity_id))}

    def __getitem__(self, entity_id: str) -> EntityRecord:
        record = self.get(entity_id)
        if record is None:
            raise KeyError(entity_id)
        return record

    def __contains__(self, entity_id: object) -> bool:
        return isinstance(entity_id, str) and self.get(entity_id) is not None

    def __len__(self) -> int:
        return self._size if self._forget is not None else len(self._world)

    def __iter__(self) -> Iterator[str]:
        kept = self._kept
        yield from (entity_id for entity_id in self._world.entities if entity_id not in kept)
        yield from (entity_id for entity_id, record in kept.items() if record is not None)

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Count what is waiting."""
        if self.paused:
            changed = [o.change.entity_id for o in outcomes if o.kind is not Kind.REPEATED]
            self._waiting += len(changed)
            self._changed.update(changed)
