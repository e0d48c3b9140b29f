"""The ledger's file: SQLite, so that it survives a crash and two explorers may write at once."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

VERSION = 1
"""The file's form; one of a later version is left alone."""

PATIENCE = 10.0
"""Seconds to wait while another explorer writes."""

_TABLES = """
CREATE TABLE entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, origin TEXT NOT NULL,
    of_entry INTEGER, undone_by INTEGER, first TEXT, events INTEGER NOT NULL,
    entities INTEGER NOT NULL, bytes INTEGER NOT NULL, owner TEXT
);
CREATE TABLE events (
    entry INTEGER NOT NULL, place INTEGER NOT NULL, event_id TEXT, step TEXT NOT NULL,
    reason TEXT, masked INTEGER NOT NULL, event TEXT NOT NULL, before TEXT NOT NULL,
    PRIMARY KEY (entry, place)
);
CREATE INDEX events_steps ON events (entry, step);
CREATE INDEX events_ids ON events (event_id);
CREATE TABLE kept (bytes INTEGER NOT NULL);
INSERT INTO kept VALUES (0);
"""


_UNDONE = """
CREATE TABLE IF NOT EXISTS undone (
    entry INTEGER NOT NULL, place INTEGER NOT NULL, by INTEGER NOT NULL,
    PRIMARY KEY (entry, place, by)
)
"""
"""Of which entries a part was taken back. Files from before it was known get it, too; a program
from before it was known does not look at it."""

_PACKED = """
CREATE TABLE IF NOT EXISTS packed (
    number INTEGER PRIMARY KEY, entry INTEGER NOT NULL, time INTEGER, rows BLOB NOT NULL
)
"""
"""Events that are no rows yet; ``time`` is when those were sent (ms) that have none of their own.
As with what was undone, files from before get it, too, and earlier programs do not look at it."""


class OtherVersion(Exception):
    """The file was written by a later version."""


def connect(path: Path | None) -> sqlite3.Connection:
    """Open the file, made where there is none; None is memory.

    Raises sqlite3.Error, OSError, and OtherVersion.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(
        ":memory:" if path is None else path,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise OtherVersion
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_size_limit = 4000000")
    if version == 0:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    connection.execute(_UNDONE)
    connection.execute(_PACKED)
