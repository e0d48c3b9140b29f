"""Reading the log's database, on threads of its own, while it is written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from flux_tui.engine.log import chunk as chunks
from flux_tui.engine.log import snapshots
from flux_tui.engine.log.chunk import HOW_TO_SAVE, SELECT_CHUNKS, Chunk
from flux_tui.engine.log.event_log import READ_BYTES, READ_ENTRIES, Entry, Snapshot
from flux_tui.engine.log.schema import open_reader
from flux_tui.errors import LogError

P = ParamSpec("P")
T = TypeVar("T")


def _in_one_view(
    look: Callable[Concatenate[ChunkReader, P], T],
) -> Callable[Concatenate[ChunkReader, P], T]:
    """Have all queries of a look see the same state of the log, whatever is written meanwhile."""

    @wraps(look)
    def looking(reader: ChunkReader, /, *arguments: P.args, **named: P.kwargs) -> T:
        connection = reader.connection()
        connection.execute("BEGIN")
        try:
            return look(reader, *arguments, **named)
        finally:
            connection.execute("ROLLBACK")

    return looking


class ChunkReader:
    """Finds entries by sequence, by time and by content; every chunk it reads is verified.

    Raises LogError for a damaged one.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._connections: list[sqlite3.Connection] = []
        self._local = threading.local()

    @_in_one_view
    def bounds(self) -> tuple[int, int, int]:
        """The oldest and the newest sequence, and when the newest was received."""
        return self._bounds()

    def _bounds(self) -> tuple[int, int, int]:
        oldest = self._query("SELECT first FROM chunk ORDER BY first LIMIT 1").fetchone()
        newest = self._query(
            "SELECT first + events - 1, received + events - 1 FROM chunk "
            "ORDER BY first DESC LIMIT 1"
        ).fetchone()
        if newest is not None:
            return oldest[0], newest[0], newest[1]
        expired = self._query(
            "SELECT sequence, received FROM snapshot ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        return (1, 0, 0) if expired is None else (expired[0] + 1, *expired)

    @_in_one_view
    def read(self, after: int, limit: int) -> list[Entry]:
        """The entries that follow a sequence, within the limits of one read."""
        entries: list[Entry] = []
        size = 0
        for chunk in self._chunks(self._chunk_of(after + 1)):
            chunks.verify(chunk)
            for entry in chunks.unpack(chunk):
                if entry.sequence > after:
                    entries.append(entry)
                    size += len(entry.line)
                    if len(entries) >= min(limit, READ_ENTRIES) or size > READ_BYTES:
                        return entries
        return entries

    @_in_one_view
    def find(self, fragment: bytes, since: int, limit: int) -> list[Entry]:
        """The oldest entries since a time whose line holds ``fragment``.

        SQLite looks for it, so that other threads run meanwhile.
        """
        found: list[Entry] = []
        rows = self._query(
            f"{SELECT_CHUNKS} WHERE first >= ? AND instr(body, ?) > 0 ORDER BY first",
            self._chunk_at(since),
            fragment,
        )
        for chunk in map(Chunk._make, rows):
            chunks.verify(chunk)
            for entry in chunks.unpack(chunk):
                if entry.received >= since and fragment in entry.line:
                    found.append(entry)
                    if len(found) == limit:
                        return found
        return found

    @_in_one_view
    def receipts(self, since: int) -> list[tuple[int, bytes]]:
        """When each receipt since a time was received."""
        rows = self._query(
            "SELECT received, receipts FROM chunk WHERE first >= ? AND receipts IS NOT NULL "
            "ORDER BY first",
            self._chunk_at(since),
        )
        return [
            receipt
            for received, packed in rows
            for receipt in chunks.unpack_receipts(received, packed)
            if receipt[0] >= since
        ]

    @_in_one_view
    def sequence_at(self, instant: int) -> int:
        """The last sequence received at or before a time."""
        oldest, _, _ = self._bounds()
        row = self._query(
            "SELECT first, events, received FROM chunk WHERE first = ?", self._chunk_at(instant)
        ).fetchone()
        if row is None or row[2] > instant:
            return oldest - 1
        first, events, received = row
        return int(first + min(events - 1, instant - received))

    def snapshot_at(self, sequence: int, oldest: int) -> Snapshot | None:
        """The newest intact snapshot at or before a sequence; raises LogError."""
        return snapshots.newest_intact(self.connection(), sequence, oldest)

    def has_up_to(self, sequence: int) -> bool:
        """Whether there is a chunk that ends at or before a sequence."""
        row = self._query("SELECT first + events - 1 FROM chunk ORDER BY first LIMIT 1").fetchone()
        return row is not None and row[0] <= sequence

    @_in_one_view
    def beyond(self, size: int) -> int:
        """The last sequence that is to go, so that the rest takes ``size`` bytes at most."""
        used, free, page = (
            self._query(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        excess = (used - free) * page - size
        last = self._bounds()[0] - 1
        rows = self._query("SELECT first + events - 1, length(body) FROM chunk ORDER BY first")
        while excess > 0 and (row := rows.fetchone()) is not None:
            last = row[0]
            excess -= row[1]
        return int(last)

    def close(self) -> None:
        """Close the connections of all threads; they must have ended."""
        for connection in self._connections:
            connection.close()

    def _chunks(self, first: int) -> Iterator[Chunk]:
        """The chunks from one on, in order."""
        rows = self._query(f"{SELECT_CHUNKS} WHERE first >= ? ORDER BY first", first)
        expected = 0
        for chunk in map(Chunk._make, rows):
            if expected not in (0, chunk.first):
                raise LogError(
                    f"the events {expected} to {chunk.first - 1} of the log are missing: "
                    f"{HOW_TO_SAVE}"
                )
            expected = chunk.last + 1
            yield chunk

    def _chunk_of(self, sequence: int) -> int:
        """The first sequence of the chunk that holds, or would hold, a sequence."""
        row = self._query(
            "SELECT first FROM chunk WHERE first <= ? ORDER BY first DESC LIMIT 1", sequence
        ).fetchone()
        return 0 if row is None else int(row[0])

    def _chunk_at(self, instant: int) -> int:
        """The first sequence of the chunk that was being received at a time.

        Times grow with sequences, so that bisection serves, and no index has to be kept.
        """
        oldest, newest, _ = self._bounds()
        low, high = oldest, newest
        while low < high:
            middle = (low + high + 1) // 2
            row = self._query(
                "SELECT first, received FROM chunk WHERE first <= ? ORDER BY first DESC LIMIT 1",
                middle,
            ).fetchone()
            if row[1] <= instant:
                low = middle
            else:
                high = min(middle, row[0]) - 1
        return self._chunk_of(low)

    def _query(self, sql: str, *parameters: int | bytes) -> sqlite3.Cursor:
        return self.connection().execute(sql, parameters)

    def connection(self) -> sqlite3.Connection:
        """This thread's own."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = open_reader(self._directory)
            self._connections.append(connection)
        return connection
