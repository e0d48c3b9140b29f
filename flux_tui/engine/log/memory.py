"""A log in memory: for demos and tests. It forgets everything when the engine ends."""

from __future__ import annotations

import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flux_tui.engine.log.event_log import (
    READ_BYTES,
    READ_ENTRIES,
    Appended,
    BeginAgain,
    Commit,
    Draft,
    Entry,
    Follower,
    LogKind,
    Retention,
    Snapshot,
    Trouble,
)
from flux_tui.engine.log.thinning import surplus
from flux_tui.model.clock import Clock


class MemoryLog:
    """Keeps events until they expire, or until it ends."""

    kind: LogKind = "memory"
    unreadable: int = 0
    trouble: Trouble | None = None
    place: str | None = None

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._identity = str(uuid.uuid4())
        self._entries: list[Entry] = []
        self._oldest = 1
        self._received = 0
        self._size = 0
        self._receipts: list[tuple[int, bytes]] = []
        self._snapshots: list[Snapshot] = []
        self._follower: Follower | None = None

    @property
    def identity(self) -> str:
        """A UUID for this log."""
        return self._identity

    @property
    def oldest(self) -> int:
        """The first sequence that is kept."""
        return self._oldest

    @property
    def newest(self) -> int:
        """The last sequence."""
        return self._oldest + len(self._entries) - 1

    def takes(self, draft: Draft) -> bool:
        """Nothing here limits an event."""
        return True

    async def follow(self, after: int, follower: Follower, begin_again: BeginAgain) -> None:
        """Have ``follower`` hear of every commit; ``after`` is the end: nobody else appends."""
        self._follower = follower

    async def catch_up(self, sequence: int) -> None:
        """No other engine has told of anything."""

    async def append(self, drafts: Sequence[Draft]) -> Appended:
        """Add a group of events."""
        first, now = self.newest + 1, max(self._clock.now(), self._received + 1)
        commit = Commit(range(first, first + len(drafts)), range(now, now + len(drafts)), drafts)
        for sequence, received, draft in zip(*commit, strict=True):
            self._entries.append(Entry(sequence, received, draft.line))
            self._size += len(draft.line)
            if draft.receipt is not None:
                self._receipts.append((received, draft.receipt))
        self._received = commit.received[-1]
        if self._follower is not None:
            self._follower(commit)
        return Appended(commit.sequences)

    async def read(self, after: int, limit: int = READ_ENTRIES) -> list[Entry]:
        """The entries that follow a sequence."""
        start = max(0, after + 1 - self._oldest)
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

    async def sequence_at(self, instant: int) -> int:
        """The last sequence received at or before a time."""
        count = bisect_right(self._entries, instant, key=lambda entry: entry.received)
        return self._oldest - 1 + count

    async def claim_snapshot(self, since: int, sequence: int) -> int | None:
        """Nobody else takes snapshots."""
        return None

    async def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot."""
        self._snapshots.append(snapshot)
        going = set(surplus([one.sequence for one in self._snapshots]))
        self._snapshots = [one for one in self._snapshots if one.sequence not in going]

    async def snapshot_at(self, sequence: int) -> Snapshot | None:
        """The newest snapshot at or before a sequence."""
        earlier = [one for one in self._snapshots if one.sequence <= sequence]
        return earlier[-1] if earlier else None

    async def overdue(self, retention: Retention, now: int) -> int:
        """The last sequence that is not to be kept."""
        last = await self.sequence_at(now - retention.age)
        surplus_bytes = self._size - retention.size
        for entry in self._entries:
            if surplus_bytes <= 0:
                break
            surplus_bytes -= len(entry.line)
            last = max(last, entry.sequence)
        return last

    async def expire(self, sequence: int) -> None:
        """Drop the events up to a snapshot, and the snapshots before it."""
        going = max(0, sequence + 1 - self._oldest)
        self._size -= sum(len(entry.line) for entry in self._entries[:going])
        del self._entries[:going]
        self._oldest += going
        self._snapshots = [one for one in self._snapshots if one.sequence >= sequence]
        since = self._entries[0].received if self._entries else self._received
        self._receipts = [receipt for receipt in self._receipts if receipt[0] >= since]

    async def close(self) -> None:
        """Nothing to let go of."""
