"""Reading the stream anywhere: pages of it, what holds a text, what lies at a time.

A reader who goes on page by page goes on with the same cursor.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from flux_tui.engine.log.event_log import READ_BYTES, READ_ENTRIES, Entry
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.log.jetstream.cursor import Cursor, CursorLost
from flux_tui.engine.log.jetstream.lines import Message, draft_of, is_own, receipt_in
from flux_tui.engine.log.jetstream.times import Times
from flux_tui.model.instant import format_rfc3339

OPEN_PLACES = 8
"""Cursors that stay open for the next page."""

SLICE = 200
"""Messages that are looked at before others get their turn."""

MAX_RECEIPTS = 200_000
"""Messages whose receipts a starting engine looks at: the newest."""


@dataclass(slots=True)
class _Place:
    """A cursor, and what has come of it beyond the last page."""

    cursor: Cursor
    beyond: list[Message] = field(default_factory=list)
    is_fresh: bool = True

    async def next(self) -> list[Message]:
        """The messages that follow; none at the end."""
        if self.beyond:
            messages, self.beyond = self.beyond, []
        elif self.is_fresh and self.cursor.pending == 0:
            return []
        else:
            messages = await self.cursor.next()
        self.is_fresh = False
        return messages


class StreamReading:
    """Reads what lies at or before a sequence, ``newest``, which its caller knows to exist."""

    def __init__(self, connection: Connection, times: Times) -> None:
        self._connection = connection
        self._times = times
        self._places: OrderedDict[int, _Place] = OrderedDict()
        self._one_scan = asyncio.Lock()

    async def close(self) -> None:
        """Let go of all cursors."""
        while self._places:
            _, place = self._places.popitem()
            await place.cursor.close()

    async def read(
        self, after: int, limit: int, newest: int, look: Callable[[], Awaitable[None]]
    ) -> list[Entry]:
        """The events after a sequence, at most so many as ``EventLog.read`` says.

        ``look`` is awaited when the first message does not follow at once: what was between may
        have expired. Raises LogAway.
        """
        if after >= newest:
            return []
        place = self._places.pop(after, None)
        if place is not None:
            try:
                return await self._page(place, after, limit, newest, look)
            except CursorLost:
                await place.cursor.close()
        place = _Place(await self._open(after + 1))
        try:
            return await self._page(place, after, limit, newest, look)
        except BaseException:
            await place.cursor.close()
            raise

    async def _page(
        self,
        place: _Place,
        after: int,
        limit: int,
        newest: int,
        look: Callable[[], Awaitable[None]],
    ) -> list[Entry]:
        entries: list[Entry] = []
        limit, size, position = min(limit, READ_ENTRIES), 0, after
        while len(entries) < limit and size <= READ_BYTES and position < newest:
            messages = await place.next()
            if position == after and (not messages or messages[0].sequence > after + 1):
                await look()
            if not messages:
                break
            for number, message in enumerate(messages, start=1):
                if message.sequence > newest:
                    place.beyond = messages[number - 1 :]
                    position = newest
                    break
                position = message.sequence
                entry = self._entry(message)
                if entry is not None:
                    entries.append(entry)
                    size += len(entry.line)
                    if len(entries) == limit or size > READ_BYTES:
                        place.beyond = messages[number:]
                        break
                if number % SLICE == 0:
                    await asyncio.sleep(0)
        await self._keep(place, entries[-1].sequence if entries else after)
        return entries

    async def find(
        self, fragment: bytes, start: int, since: int, limit: int, newest: int
    ) -> list[Entry]:
        """The oldest entries from sequence ``start`` on that hold a text and were received at or
        after ``since``."""
        found: list[Entry] = []
        async with self._one_scan, self._cursor(start) as cursor:
            async for message in _up_to(newest, cursor):
                if is_own(message) and fragment not in message.data:
                    continue
                entry = self._entry(message)
                if entry is not None and fragment in entry.line and entry.received >= since:
                    found.append(entry)
                    if len(found) == limit:
                        break
        return found

    async def receipts(self, start: int, newest: int) -> list[tuple[int, bytes]]:
        """When each receipt from a sequence on was received: of the newest messages, if there are
        too many."""
        found: list[tuple[int, bytes]] = []
        start = max(start, newest - MAX_RECEIPTS + 1)
        async with self._cursor(start, headers_only=True) as cursor:
            async for message in _up_to(newest, cursor):
                receipt = receipt_in(message.headers)
                if receipt is not None:
                    received = self._times.received(message.sequence, message.at)
                    found.append((received, receipt))
        return found

    async def sequence_at(self, instant: int) -> int:
        """The last sequence received at or before a time, or the one before all that are kept."""
        cursor = await Cursor.open(
            self._connection,
            {"deliver_policy": "by_start_time", "opt_start_time": format_rfc3339(instant + 1)},
        )
        await cursor.close()
        return self._times.last_before(cursor.before, instant)

    # -- cursors -------------------------------------------------------------------------------

    async def _open(self, start: int, *, headers_only: bool = False) -> Cursor:
        policy = {"deliver_policy": "by_start_sequence", "opt_start_seq": max(1, start)}
        return await Cursor.open(self._connection, policy, headers_only=headers_only)

    @asynccontextmanager
    async def _cursor(self, start: int, *, headers_only: bool = False) -> AsyncIterator[Cursor]:
        cursor = await self._open(start, headers_only=headers_only)
        try:
            yield cursor
        finally:
            await cursor.close()

    async def _keep(self, place: _Place, position: int) -> None:
        """Keep a place for who goes on from there; the one that nobody came to for longest goes."""
        replaced = self._places.pop(position, None)
        self._places[position] = place
        while len(self._places) > OPEN_PLACES:
            _, replaced = self._places.popitem(last=False)
        if replaced is not None:
            await replaced.cursor.close()

    def _entry(self, message: Message) -> Entry | None:
        received = self._times.received(message.sequence, message.at)
        draft = draft_of(message)
        return None if draft is None else Entry(message.sequence, received, draft.line)


async def _up_to(newest: int, cursor: Cursor) -> AsyncIterator[Message]:
    """The messages up to a sequence, others getting their turn in between."""
    if cursor.pending == 0:
        return
    while messages := await cursor.next():
        for number, message in enumerate(messages, start=1):
            if message.sequence > newest:
                return
            yield message
            if number % SLICE == 0:
                await asyncio.sleep(0)
        if messages[-1].sequence >= newest or cursor.pending == 0:
            return
