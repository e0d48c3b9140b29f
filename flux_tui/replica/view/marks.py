"""The marks: entities that a person has picked out; they follow the entity, not the row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator


class Marks(Collection[str]):
    """The marked ids, in the order they were marked."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def toggle(self, entity_id: str) -> None:
        """Mark an entity, or take its mark away."""
        if entity_id in self._ids:
            del self._ids[entity_id]
        else:
            self._ids[entity_id] = None

    def add(self, ids: Iterable[str]) -> None:
        """Mark some; those that were marked stay so."""
        self._ids.update(dict.fromkeys(ids))

    def drop(self, ids: Iterable[str]) -> None:
        """Take marks away, where there are any."""
        for entity_id in ids:
            self._ids.pop(entity_id, None)

    def clear(self) -> None:
        """Take all marks away."""
        self._ids.clear()
