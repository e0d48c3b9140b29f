"""What was deleted from an explorer, as it last was: what undo brings back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flux_tui.replica.record import EntityRecord

MOST_ENTITIES = 100_000
"""Entities that are kept in all; the deletion that lies back longest is forgotten first."""


@dataclass(slots=True)
class Deleted:
    """One deletion: ``at`` in ns by this machine's clock, and each entity as it last was."""

    at: int
    records: dict[str, EntityRecord]


class Ledger:
    """The deletions that can still be undone, the last one last."""

    def __init__(self) -> None:
        self._entries: list[Deleted] = []

    @property
    def last(self) -> Deleted | None:
        """What undo is about; None when there is nothing."""
        return self._entries[-1] if self._entries else None

    def take(self, at: int, records: Mapping[str, EntityRecord]) -> None:
        """Keep what was deleted."""
        if records:
            self._entries.append(Deleted(at, dict(records)))
        while len(self._entries) > 1 and self._size() > MOST_ENTITIES:
            del self._entries[0]

    def settle(self, entry: Deleted, ids: set[str]) -> None:
        """These need not be brought back any more; an entry without any is forgotten."""
        entry.records = {i: record for i, record in entry.records.items() if i not in ids}
        if not entry.records:
            self._entries = [other for other in self._entries if other is not entry]

    def _size(self) -> int:
        return sum(len(entry.records) for entry in self._entries)
