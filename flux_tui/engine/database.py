"""Telling an engine's database from another program's, and from a later version's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from flux_tui.errors import LogError


def version_of(
    connection: sqlite3.Connection, path: Path, application: int, newest: int
) -> int | None:
    """The version of the format in which the database is kept; None when it is empty.

    ``application`` is the id that the database must have, ``newest`` the last version that is
    known here. Raises LogError when it is not ours to read, and sqlite3.Error.
    """
    found, version, tables = (
        connection.execute(query).fetchone()[0]
        for query in (
            "PRAGMA application_id",
            "PRAGMA user_version",
            "SELECT count(*) FROM sqlite_master",
        )
    )
    if tables and found != application:
        raise LogError(
            f"{path} is the database of another program: give another directory with --data"
        )
    if version > newest:
        raise LogError(
            f"{path} was written by a newer flux-tui (format {version}, this one knows "
            f"{newest}): use that version, or give another directory with --data"
        )
    return int(version) if tables else None
