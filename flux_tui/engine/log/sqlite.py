"""The log on disk: SQLite with a write-ahead log, one commit for all that waits."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from flux_tui.engine.log import chunk as chunks
from flux_tui.engine.log import snapshots as store
from flux_tui.engine.log.chunk import Chunk
from flux_tui.engine.log.directory import DirectoryLock
from flux_tui.engine.log.event_log import (
    READ_ENTRIES,
    Commit,
    Draft,
    Entry,
    Follower,
    LogFull,
    LogKind,
    Retention,
    Snapshot,
)
from flux_tui.engine.log.head import Head
from flux_tui.engine.log.reader import ChunkReader
from flux_tui.engine.log.schema import identity_of, open_database, renew_identity
from flux_tui.engine.log.writer import Writer
from flux_tui.errors import LogError
from flux_tui.model.clock import Clock

LOGGER = logging.getLogger(__name__)

COMMIT_EVENTS = 8_192
"""No more events go into one commit: a reader takes a chunk as a whole."""

COMMIT_BYTES = 4 * 1024 * 1024
"""A commit is closed once its lines pass this size."""

T = TypeVar("T")


class _Waiting(NamedTuple):
    """A group that waits for the next commit."""

    drafts: Sequence[Draft]
    safe: asyncio.Future[Sequence[int]]


class SqliteLog:
    """Owns a data directory. Events are acknowledged after the fsync that holds them.

    The event loop collects groups while a commit is under way; the writer's thread does nothing
    but INSERT and COMMIT. A sequence exists once its commit has succeeded.
    """

    kind: LogKind = "sqlite"

    def __init__(self, directory: Path, clock: Clock) -> None:
        """Raises LogError when the directory cannot be had, or its database is not a sound log."""
        self._clock = clock
        with contextlib.ExitStack() as opened:
            self._lock = opened.enter_context(DirectoryLock(directory))
            self._database = opened.enter_context(contextlib.closing(open_database(directory)))
            self._reader = opened.enter_context(contextlib.closing(ChunkReader(directory)))
            self._head = opened.enter_context(contextlib.closing(Head(directory)))
            try:
                self._identity = identity_of(self._database)
                self._oldest, self._newest, self._received = self._reader.bounds()
                if self._head.is_new and self._newest:
                    self._identity = renew_identity(self._database)
            except sqlite3.Error as error:
                raise _unreadable(self.place, error) from None
            self._head.begin(self._newest)
            self._opened = opened.pop_all()
        self._writer = Writer()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="log-reader")
        self._waiting: list[_Waiting] = []
        self._committing = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._broken: LogError | None = None
        self._follower: Follower | None = None

    @property
    def place(self) -> str:
        """The data directory."""
        return str(self._lock.directory)

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
        """The last sequence that is on disk."""
        return self._newest

    async def follow(self, after: int, follower: Follower) -> None:
        """Have ``follower`` hear of every commit; ``after`` is the end: nobody else appends."""
        self._follower = follower

    # -- writing -------------------------------------------------------------------------------

    async def append(self, drafts: Sequence[Draft]) -> Sequence[int]:
        """Add a group of events; their sequences once they are on disk."""
        if self._broken is not None:
            raise self._broken
        loop = asyncio.get_running_loop()
        safe: asyncio.Future[Sequence[int]] = loop.create_future()
        self._waiting.append(_Waiting(drafts, safe))
        if not self._committing:
            self._committing = True
            self._idle.clear()
            loop.call_soon(self._commit)
        return await safe

    def _commit(self) -> None:
        groups = self._take()
        drafts = [draft for group in groups for draft in group.drafts]
        first, now = self._newest + 1, max(self._clock.now(), self._received + 1)
        commit = Commit(range(first, first + len(drafts)), range(now, now + len(drafts)), drafts)
        chunk = chunks.pack(commit)
        self._writer.submit(
            lambda: self._write(chunk), lambda error: self._committed(error, commit, groups)
        )

    def _take(self) -> list[_Waiting]:
        """The groups that go into the next commit: all, or as many as a chunk may hold."""
        groups = events = size = 0
        for group in self._waiting:
            groups += 1
            events += len(group.drafts)
            size += sum([len(draft.line) for draft in group.drafts])
            if events >= COMMIT_EVENTS or size >= COMMIT_BYTES:
                break
        taken, self._waiting = self._waiting[:groups], self._waiting[groups:]
        return taken

    def _write(self, chunk: Chunk) -> None:
        """On the writer's thread: the chunk is on disk when this returns."""
        self._database.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?)", chunk)
        self._head.write(chunk.last)

    def _committed(
        self, error: Exception | None, commit: Commit, groups: Sequence[_Waiting]
    ) -> None:
        if error is None:
            self._newest = commit.last
            self._received = commit.received[-1]
            try:
                if self._follower is not None:
                    self._follower(commit)
            finally:
                self._acknowledge(commit.sequences[0], groups)
        else:
            self._fail(groups, self._failure(error))
        if self._waiting:
            self._commit()
        else:
            self._committing = False
            self._idle.set()

    @staticmethod
    def _acknowledge(first: int, groups: Sequence[_Waiting]) -> None:
        for group in groups:
            sequences = range(first, first + len(group.drafts))
            first = sequences.stop
            if not group.safe.done():
                group.safe.set_result(sequences)

    def _failure(self, error: Exception) -> LogError:
        """A full disk may have room again; after anything else the file's state is unknown."""
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname == "SQLITE_FULL":
            return LogFull(f"the disk of {self.place} is full: make room, then publish again")
        self._broken = LogError(
            f"the log in {self.place} cannot be written any more ({error}): "
            "check its disk, then start the engine again"
        )
        waiting, self._waiting = self._waiting, []
        self._fail(waiting, self._broken)
        return self._broken

    @staticmethod
    def _fail(groups: Sequence[_Waiting], error: LogError) -> None:
        for group in groups:
            if not group.safe.done():
                group.safe.set_exception(error)

    # -- reading -------------------------------------------------------------------------------

    async def read(self, after: int, limit: int = READ_ENTRIES) -> list[Entry]:
        """The entries that follow a sequence."""
        return await self._in_reader(lambda: self._reader.read(after, limit))

    async def find(self, fragment: bytes, since: int, limit: int) -> list[Entry]:
        """The oldest entries since a time whose line holds ``fragment``."""
        return await self._in_reader(lambda: self._reader.find(fragment, since, limit))

    async def receipts(self, since: int) -> list[tuple[int, bytes]]:
        """When each receipt since a time was received."""
        return await self._in_reader(lambda: self._reader.receipts(since))

    async def sequence_at(self, instant: int) -> int:
        """The last sequence received at or before a time."""
        return await self._in_reader(lambda: self._reader.sequence_at(instant))

    # -- snapshots and retention ---------------------------------------------------------------

    async def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; one that there is no room for is given up."""
        try:
            await self._writer.do(lambda: store.insert(self._database, snapshot))
        except sqlite3.Error as error:
            LOGGER.warning("the snapshot at %d was not kept: %s", snapshot.sequence, error)

    async def snapshot_at(self, sequence: int) -> Snapshot | None:
        """The newest intact snapshot at or before a sequence."""
        oldest = self._oldest
        return await self._in_reader(lambda: self._reader.snapshot_at(sequence, oldest))

    async def overdue(self, retention: Retention, now: int) -> int:
        """The last sequence that is not to be kept."""
        aged = await self.sequence_at(now - retention.age)
        return max(aged, await self._in_reader(lambda: self._reader.beyond(retention.size)))

    async def expire(self, sequence: int) -> None:
        """Drop the events up to a snapshot bit by bit, so that commits go on in between."""
        self._oldest = max(self._oldest, sequence + 1)
        while await self._in_reader(lambda: self._reader.bounds()[0]) <= min(
            sequence, self._newest
        ):
            await self._writer.do(lambda: store.expire(self._database, sequence))

    async def _in_reader(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, work)
        except sqlite3.Error as error:
            raise _unreadable(self.place, error) from None

    async def close(self) -> None:
        """Wait for the commit under way, then let go of the directory."""
        await self._idle.wait()
        self._writer.close()
        self._readers.shutdown()
        self._opened.close()


def _unreadable(place: str, error: sqlite3.Error) -> LogError:
    return LogError(
        f"the log in {place} cannot be read ({error}): see what is left of it with "
        f"flux-tui serve --check {place}, and restore it from a backup"
    )
