"""The file that a ledger lies in, or memory, once that cannot be had."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TypeVar

from flux_tui.client.sent.schema import OtherVersion, connect

T = TypeVar("T")


class LedgerFile:
    """One file. What cannot be written there is kept in memory, and ``problem`` says why."""

    def __init__(self, path: Path | None) -> None:
        """None is memory."""
        self._path = path
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self.problem: str | None = None
        """Why nothing will be known after this run, in words; None while all is well."""

    def close(self) -> None:
        """Let go of the file; it is opened again when it is wanted. Memory is kept."""
        with self._lock:
            if self._connection is not None and self._path is not None:
                self._connection.close()
                self._connection = None

    def work(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Work on the file, one thread at a time; where that fails, in memory from then on."""
        with self._lock:
            try:
                return work(self._open())
            except (sqlite3.Error, OSError, OtherVersion) as error:
                if self._path is None:
                    raise
                self._give_up(self._path, error)
                return work(self._open())

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect(self._path)
        return self._connection

    def _give_up(self, path: Path, error: Exception) -> None:
        """Go on elsewhere: what a person does must not fail because it cannot be noted.

        A damaged file is put aside, once; for what else is wrong memory has to do.
        """
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        is_damaged = type(error) is sqlite3.DatabaseError
        if is_damaged and self.problem is None:
            aside = path.with_suffix(".damaged")
            with suppress(OSError):
                path.replace(aside)
                self.problem = f"the ledger of what was sent is damaged; it is kept as {aside}"
                return
        self.problem = f"what is sent is kept in memory alone: {_reason(error)} ({path})"
        self._path = None


def _reason(error: Exception) -> str:
    """What is wrong, without the path and the number that Python adds."""
    if isinstance(error, OtherVersion):
        return "it was written by a later version"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, also when the process is killed in the middle."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
