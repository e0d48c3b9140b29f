"""What every event log can do, and what goes into and comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol, TypeAlias

from flux_tui.errors import LogError
from flux_tui.model.event import Event


class Draft(NamedTuple):
    """An event let in, before it has a place in the log.

    ``line`` is its JSON on one line, the only encoding it ever gets. ``receipt`` is the digest of
    the event as its publisher sent it, by which a retry is known; None when the publisher gave it
    no id.
    """

    event: Event
    line: bytes
    receipt: bytes | None = None


class Commit(NamedTuple):
    """Events that have come into the log together, oldest first, whoever appended them.

    The i-th event has the i-th sequence and was received at the i-th time (ns).
    """

    sequences: Sequence[int]
    received: Sequence[int]
    drafts: Sequence[Draft]

    @property
    def last(self) -> int:
        """The sequence of the last one."""
        return self.sequences[-1]


class Appended(NamedTuple):
    """Where each event of a group is in the log, and which of them, by their place in the group,
    were there already: their publishers had sent them before, to this engine or another."""

    sequences: Sequence[int]
    duplicates: frozenset[int] = frozenset()


class Trouble(NamedTuple):
    """Since when (ns) a log is not all it should be, and why, as a sentence."""

    since: int
    reason: str


class Entry(NamedTuple):
    """One event of the log: ``received`` is the engine's time in ns, ``line`` the event's JSON."""

    sequence: int
    received: int
    line: bytes


class Snapshot(NamedTuple):
    """The world after an event: its sequence, when it was received, and the packed entities."""

    sequence: int
    received: int
    body: bytes


class Retention(NamedTuple):
    """How much of a log is kept, at most: an age in ns, and a size in bytes."""

    age: int
    size: int


Follower: TypeAlias = Callable[[Commit], None]
"""Hears of every commit, once and in order."""

BeginAgain: TypeAlias = Callable[[], None]
"""Called when the log has become another one, of which nothing was heard yet."""

LogKind: TypeAlias = Literal["memory", "sqlite", "jetstream"]
"""The name of a log in ``/api/health`` and in the line that ``serve`` prints."""

READ_ENTRIES = 10_000
"""The most entries that one read answers."""

READ_BYTES = 4 * 1024 * 1024
"""A read ends after the entry that passes this many bytes of lines: memory stays bounded."""


class LogFull(LogError):
    """There is no room for more; nothing that was acknowledged is lost."""


class EventLog(Protocol):
    """An append-only sequence of events, which this engine alone or others too append to.

    Sequences start at 1 and grow; what is missing between two is no event. ``received`` grows with
    the sequence, also across restarts and when the clock steps back. All methods are called on one
    event loop.
    """

    @property
    def kind(self) -> LogKind:
        """What sort of log it is."""

    @property
    def place(self) -> str | None:
        """Where it is kept, for people; None for one that is kept nowhere."""

    @property
    def identity(self) -> str:
        """A UUID for this log: sequences of another log mean nothing here."""

    @property
    def oldest(self) -> int:
        """The first sequence that is still kept; ``newest + 1`` when none is. It grows before
        the events before it go, so that who has just read knows whether all of it was there."""

    @property
    def newest(self) -> int:
        """The last sequence that the follower has heard of, or that was there before it; 0 before
        the first event."""

    def takes(self, draft: Draft) -> bool:
        """Whether an event is small enough for it."""

    @property
    def unreadable(self) -> int:
        """How much of what others put into a shared log since it was opened is no event."""

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the log just now; None when all is well."""

    async def follow(self, after: int, follower: Follower, begin_again: BeginAgain) -> None:
        """Have ``follower`` hear of every event after a sequence; there is one follower.

        A log that only this engine appends to is followed from its end on, and tells of an event
        before ``append`` returns; a shared one tells what others append meanwhile, too, and may
        tell an event later than ``append``. Should somebody delete a shared one and make it anew,
        ``begin_again`` is called once ``identity``, ``oldest`` and ``newest`` are the new one's;
        then its events are told from the first on.
        """

    async def catch_up(self, sequence: int) -> None:
        """Wait until ``newest`` is at least a sequence that another engine of a shared log has
        told of; not for long, nor for one that the log has not. Raises LogAway."""

    async def append(self, drafts: Sequence[Draft]) -> Appended:
        """Add a group of events; where they are, once they are safe.

        Raises LogFull when there is no room, LogAway when a log elsewhere does not answer,
        LogError when the log cannot be written: then none of them was added, as far as this log
        can know.
        """

    async def read(self, after: int, limit: int = READ_ENTRIES) -> list[Entry]:
        """The entries that follow sequence ``after``, oldest first; fewer than ``limit`` when
        READ_ENTRIES or READ_BYTES are reached, none only at the end."""

    async def find(self, fragment: bytes, since: int, limit: int) -> list[Entry]:
        """The oldest entries received at or after ``since`` (ns) whose line holds ``fragment``."""

    async def receipts(self, since: int) -> list[tuple[int, bytes]]:
        """When each receipt from ``since`` (ns) on was received, in order."""

    async def sequence_at(self, instant: int) -> int:
        """The last kept sequence received at or before a time; ``oldest - 1`` before them all."""

    async def claim_snapshot(self, since: int, sequence: int) -> int | None:
        """Ask for the right to take a snapshot at ``sequence``, the last that is known being at
        ``since``; None when it is given, else where another engine's is, or will be."""

    async def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, and of the older ones so many that the past stays near one."""

    async def snapshot_at(self, sequence: int) -> Snapshot | None:
        """The newest intact snapshot taken at or before a sequence; None without one.

        Raises LogError when there must be one, because what it summed up is no longer kept.
        """

    async def overdue(self, retention: Retention, now: int) -> int:
        """The last sequence that is not to be kept; ``oldest - 1`` when all is."""

    async def expire(self, sequence: int) -> None:
        """Drop the events up to the sequence of a snapshot, and the snapshots before it."""

    async def close(self) -> None:
        """Finish what is under way and let go of everything."""
