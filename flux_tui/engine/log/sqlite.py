"""The log on disk: SQLite with a write-ahead log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from flux_tui.engine.log import snapshots as store
from flux_tui.engine.log.chunk import HOW_TO_SAVE, Chunk
from flux_tui.engine.log.directory import DirectoryLock
from flux_tui.engine.log.event_log import (
    READ_ENTRIES,
    Appended,
    BeginAgain,
    Draft,
    Entry,
    Follower,
    LogFull,
    LogKind,
    Retention,
    Snapshot,
    Trouble,
)
from flux_tui.engine.log.group_commit import GroupCommit
from flux_tui.engine.log.head import Head
from flux_tui.engine.log.reader import ChunkReader
from flux_tui.engine.log.schema import identity_of, open_database, renew_identity
from flux_tui.engine.log.writer import Writer
from flux_tui.errors import LogError
from flux_tui.model.clock import Clock

LOGGER = logging.getLogger(__name__)

NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
"""A full disk, and a quota or a file's size limit reached: SQLite has undone what it had begun."""

T = TypeVar("T")


class SqliteLog:
    """Owns a data directory. Events are acknowledged after the fsync that holds them.

    One thread writes and does nothing but what blocks; others read and never wait for it.
    """

    kind: LogKind = "sqlite"
    unreadable: int = 0
    trouble: Trouble | None = None

    def __init__(self, directory: Path, clock: Clock) -> None:
        """Raises LogError when the directory cannot be had, or its database is not a sound log."""
        with contextlib.ExitStack() as opened:
            self._lock = opened.enter_context(DirectoryLock(directory))
            self._database = opened.enter_context(contextlib.closing(open_database(directory)))
            self._reader = opened.enter_context(contextlib.closing(ChunkReader(directory)))
            self._head = opened.enter_context(contextlib.closing(Head(directory)))
            try:
                self._identity = identity_of(self._database)
                self._oldest, newest, received = self._reader.bounds()
                if self._head.is_new and newest:
                    self._identity = renew_identity(self._database)
            except sqlite3.Error as error:
                raise _unreadable(self.place, error) from None
            self._head.begin(newest)
            self._opened = opened.pop_all()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="log-reader")
        self._writer = Writer()
        self._commits = GroupCommit(
            self._writer, self._write, self._explain, clock, newest=newest, received=received
        )

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
        return self._commits.newest

    def takes(self, draft: Draft) -> bool:
        """Nothing here limits an event."""
        return True

    async def follow(self, after: int, follower: Follower, begin_again: BeginAgain) -> None:
        """Have ``follower`` hear of every commit; ``after`` is the end: nobody else appends."""
        self._commits.follower = follower

    async def catch_up(self, sequence: int) -> None:
        """No other engine has told of anything."""

    async def append(self, drafts: Sequence[Draft]) -> Appended:
        """Add a group of events; their sequences once they are on disk."""
        return Appended(await self._commits.append(drafts))

    def _write(self, chunk: Chunk) -> None:
        """On the writer's thread: the chunk is on disk when this returns."""
        self._database.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?)", chunk)
        self._head.write(chunk.last)

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

    async def claim_snapshot(self, since: int, sequence: int) -> int | None:
        """Nobody else takes snapshots."""
        return None

    async def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; one that there is no room for is given up."""
        try:
            await self._writer.do(lambda: store.insert(self._database, snapshot))
        except sqlite3.Error as error:
            LOGGER.warning(
                "the snapshot at %d was not kept: %s", snapshot.sequence, self._explain(error)
            )

    async def snapshot_at(self, sequence: int) -> Snapshot | None:
        """The newest intact snapshot at or before a sequence."""
        oldest = self._oldest
        return await self._in_reader(lambda: self._reader.snapshot_at(sequence, oldest))

    async def overdue(self, retention: Retention, now: int) -> int:
        """The last sequence that is not to be kept."""
        aged = await self.sequence_at(now - retention.age)
        return max(aged, await self._in_reader(lambda: self._reader.beyond(retention.size)))

    async def expire(self, sequence: int) -> None:
        """Drop the events up to a snapshot bit by bit, so that commits go on in between.

        Raises LogError when the disk takes no deletion; then what is still there stays.
        """
        self._oldest = max(self._oldest, sequence + 1)
        try:
            while await self._in_reader(lambda: self._reader.has_up_to(sequence)):
                await self._writer.do(lambda: store.expire(self._database, sequence))
        except sqlite3.Error as error:
            self._oldest, *_ = await self._in_reader(self._reader.bounds)
            raise self._explain(error) from None

    def _explain(self, error: Exception) -> LogError:
        """Why something could not be written, and what to do about it."""
        if isinstance(error, sqlite3.Error) and error.sqlite_errorname in NO_ROOM:
            return LogFull(f"the disk of {self.place} is full: make room, then publish again")
        return LogError(
            f"the log in {self.place} cannot be written any more ({error}): "
            "check its disk, then start the engine again"
        )

    async def _in_reader(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, work)
        except sqlite3.Error as error:
            raise _unreadable(self.place, error) from None

    async def close(self) -> None:
        """Wait for the commit under way, then let go of the directory."""
        await self._commits.finish()
        self._writer.close()
        self._readers.shutdown()
        self._opened.close()


def _unreadable(place: str, error: sqlite3.Error) -> LogError:
    return LogError(
        f"the log in {place} cannot be read ({error}): see what is left of it with "
        f"flux-tui serve --check {place}; {HOW_TO_SAVE}"
    )
