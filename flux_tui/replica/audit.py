"""Holding the server's state against the World: what arrives in pieces, and what was missed.

Neither blocks: a snapshot is taken piece by piece, while changes go on arriving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.model.json import Json, same
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World

CLOCKS = 60 * NS
"""By how much stamps must disagree, in ns, to be of different pasts: so far apart is no clock."""


class Loading:
    """A snapshot on its way into the World, which takes each entity as it comes.

    Nothing else may change the World meanwhile. What the snapshot lacks is known when all has
    been taken.
    """

    def __init__(
        self,
        world: World,
        stamps: dict[str, int] | None = None,
        *,
        verified: int | None = None,
    ) -> None:
        """``stamps`` gets when each entity was last updated, in ns by the server's clock;
        ``verified`` is when the World was last known to be the server's state, by that clock."""
        self._world = world
        self._verified = verified
        self._missing = dict.fromkeys(world.entities)
        self.known = len(self._missing)
        """How many entities the World had before."""
        self._stamps = stamps
        self.taken = 0
        """How many entities were in it so far."""
        self.contradicting = 0
        """How many of them were last updated before the World knew otherwise."""
        self.differing = 0
        """How many properties were set, changed or removed."""

    def take(self, entities: Sequence[Entity]) -> None:
        """Make these entities of the World equal to the snapshot's."""
        self.taken += len(entities)
        if self._stamps is not None:
            self._stamps.update({entity.id: entity.updated for entity in entities})
        if self.known and self._verified is not None:
            self.contradicting += sum(self._contradicts(entity) for entity in entities)
        if self._missing:
            for entity in entities:
                self._missing.pop(entity.id, None)
        self.differing += self._world.heal_all(entities)

    def _contradicts(self, entity: Entity) -> bool:
        """Whether an entity was as it is now before the World was verified without that."""
        record = self._world.get(entity.id)
        known = self._verified if record is None else record.updated
        return entity.updated < (known or 0) - CLOCKS

    @property
    def lacks_most(self) -> bool:
        """Whether at least half of the World's entities have not come yet."""
        return 2 * len(self._missing) >= self.known > 0

    @property
    def has_nobody_known(self) -> bool:
        """Whether the World had entities, and none of them has come yet."""
        return len(self._missing) == self.known > 0

    @property
    def missing(self) -> list[str]:
        """Entities of the World that the snapshot lacks."""
        return list(self._missing)


class Walk:
    """Goes through all entities of a World, a few at a time and in no order, again and again."""

    def __init__(self, world: World, random: Random) -> None:
        self._world = world
        self._random = random
        self._left: list[str] = []

    def next(self, count: int) -> list[str]:
        """The next so many, fewer when there are fewer; those deleted meanwhile are passed over."""
        count = min(count, len(self._world))
        found: dict[str, None] = {}
        while len(found) < count:
            if not self._left:
                self._left = self._random.sample(list(self._world.entities), len(self._world))
            entity_id = self._left.pop()
            if entity_id in self._world:
                found[entity_id] = None
        return list(found)


Doubt = tuple[str, int, int]
"""An entity, when the World last heard of it (its deletion, if it has none), and the server."""


class Comparison:
    """A snapshot (or some entities of one) against a World that goes on following its feed.

    What differs at first may only be on its way here. ``mend``, called when that has had the time
    to arrive, makes true what no newer change has spoken for: that was missed.

    It is made before the server is asked. ``ids`` are the entities asked for, all when None.
    ``doubts`` are those of the comparison before: what claims to be newer than the server, twice
    and unchanged, is not (its clock was set back).
    """

    def __init__(
        self,
        world: World,
        *,
        ids: Iterable[str] | None = None,
        doubts: frozenset[Doubt] = frozenset(),
    ) -> None:
        self._world = world
        known = world.entities
        asked = known if ids is None else [entity_id for entity_id in ids if entity_id in known]
        self._unseen = {entity_id: known[entity_id].updated for entity_id in asked}
        self._differing: dict[str, Entity] = {}
        self._before = doubts
        self.doubts: frozenset[Doubt] = frozenset()
        """For the next comparison, after ``mend``."""

    def take(self, entities: Iterable[Entity]) -> None:
        """Compare these."""
        for entity in entities:
            self._unseen.pop(entity.id, None)
            record = self._world.get(entity.id)
            if record is None or not _equal(record.properties, entity):
                self._differing[entity.id] = entity

    @property
    def agrees(self) -> bool:
        """Whether nothing differed, so that nothing is to be waited for."""
        return not self._differing and not self._unseen

    def mend(self, remove: Callable[[str], None] | None = None) -> int:
        """Make true what was missed; the answer is how many properties and entities that were.

        ``remove`` takes what the server has not out of the World, where it is not just forgotten.
        """
        remove = remove or self._world.forget
        doubts: set[Doubt] = set()
        with self._world.batch():
            mended = sum(self._mend(entity, doubts) for entity in self._differing.values())
            for entity_id, updated in self._unseen.items():
                record = self._world.get(entity_id)
                if record is not None and record.updated == updated:
                    remove(entity_id)
                    mended += 1
        self.doubts = frozenset(doubts)
        return mended

    def _mend(self, entity: Entity, doubts: set[Doubt]) -> int:
        record = self._world.get(entity.id)
        if record is not None and _equal(record.properties, entity):
            return 0
        heard = record.updated if record else self._world.deleted_at(entity.id) or 0
        doubt = (entity.id, heard, entity.updated)
        if heard <= entity.updated or doubt in self._before:
            return self._world.heal(entity)
        doubts.add(doubt)
        return self._world.heal(_without_newer(record, entity)) if record else 0


def _equal(properties: dict[str, Json], entity: Entity) -> bool:
    if len(properties) != len(entity.properties):
        return False
    return all(
        name in properties and same(properties[name], value)
        for name, value in entity.properties.items()
    )


def _without_newer(record: EntityRecord, entity: Entity) -> Entity:
    """The entity as the snapshot has it, but for what the World has heard of since."""
    newer = {
        name: value
        for name, value in record.properties.items()
        if record.stamp(name) > entity.updated
    }
    return Entity(entity.id, {**entity.properties, **newer}, entity.updated)
