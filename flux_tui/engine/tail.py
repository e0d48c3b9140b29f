"""The end of the log as Server-Sent Events, encoded once for all who read at its head.

A reader who is not at the head reads from the log itself, so that nothing is skipped and nothing
is kept for it.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

from flux_tui.engine.entry_text import metrics_message, reset_message, sse_message
from flux_tui.engine.log.event_log import Commit, Entry, EventLog
from flux_tui.errors import LogAway
from flux_tui.model.change import Metrics

WAKE_INTERVAL = 0.005
"""Seconds between two wakings of the readers under load; the first after a pause is at once."""

RECENT_BYTES = 2 * 1024 * 1024
"""Lines that are kept for readers at the head."""

BLOCK_BYTES = 256 * 1024
"""A reader is handed about this much at a time."""

CATCH_UP_ENTRIES = 1_000
"""Entries that a reader behind the head takes from the log at a time."""

COMMENT_INTERVAL = 15.0
"""Seconds between two comments, by which both ends notice a dead connection."""

COMMENT = b": still here\n\n"

Select: TypeAlias = Callable[[Entry], bool]
"""Whether a reader wants an entry."""


class _Recent:
    """One commit, the sequence after which it came, and its text once somebody asked for it."""

    __slots__ = ("_text", "after", "commit", "size")

    def __init__(self, after: int, commit: Commit) -> None:
        self.after = after
        self.commit = commit
        self.size = sum(len(draft.line) for draft in commit.drafts)
        self._text: bytes | None = None

    @property
    def text(self) -> bytes:
        if self._text is None:
            self._text = b"".join(map(sse_message, self.entries()))
        return self._text

    def entries(self) -> list[Entry]:
        return [
            Entry(sequence, received, draft.line)
            for sequence, received, draft in zip(*self.commit, strict=True)
        ]


class Tail:
    """The recent commits, and the readers who are woken by the next."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self._readers: set[Reader] = set()
        self._recent: list[_Recent] = []
        self._size = 0
        self._end = 0
        self._shared: tuple[int, bytes, int] | None = None
        self._wake_at = 0.0
        self._waking = False
        self._commenter: asyncio.Task[None] | None = None
        self.closed = False
        self.generation = 0

    def __len__(self) -> int:
        return len(self._readers)

    def join(self, reader: Reader) -> None:
        """Keep recent commits for this reader, and wake it."""
        self._readers.add(reader)
        if self._commenter is None:
            self._end = self.log.newest
            self._commenter = asyncio.create_task(self._comment(), name="stream comments")

    def leave(self, reader: Reader) -> None:
        """Forget a reader; without any nothing is kept."""
        self._readers.discard(reader)
        if not self._readers:
            self._recent.clear()
            self._size = 0
            self._shared = None
            if self._commenter is not None:
                self._commenter.cancel()
                self._commenter = None

    def close(self) -> None:
        """End every stream."""
        self.closed = True
        self._wake()

    def begin_again(self) -> None:
        """The log is another one: nobody's position means anything in it."""
        self.generation += 1
        self._recent.clear()
        self._size = 0
        self._shared = None
        self._end = self.log.newest
        for reader in self._readers:
            reader.must_reset, reader.position = True, self.log.newest
        self._wake()

    def extend(self, commit: Commit) -> None:
        """A commit was made."""
        if not self._readers:
            return
        recent = _Recent(self._end, commit)
        self._end = commit.last
        self._recent.append(recent)
        self._size += recent.size
        while self._size > RECENT_BYTES and len(self._recent) > 1:
            self._size -= self._recent.pop(0).size
        if not self._waking:
            self._waking = True
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), self._wake_at), self._wake)

    def tell_metrics(self, metrics: Metrics) -> None:
        """Have every reader told the figures."""
        for reader in self._readers:
            reader.metrics = metrics
            reader.wake.set()

    def after(self, sequence: int) -> list[_Recent] | None:
        """The recent commits after a sequence, about a block of them; None when the log must be
        asked: they are not kept, or the sequence lies within a commit."""
        place = bisect_left(self._recent, sequence, key=lambda recent: recent.after)
        if place == len(self._recent) or self._recent[place].after != sequence:
            return None
        block: list[_Recent] = []
        size = 0
        while place < len(self._recent) and size < BLOCK_BYTES:
            block.append(self._recent[place])
            size += self._recent[place].size
            place += 1
        return block

    def text_after(self, sequence: int) -> tuple[bytes, int] | None:
        """The text of a block after a sequence, and the last sequence in it; shared by all who
        ask for the same."""
        if self._shared is None or self._shared[0] != sequence:
            recent = self.after(sequence)
            if recent is None:
                return None
            text = b"".join([one.text for one in recent])
            self._shared = (sequence, text, recent[-1].commit.last)
        return self._shared[1:]

    def _wake(self) -> None:
        self._waking = False
        self._wake_at = asyncio.get_running_loop().time() + WAKE_INTERVAL
        for reader in self._readers:
            reader.wake.set()

    async def _comment(self) -> None:
        while True:
            await asyncio.sleep(COMMENT_INTERVAL)
            for reader in self._readers:
                reader.comment_due = True
                reader.wake.set()


