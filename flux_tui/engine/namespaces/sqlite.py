"""Registrations on disk: a small database beside the log's.

It is not in the log's own, so that tokens outlive a log that is damaged, replaced or thrown away.
The log's lock keeps other engines out of the directory.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from flux_tui.engine.database import version_of
from flux_tui.engine.namespaces.namespace import Namespace
from flux_tui.engine.namespaces.store import Follower
from flux_tui.errors import LogError

DATABASE = "namespaces.db"
"""The database's name within the data directory."""

APPLICATION_ID = 0x464C4E53
"""``FLNS``: by it a database of another program is known."""

SCHEMA_VERSION = 1
"""What this version writes; newer ones are refused."""

_SCHEMA = f"""
BEGIN;
CREATE TABLE namespace (
    name TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    created INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""

T = TypeVar("T")


class SqliteNamespaces:
    """Owns the database; a registration is on disk before it is known to anybody."""

    def __init__(self, directory: Path) -> None:
        """Raises LogError when the database cannot be had."""
        self._path = directory / DATABASE
        self._follower: Follower | None = None
        try:
            self._database = _open(self._path)
        except (OSError, sqlite3.Error) as error:
            raise self._explained(error) from None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="namespaces")

    async def follow(self, follower: Follower) -> None:
        """Have ``follower`` hear of every registration."""
        self._follower = follower
        for namespace in await self._do(self._load):
            follower(namespace.name, namespace)

    async def add(self, namespace: Namespace) -> bool:
        """Keep a registration."""
        kept = await self._do(lambda: self._insert(namespace))
        if kept and self._follower is not None:
            self._follower(namespace.name, namespace)
        return kept

    async def remove(self, name: str) -> bool:
        """Give a registration up."""
        removed = await self._do(lambda: self._delete(name))
        if removed and self._follower is not None:
            self._follower(name, None)
        return removed

    async def close(self) -> None:
        """Close the database once nothing is under way."""
        self._thread.shutdown()
        self._database.close()

    def _load(self) -> list[Namespace]:
        rows = self._database.execute("SELECT id, name, digest, created FROM namespace")
        return [Namespace(*row) for row in rows]

    def _insert(self, namespace: Namespace) -> bool:
        done = self._database.execute(
            "INSERT INTO namespace (name, id, digest, created) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (namespace.name, namespace.id, namespace.digest, namespace.created),
        )
        return done.rowcount == 1

    def _delete(self, name: str) -> bool:
        return self._database.execute("DELETE FROM namespace WHERE name = ?", (name,)).rowcount == 1

    async def _do(self, work: Callable[[], T]) -> T:
        """One piece of work after the other, on a thread of its own: it waits for the disk."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except sqlite3.Error as error:
            raise self._explained(error) from None

    def _explained(self, error: Exception) -> LogError:
        return LogError(
            f"the namespaces in {self._path} cannot be read or written ({error}): check the rights "
            "and the space of its directory, or restore it from a backup"
        )


def is_there(directory: Path) -> bool:
    """Whether namespaces have ever been kept in a directory."""
    return (directory / DATABASE).exists()


def copy(directory: Path, target: Path) -> None:
    """Copy the registrations of a directory, if there are any, beside the log saved in another.

    Raises LogError when they cannot be read any more.
    """
    if not is_there(directory):
        return
    columns = "name, id, digest, created"
    try:
        with (
            closing(sqlite3.connect(directory / DATABASE)) as source,
            closing(_open(target / DATABASE)) as kept,
        ):
            rows = source.execute(f"SELECT {columns} FROM namespace").fetchall()  # noqa: S608
            kept.executemany(f"INSERT INTO namespace ({columns}) VALUES (?, ?, ?, ?)", rows)  # noqa: S608
    except (OSError, sqlite3.Error) as error:
        raise LogError(
            f"the log is saved in {target}, but the namespaces are not ({error}): restore "
            f"{DATABASE} from a backup, or register them again"
        ) from None


def _open(path: Path) -> sqlite3.Connection:
    """The database, made if need be, for its owner alone to read; raises LogError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    if version_of(connection, path, APPLICATION_ID, SCHEMA_VERSION) is None:
        connection.executescript(_SCHEMA)
