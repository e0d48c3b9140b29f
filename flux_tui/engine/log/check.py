"""Looking through a log on disk without changing it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flux_tui.engine.log import chunk as chunks
from flux_tui.engine.log.chunk import HOW_TO_SAVE, SELECT_CHUNKS, Chunk
from flux_tui.engine.log.head import FILE, read_head
from flux_tui.engine.log.schema import APPLICATION_ID, DATABASE, identity_of, open_reader
from flux_tui.errors import LogError


@dataclass(frozen=True, slots=True)
class Findings:
    """What is in a log: sequences, times in ns (0 without events), and what is wrong with it."""

    identity: str
    oldest: int
    newest: int
    first_received: int
    last_received: int
    snapshots: int
    size: int
    problems: tuple[str, ...]


def check(directory: Path) -> Findings:
    """Read all of the log in a directory; raises LogError when there is none to be read."""
    path = directory / DATABASE
    if not path.exists():
        raise LogError(f"there is no log in {directory}: check the directory")
    try:
        with closing(open_reader(directory)) as database:
            if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise LogError(f"{path} is the database of another program: check the directory")
            return _look_through(database, directory)
    except sqlite3.Error as error:
        raise LogError(f"{path} cannot be read ({error}): {HOW_TO_SAVE}") from None


def _look_through(database: sqlite3.Connection, directory: Path) -> Findings:
    problems = [
        f"the database is damaged: {row[0]}"
        for row in database.execute("PRAGMA quick_check(10)")
        if row[0] != "ok"
    ]
    oldest = newest = first_received = last_received = size = 0
    for chunk in _chunks(database, problems):
        if oldest and chunk.first != newest + 1:
            problems.append(f"the events {newest + 1} to {chunk.first - 1} are missing")
        try:
            chunks.verify(chunk)
        except LogError as error:
            problems.append(str(error))
        oldest, first_received = oldest or chunk.first, first_received or chunk.received
        newest, last_received = chunk.last, chunk.received + chunk.events - 1
        size += len(chunk.body)
    snapshots = 0
    for sequence, checksum, body in database.execute(
        "SELECT sequence, checksum, body FROM snapshot ORDER BY sequence"
    ):
        snapshots += 1
        newest = max(newest, sequence)
        if zlib.crc32(body) != checksum:
            problems.append(f"the snapshot at {sequence} is damaged")
    told = read_head(directory / FILE)
    if told > newest:
        problems.append(f"the log ends at event {newest}, but {told} had been acknowledged")
    return Findings(
        identity_of(database),
        oldest or newest + 1,
        newest,
        first_received,
        last_received,
        snapshots,
        size,
        tuple(problems),
    )


def _chunks(database: sqlite3.Connection, problems: list[str]) -> Iterator[Chunk]:
    """The chunks, in order, until the database cannot be read on; then that is a problem."""
    last = 0
    try:
        for row in database.execute(f"{SELECT_CHUNKS} ORDER BY first"):
            chunk = Chunk._make(row)
            yield chunk
            last = chunk.last
    except sqlite3.DatabaseError as error:
        problems.append(f"what follows event {last} cannot be read ({error})")