class Reader:
    """One stream: every entry after a position that it wants, once and in order."""

    def __init__(self, tail: Tail, position: int | None, log_id: str | None) -> None:
        """``position`` None starts at the head; ``log_id`` is that of the log it was taken from."""
        log = tail.log
        self._tail = tail
        self.must_reset = position is not None and (
            not log.oldest - 1 <= position <= log.newest or log_id not in (None, log.identity)
        )
        self.position = log.newest if position is None or self.must_reset else position
        self.wake = asyncio.Event()
        self.metrics: Metrics | None = None
        self.comment_due = True

    async def messages(self, select: Select | None) -> AsyncIterator[bytes]:
        """The stream's text, until the engine closes; ``select`` None wants everything."""
        while not self._tail.closed:
            if aside := self._aside():
                yield aside
            elif self.position < self._tail.log.newest:
                text = await self._block(select)
                if text:
                    yield text
            else:
                self.wake.clear()
                await self.wake.wait()

    def _aside(self) -> bytes:
        """What is to be said beside the entries: a reset, a comment, the figures."""
        log, text = self._tail.log, b""
        if self.position < log.oldest - 1:
            self.must_reset, self.position = True, log.newest
        if self.must_reset:
            text += reset_message(log.identity, log.oldest, log.newest, self.position)
            self.must_reset = False
        if self.comment_due:
            text += COMMENT
            self.comment_due = False
        if self.metrics is not None:
            text += metrics_message(self.metrics, log.newest, self.position)
            self.metrics = None
        return text

    async def _block(self, select: Select | None) -> bytes:
        shared = self._tail.text_after(self.position) if select is None else None
        if shared is not None:
            text, self.position = shared
            return text
        recent = None if select is None else self._tail.after(self.position)
        if recent is not None:
            entries = [entry for one in recent for entry in one.entries()]
        else:
            entries = await self._read()
        if not entries or self._tail.log.oldest > self.position + 1:
            return b""  # Some have expired meanwhile: the next turn says so.
        self.position = entries[-1].sequence
        return b"".join([sse_message(e) for e in entries if select is None or select(e)])

    async def _read(self) -> list[Entry]:
        """A page of the log; none when it does not answer just now, or has become another one.

        What no event follows any more is passed: it is the head.
        """
        log, generation = self._tail.log, self._tail.generation
        newest = log.newest
        try:
            entries = await log.read(self.position, CATCH_UP_ENTRIES)
        except LogAway:
            self.wake.clear()
            await self.wake.wait()  # The figures wake it every two seconds.
            return []
        if generation != self._tail.generation:
            return []
        if not entries and log.oldest <= self.position + 1:
            self.position = newest
        return entries
