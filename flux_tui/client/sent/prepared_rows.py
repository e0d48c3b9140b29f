"""Rows of events that are in no entry yet: in the memory of one connection, gone with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain, count, repeat

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.written import Span
from flux_tui.client.sent.entry import Kept, Lying
from flux_tui.client.sent.form import before_text
from flux_tui.client.sent.rows import Rows

_TABLE = """
CREATE TEMP TABLE prepared (
    key INTEGER NOT NULL, place INTEGER NOT NULL, event_id TEXT, event TEXT NOT NULL,
    before TEXT NOT NULL, time_at INTEGER, time_end INTEGER, PRIMARY KEY (key, place)
) WITHOUT ROWID
"""

_RANGE = "key = ? AND place >= ? AND place < ?"

_ENTER = f"""
INSERT INTO events SELECT ?, place, event_id, '{Step.WAITING.name}', NULL, 0,
    CASE WHEN time_at IS NULL THEN event
        ELSE substr(event, 1, time_at) || ? || substr(event, time_end + 1) END, before
FROM prepared WHERE {_RANGE}
"""  # noqa: S608 - a name of ours

UNDATED = (None, None)
"""Stands for where a time is, in events that have their own."""


def open_table(db: sqlite3.Connection) -> None:
    """Make room for them in a connection that has just been made."""
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute(_TABLE)


def prepare(
    db: sqlite3.Connection, key: int, kept: Kept, times: Sequence[Span | None]
) -> list[int]:
    """Write events that may become part of an entry; the answer is how many bytes each takes."""
    rows = Rows(kept)
    starts, ends = zip(*(span or UNDATED for span in times), strict=True)
    columns = repeat(key), count(kept.first), rows.ids, rows.texts, rows.befores, starts, ends
    marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(times))
    db.execute(
        f"INSERT OR REPLACE INTO prepared VALUES {marks}",  # noqa: S608 - marks alone
        list(chain.from_iterable(zip(*columns, strict=False))),
    )
    return rows.sizes


def drop(db: sqlite3.Connection, key: int) -> None:
    """Forget what was prepared."""
    db.execute("DELETE FROM prepared WHERE key = ?", (key,))


class PreparedRows:
    """Events that were prepared, as they become part of an entry; ``size`` as of ``Rows``."""

    def __init__(self, kept: Kept, lying: Lying) -> None:
        self._kept = kept
        self._lying = lying
        self.size = lying.size

    def write(self, db: sqlite3.Connection, entry: int) -> None:
        """Make them part of an entry; where they lie there no longer they are written anew."""
        first, lying = self._kept.first, self._lying
        number = len(self._kept.events)
        ranged = lying.key, first, first + number
        if db.execute(_ENTER, (entry, lying.time, *ranged)).rowcount != number:
            db.execute("DELETE FROM events WHERE entry = ? AND place >= ?", (entry, first))
            Rows(self._kept).write(db, entry)
            return
        db.execute(f"DELETE FROM prepared WHERE {_RANGE}", ranged)  # noqa: S608 - a name of ours
        if lying.anew:
            self._write_anew(db, entry)

    def _write_anew(self, db: sqlite3.Connection, entry: int) -> None:
        """Before some of them something else stands by now."""
        first, befores = self._kept.first, self._kept.befores
        db.executemany(
            "UPDATE events SET before = ? WHERE entry = ? AND place = ?",
            ((before_text(befores[place - first]), entry, place) for place in self._lying.anew),
        )
