"""A log in memory: for demos and tests. It forgets everything when the engine ends."""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Sequence

from flux_tui.engine.log.event_log import (
    READ_BYTES,
    READ_ENTRIES,
    Commit,
    Draft,
    Entry,
    Follower,
    LogKind,
)
from flux_tui.model.clock import Clock


class MemoryLog:
    """Keeps every event until it ends."""

    kind: LogKind = "memory"
    place: str | None = None

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._identity = str(uuid.uuid4())
        self._entries: list[Entry] = []
        self._receipts: list[tuple[int, bytes]] = []
        self._follower: Follower | None = None

    @property
    def identity(self) -> str:
        """A UUID for this log."""
        return self._identity

    @property
    def oldest(self) -> int:
        """The first sequence: nothing is ever dropped."""
        return 1

    @property
    def newest(self) -> int:
        """The last sequence."""
        return len(self._entries)

    def follow(self, follower: Follower) -> None:
        """Have ``follower`` hear of every commit."""
        self._follower = follower

    async def append(self, drafts: Sequence[Draft]) -> Sequence[int]:
        """Add a group of events."""
        last_received = self._entries[-1].received if self._entries else 0
        received = max(self._clock.now(), last_received + 1)
        commit = Commit(self.newest + 1, received, drafts)
        for offset, draft in enumerate(drafts):
            self._entries.append(Entry(commit.first + offset, received + offset, draft.line))
            if draft.receipt is not None:
                self._receipts.append((received + offset, draft.receipt))
        if self._follower is not None:
            self._follower(commit)
        return range(commit.first, commit.last + 1)

    async def read(self, after: int, limit: int = READ_ENTRIES) -> list[Entry]:
        """The entries that follow a sequence."""
        start = max(0, after)
        entries = self._entries[start : start + min(limit, READ_ENTRIES)]
        size = 0
        for count, entry in enumerate(entries, start=1):
            size += len(entry.line)
            if size > READ_BYTES:
                return entries[:count]
        return entries

    async def find(self, fragment: bytes, since: int, limit: int) -> list[Entry]:
        """The oldest entries since a time whose line holds ``fragment``."""
        start = bisect_left(self._entries, since, key=lambda entry: entry.received)
        found: list[Entry] = []
        for entry in self._entries[start:]:
            if fragment in entry.line:
                found.append(entry)
                if len(found) == limit:
                    break
        return found

    async def receipts(self, since: int) -> list[tuple[int, bytes]]:
        """When each receipt since a time was received."""
        return [receipt for receipt in self._receipts if receipt[0] >= since]

    async def close(self) -> None:
        """Nothing to let go of."""
