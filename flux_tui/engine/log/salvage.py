"""Saving what is whole of a damaged log into a new one."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from flux_tui.engine.log import chunk as chunks
from flux_tui.engine.log.chunk import SELECT_CHUNKS, Chunk
from flux_tui.engine.log.directory import DirectoryLock
from flux_tui.engine.log.schema import DATABASE, open_database, open_reader
from flux_tui.engine.namespaces import sqlite as namespaces
from flux_tui.errors import LogError


class _Part(NamedTuple):
    """A part of a log that is whole: its first and last sequence, and the snapshots within it.

    It begins with the first event of all, or after a snapshot, which knows what came before.
    """

    first: int
    last: int
    snapshots: list[int]


def save(directory: Path, target: Path) -> None:
    """Copy the newest whole part of a log into a directory that is empty or not there yet.

    The copy is another log: its next sequences are not those that the old one had. Namespaces and
    their tokens go with it. Raises LogError when nothing can be saved.
    """
    if not (directory / DATABASE).exists():
        raise LogError(f"there is no log in {directory}: check the directory")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise LogError(f"{target} is not empty: give a new directory to save the log to")
    try:
        with closing(open_reader(directory)) as source:
            part = _whole_part(source)
            if part.last < part.first and not part.snapshots:
                raise LogError(f"nothing of the log in {directory} is whole: restore a backup")
            with DirectoryLock(target), closing(open_database(target)) as copy:
                _copy(source, part, copy)
                namespaces.copy(directory, target)
    except sqlite3.Error as error:
        raise LogError(
            f"the log in {directory} cannot be saved to {target} ({error}): restore a backup, or "
            "give a directory with enough room"
        ) from None


def _whole_part(source: sqlite3.Connection) -> _Part:
    """The newest: a snapshot bridges whatever is damaged or missing before it."""
    snapshots = _intact_snapshots(source)
    first, last = 1, 0
    for chunk in _readable(source):
        if chunk.last <= last:
            continue
        whole = _is_whole(chunk)
        if not whole or chunk.first > last + 1:
            lost = chunk.first - 1 if whole else chunk.last
            bridge = next((sequence for sequence in snapshots if sequence >= lost), None)
            if bridge is None:
                break
            first, last = bridge + 1, bridge
        last = max(last, chunk.last)
    if snapshots and snapshots[-1] > last:
        first, last = snapshots[-1] + 1, snapshots[-1]
    return _Part(first, last, [one for one in snapshots if first - 1 <= one <= last])


def _copy(source: sqlite3.Connection, part: _Part, copy: sqlite3.Connection) -> None:
    with copy:
        copy.execute("BEGIN")
        for chunk in _readable(source):
            if part.first <= chunk.first and chunk.last <= part.last:
                copy.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?)", chunk)
        for sequence in part.snapshots:
            row = source.execute("SELECT * FROM snapshot WHERE sequence = ?", (sequence,))
            copy.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?)", row.fetchone())


def _readable(source: sqlite3.Connection) -> Iterator[Chunk]:
    """The chunks, in order, until the database cannot be read on."""
    return map(Chunk._make, _until_unreadable(source, f"{SELECT_CHUNKS} ORDER BY first"))


def _intact_snapshots(source: sqlite3.Connection) -> list[int]:
    rows = _until_unreadable(source, "SELECT sequence, checksum, body FROM snapshot ORDER BY 1")
    return [sequence for sequence, checksum, body in rows if zlib.crc32(body) == checksum]


def _until_unreadable(source: sqlite3.Connection, query: str) -> Iterator[Any]:
    try:
        yield from source.execute(query)
    except sqlite3.DatabaseError:
        return


def _is_whole(chunk: Chunk) -> bool:
    try:
        chunks.verify(chunk)
    except LogError:
        return False
    return True
