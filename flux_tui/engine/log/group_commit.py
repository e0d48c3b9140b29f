"""Group commit: all that waits goes to disk at once, and one fsync acknowledges all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from flux_tui.engine.log import chunk as chunks
from flux_tui.engine.log.chunk import Chunk
from flux_tui.engine.log.event_log import Commit, Draft, Follower, LogFull
from flux_tui.engine.log.writer import Writer
from flux_tui.errors import LogError
from flux_tui.model.clock import Clock

COMMIT_EVENTS = 8_192
"""No more events go into one commit: a reader takes a chunk as a whole."""

COMMIT_BYTES = 4 * 1024 * 1024
"""A commit is closed once its lines pass this size."""


class _Waiting(NamedTuple):
    """A group that waits for the next commit."""

    drafts: Sequence[Draft]
    safe: asyncio.Future[Sequence[int]]


class GroupCommit:
    """Collects groups on the event loop while a commit is under way on the writer's thread.

    ``newest`` and ``received`` are the sequence and the time of the last event that is safe: a
    sequence exists once its commit has succeeded.
    """

    def __init__(
        self,
        writer: Writer,
        write: Callable[[Chunk], None],
        explain: Callable[[Exception], LogError],
        clock: Clock,
        *,
        newest: int,
        received: int,
    ) -> None:
        """``write`` returns once a chunk is on disk, ``explain`` says why it could not."""
        self.newest = newest
        self.received = received
        self.follower: Follower | None = None
        self._writer = writer
        self._write = write
        self._explain = explain
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._broken: LogError | None = None
        self._committing = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[int]:
        """Add a group of events; their sequences once they are on disk. Raises LogError."""
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

    async def finish(self) -> None:
        """Wait until nothing is under way any more."""
        await self._idle.wait()

    def _commit(self) -> None:
        groups = self._take()
        drafts = [draft for group in groups for draft in group.drafts]
        first, now = self.newest + 1, max(self._clock.now(), self.received + 1)
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

    def _committed(
        self, error: Exception | None, commit: Commit, groups: Sequence[_Waiting]
    ) -> None:
        try:
            if error is None:
                self.newest, self.received = commit.last, commit.received[-1]
                if self.follower is not None:
                    self.follower(commit)
        finally:
            if error is None:
                _acknowledge(groups, commit.sequences)
            else:
                self._refuse(groups, self._explain(error))
            if self._waiting:
                self._commit()
            else:
                self._committing = False
                self._idle.set()

    def _refuse(self, groups: Sequence[_Waiting], reason: LogError) -> None:
        """A full disk may have room again; after anything else the file's state is unknown."""
        if not isinstance(reason, LogFull):
            self._broken = reason
            groups = [*groups, *self._waiting]
            self._waiting = []
        for group in groups:
            if not group.safe.done():
                group.safe.set_exception(reason)


def _acknowledge(groups: Sequence[_Waiting], sequences: Sequence[int]) -> None:
    first = 0
    for group in groups:
        end = first + len(group.drafts)
        if not group.safe.done():
            group.safe.set_result(sequences[first:end])
        first = end
