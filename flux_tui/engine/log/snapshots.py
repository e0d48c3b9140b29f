"""The snapshots in a log's database, and the expiry that they make possible.

A transaction that fails is rolled back: what is written after it must not become part of it.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib

from flux_tui.engine.log.event_log import Snapshot
from flux_tui.engine.log.thinning import surplus
from flux_tui.errors import LogError

LOGGER = logging.getLogger(__name__)

EXPIRED_CHUNKS = 500
"""Chunks that go in one transaction: commits of new events wait for it."""


def insert(connection: sqlite3.Connection, snapshot: Snapshot) -> None:
    """Keep a snapshot, and drop those that have become too many."""
    row = (*snapshot[:2], zlib.crc32(snapshot.body), snapshot.body)
    with connection:
        connection.execute("BEGIN")
        connection.execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)", row)
        kept = connection.execute("SELECT sequence FROM snapshot ORDER BY sequence").fetchall()
        for sequence in surplus([sequence for (sequence,) in kept]):
            connection.execute("DELETE FROM snapshot WHERE sequence = ?", (sequence,))


def newest_intact(connection: sqlite3.Connection, sequence: int, oldest: int) -> Snapshot | None:
    """The newest intact snapshot at or before a sequence; ``oldest`` is the first event kept.

    Raises LogError when none is left of those that stand for the events before ``oldest``.
    """
    rows = connection.execute(
        "SELECT sequence, received, checksum, body FROM snapshot WHERE sequence <= ? "
        "ORDER BY sequence DESC",
        (sequence,),
    )
    for at, received, checksum, body in rows:
        if zlib.crc32(body) == checksum:
            return Snapshot(at, received, body)
        LOGGER.warning("the snapshot at %d is damaged; an older one is used", at)
    if oldest > 1:
        raise LogError(
            f"the log has no intact snapshot of the events before {oldest}, which have expired: "
            "restore the directory from a backup"
        )
    return None


def expire(connection: sqlite3.Connection, sequence: int) -> None:
    """Drop some of the chunks that a snapshot covers whole, and the snapshots before it."""
    with connection:
        connection.execute("BEGIN")
        connection.execute(
            "DELETE FROM chunk WHERE first IN "
            "(SELECT first FROM chunk WHERE first + events - 1 <= ? ORDER BY first LIMIT ?)",
            (sequence, EXPIRED_CHUNKS),
        )
        connection.execute("DELETE FROM snapshot WHERE sequence < ?", (sequence,))
