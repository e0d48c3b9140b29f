"""What became of entries by undo: taken back or a part of them, and there anew where that was."""

from __future__ import annotations

import sqlite3
from enum import Enum, auto

REST = -1
"""The place of an undo that left something: of which events is not kept."""


class Undone(Enum):
    """How much of an entry was taken back."""

    NOTHING = auto()
    PART = auto()
    WHOLE = auto()


def take_back(
    db: sqlite3.Connection, entry: int, by: int, place: int | None, *, left: bool
) -> None:
    """An entry was taken back by another, or one event of it; and whether anything was ``left``."""
    if place is None:
        db.execute("UPDATE entries SET undone_by = ? WHERE number = ?", (by, entry))
    if place is not None or left:
        _note(db, entry, REST if left or place is None else place, by)


def count_anew(db: sqlite3.Connection, by: int, *, left: bool) -> None:
    """What an undo took back is there again; though something is ``left``, only a part of it."""
    if left:
        sql = "SELECT of_entry FROM entries WHERE number = ? AND origin = 'undo'"
        for (of,) in db.execute(sql, (by,)).fetchall():
            _note(db, of, REST, by)
    else:
        db.execute("UPDATE entries SET undone_by = NULL WHERE undone_by = ?", (by,))
        db.execute("DELETE FROM undone WHERE by = ?", (by,))


def undone(db: sqlite3.Connection, entry: int, undone_by: int | None, events: int) -> Undone:
    """How much of an entry of so many events was taken back, the last time by ``undone_by``."""
    parts = db.execute("SELECT place, by FROM undone WHERE entry = ?", (entry,)).fetchall()
    if undone_by is not None and (REST, undone_by) not in parts:
        return Undone.WHOLE
    if len({place for place, _ in parts if place != REST}) == events:
        return Undone.WHOLE
    return Undone.PART if parts else Undone.NOTHING


def last_to_undo(db: sqlite3.Connection, most: int) -> list[int]:
    """The newest entries that are no undo themselves, had an effect, and were not undone.

    One that was asked about as a whole counts as undone, whatever was left; one of which some
    events were taken back does not, while there are others.
    """
    sql = (
        "SELECT e.number FROM entries e WHERE e.origin != 'undo' AND e.undone_by IS NULL"
        " AND EXISTS (SELECT 1 FROM events v WHERE v.entry = e.number AND v.step != 'FAILED')"
        " AND e.events > (SELECT count(DISTINCT u.place) FROM undone u"
        " WHERE u.entry = e.number AND u.place != ?)"
        " ORDER BY e.number DESC LIMIT ?"
    )
    return [number for (number,) in db.execute(sql, (REST, most)).fetchall()]


def _note(db: sqlite3.Connection, entry: int, place: int, by: int) -> None:
    db.execute("INSERT OR IGNORE INTO undone VALUES (?, ?, ?)", (entry, place, by))
