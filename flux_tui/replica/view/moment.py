"""A picture's entities as they are at one moment, for who reads them for a while."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import Memory, World


class Moment:
    """Keeps each entity from its next change on; costs only what changes until it is left.

    ``kept`` is what a pause has kept already: the moment is then that of the pause.
    """

    def __init__(self, world: World, kept: Memory) -> None:
        self._world = world
        self._kept = kept
        self._memory: Memory = {}
        self._forget = world.remember(self._memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._forget()

    def get(self, entity_id: str) -> EntityRecord | None:
        """An entity as it was; None when there was none."""
        for memory in (self._kept, self._memory):
            if entity_id in memory:
                return memory[entity_id]
        return self._world.get(entity_id)

    def records(self, ids: Iterable[str]) -> Iterator[EntityRecord]:
        """Some entities, those left out that there were not."""
        for entity_id in ids:
            record = self.get(entity_id)
            if record is not None:
                yield record
