"""The SQLite database of a log: opening, creating, recognizing it."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

from flux_tui.engine.database import version_of
from flux_tui.engine.log.chunk import HOW_TO_SAVE
from flux_tui.errors import LogError

APPLICATION_ID = 0x464C5558
"""``FLUX``: by it a database of another program is known."""

SCHEMA_VERSION = 2
"""What this version writes; older ones are migrated, newer ones refused."""

_SCHEMA = """
CREATE TABLE identity (log TEXT NOT NULL);
CREATE TABLE chunk (
    first INTEGER PRIMARY KEY,
    events INTEGER NOT NULL,
    received INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    receipts BLOB,
    body BLOB NOT NULL
);
"""

_SNAPSHOTS = """
CREATE TABLE snapshot (
    sequence INTEGER PRIMARY KEY,
    received INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    body BLOB NOT NULL
);
"""

_MIGRATIONS: dict[int, str] = {1: _SNAPSHOTS}
"""By the version they start from: the statements that lead to the next."""


DATABASE = "events.db"
"""The database's name within its data directory."""


def open_database(directory: Path) -> sqlite3.Connection:
    """The writing connection of the database in a directory, made if need be.

    Raises LogError when it is another program's, of a newer version, or damaged.
    """
    path = directory / DATABASE
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise LogError(_cannot_open(path, error)) from None
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise LogError(_cannot_open(path, error)) from None
    except LogError:
        connection.close()
        raise
    return connection


def open_reader(directory: Path) -> sqlite3.Connection:
    """A connection that only reads, and never waits for the writer."""
    path = directory / DATABASE
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip
    connection.execute("PRAGMA query_only = ON")
    return connection


def identity_of(connection: sqlite3.Connection) -> str:
    """The log's UUID."""
    row = connection.execute("SELECT log FROM identity").fetchone()
    if row is None:
        raise LogError("the log's database has lost its identity: restore it from a backup")
    return str(row[0])


def renew_identity(connection: sqlite3.Connection) -> str:
    """Make it another log: its end may have been given up, and sequences would come again."""
    identity = str(uuid.uuid4())
    connection.execute("UPDATE identity SET log = ?", (identity,))
    return identity


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection, path, APPLICATION_ID, SCHEMA_VERSION)
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise LogError(
            f"the file system of {path} cannot hold a write-ahead log: give a directory on a "
            "local disk with --data"
        )
    connection.execute("PRAGMA synchronous = FULL")
    if version is None:
        _create(connection)
        return
    for step in range(version, SCHEMA_VERSION):
        connection.executescript(
            f"BEGIN; {_MIGRATIONS[step]}; PRAGMA user_version = {step + 1}; COMMIT;"
        )


def _create(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"BEGIN; PRAGMA application_id = {APPLICATION_ID}; "
        f"PRAGMA user_version = {SCHEMA_VERSION}; {_SCHEMA} {_SNAPSHOTS}"
    )
    connection.execute("INSERT INTO identity VALUES (?)", (str(uuid.uuid4()),))
    connection.execute("COMMIT")


def _cannot_open(path: Path, error: sqlite3.Error) -> str:
    if error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
        return f"{path} is not a database or is damaged ({error}): {HOW_TO_SAVE}"
    return (
        f"{path} cannot be opened ({error}): check the rights and the space of its directory, "
        "or give another with --data"
    )
