"""Reads and writes the ledger's file. It blocks: call it aside, from any thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import DOUBTFUL, Entry, Kept, Origin, SentEvent
from flux_tui.client.sent.form import read_before, read_kept_event
from flux_tui.client.sent.ledger_file import LedgerFile, transaction
from flux_tui.client.sent.owner import is_alive, own_name
from flux_tui.client.sent.packed import loose, sort_in, write_packed
from flux_tui.client.sent.rows import Rows, write_steps
from flux_tui.client.sent.undone import TakesBack, last_to_undo, take_back, undone
from flux_tui.client.sent.unfinished import Begun, unfinished
from flux_tui.client.sent.words import conditions
from flux_tui.model.event import Event

T = TypeVar("T")

MOST_BYTES = 200_000_000
"""Bytes of events and of what stood before them in one file; the oldest publications go first."""

PIECE = 500
"""Events that are read at a time."""

_DOUBTFUL = [step.name for step in DOUBTFUL]


class Store:
    """What one file holds."""

    def __init__(self, path: Path | None) -> None:
        """None is memory."""
        self._file = LedgerFile(path)
        self._version: int | None = None
        """What SQLite counts up when another connection writes; None before that was looked at."""

    @property
    def problem(self) -> str | None:
        """Why nothing will be known after this run, in words; None while all is well."""
        return self._file.problem

    def open(self) -> None:
        """Have the file at hand."""
        self._file.work(lambda _: None)

    def is_changed_elsewhere(self) -> bool:
        """Whether another process may have written since this was last asked."""
        pragma = "PRAGMA data_version"
        version = self._file.work(lambda db: int(db.execute(pragma).fetchall()[0][0]))
        before, self._version = self._version, version
        return before != version

    def close(self) -> None:
        """Let go of the file; it is opened again when it is wanted. Memory is kept."""
        self._file.close()

    # -- writing -------------------------------------------------------------------------------

    def begin(
        self,
        at: int,
        origin: Origin,
        of: int | None,
        kept: Kept,
        *,
        entry: int | None = None,
        entities: int | None = None,
        takes_back: TakesBack | None = None,
    ) -> int:
        """Keep events of a publication before they are sent; the answer is its number.

        Of what is kept in portions ``entry`` is the number that the first got, and ``entities`` of
        how many entities all of its events are by now. An undo ``takes_back`` as much as arrives.
        """
        first, number = _first(kept.events), len(kept.events)
        entities = entities or len({event.entity_id for event in kept.events})
        header = entry, at, origin.value, of, first, number, entities
        return self._file.work(lambda db: self._begin(db, header, kept, takes_back))

    def settle(self, entry: int, steps: Mapping[int, tuple[Step, str | None]]) -> None:
        """How far some events of an entry have come, by their places."""

        def write(db: sqlite3.Connection) -> None:
            with transaction(db):
                write_steps(db, entry, steps)

        self._read(write)

    def end(self, *entries: int) -> None:
        """Nobody sends them any more."""
        sql = "UPDATE entries SET owner = NULL WHERE number = ?"
        self._file.work(lambda db: db.executemany(sql, [(entry,) for entry in entries]))

    def _begin(
        self,
        db: sqlite3.Connection,
        header: tuple[int | None, int, str, int | None, str | None, int, int],
        kept: Kept,
        takes_back: TakesBack | None,
    ) -> int:
        sql = (
            "INSERT INTO entries"
            " (number, at, origin, of_entry, first, events, entities, bytes, owner)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE"
            " SET events = events + excluded.events, entities = excluded.entities,"
            " bytes = bytes + excluded.bytes RETURNING number"
        )
        runs, packed = [Rows(run) for run in loose(kept)], kept.packed.values()
        size = sum(run.size for run in runs) + sum(piece.size for piece in packed)
        with transaction(db):
            values = (*header, size, own_name())
            number = int(db.execute(sql, values).fetchall()[0][0])
            for run in runs:
                run.write(db, number)
            write_packed(db, number, packed)
            if takes_back is not None:
                take_back(db, number, takes_back)
            grow = "UPDATE kept SET bytes = bytes + ? RETURNING bytes"
            is_full = db.execute(grow, (size,)).fetchall()[0][0] > MOST_BYTES
            if is_full:
                self._forget_oldest(db, number)
        if is_full:
            db.execute("PRAGMA incremental_vacuum").fetchall()
        return number

    def _forget_oldest(self, db: sqlite3.Connection, newest: int) -> None:
        """Make room, as much as is needed; the newest always stays."""
        while db.execute("SELECT bytes FROM kept").fetchone()[0] > MOST_BYTES:
            oldest = db.execute(
                "SELECT number, bytes FROM entries ORDER BY number LIMIT 1"
            ).fetchone()
            if oldest is None or oldest[0] == newest:
                return
            db.execute("DELETE FROM events WHERE entry = ?", (oldest[0],))
            db.execute("DELETE FROM packed WHERE entry = ?", (oldest[0],))
            db.execute("DELETE FROM entries WHERE number = ?", (oldest[0],))
            db.execute("DELETE FROM undone WHERE entry = ?", (oldest[0],))
            db.execute("UPDATE kept SET bytes = bytes - ?", (oldest[1],))

    # -- reading -------------------------------------------------------------------------------

    def numbers(self, text: str = "") -> list[int]:
        """The entries that have an event which meets every word of ``text``, the newest first."""
        met = conditions(text)
        sql = "SELECT e.number FROM entries e"
        if met:
            about = "".join(f" AND {condition.sql}" for condition in met)
            sql += f" WHERE EXISTS (SELECT 1 FROM events v WHERE v.entry = e.number{about})"  # noqa: S608
        values = [value for condition in met for value in condition.values]
        rows = self._read(lambda db: db.execute(f"{sql} ORDER BY e.number DESC", values).fetchall())
        return [row[0] for row in rows]

    def entries(self, numbers: Sequence[int]) -> list[Entry]:
        """Some entries; those that are not kept any more are not among the answer."""

        def read(db: sqlite3.Connection) -> list[Entry]:
            found = (self._entry(db, number) for number in numbers)
            return [entry for entry in found if entry is not None]

        return self._read(read)

    def places(self, entry: int, text: str = "") -> list[int]:
        """The places of the events of an entry that meet every word of ``text``."""
        met = conditions(text)
        about = "".join(f" AND {condition.sql}" for condition in met)
        joined = "events v JOIN entries e ON e.number = v.entry"
        sql = f"SELECT v.place FROM {joined} WHERE v.entry = ?{about} ORDER BY v.place"  # noqa: S608
        values = [entry, *(value for condition in met for value in condition.values)]
        return [row[0] for row in self._read(lambda db: db.execute(sql, values).fetchall())]

    def events(self, entry: int, first: int = 0, most: int = PIECE) -> list[SentEvent]:
        """Events of an entry in their order, from the place ``first`` on."""
        sql = (
            "SELECT entry, place, event, before, step, reason, masked FROM events"
            " WHERE entry = ? AND place >= ? ORDER BY place LIMIT ?"
        )
        rows = self._read(lambda db: db.execute(sql, (entry, first, most)).fetchall())
        return [_sent(row) for row in rows]

    def all_events(self, entry: int) -> Iterator[SentEvent]:
        """Every event of an entry, in its order, read piece by piece."""
        place = 0
        while piece := self.events(entry, place):
            yield from piece
            place = piece[-1].place + 1

    def open_events(self, entry: int) -> list[SentEvent]:
        """The events of an entry of which it is not known whether they arrived."""
        sql = (
            "SELECT entry, place, event, before, step, reason, masked FROM events"
            " WHERE entry = ? AND step IN (?, ?, ?) ORDER BY place"
        )
        rows = self._read(lambda db: db.execute(sql, (entry, *_DOUBTFUL)).fetchall())
        return [_sent(row) for row in rows]

    def place_of(self, event_id: str) -> tuple[int, int] | None:
        """The newest entry that has an event of this id, and its place there."""
        sql = "SELECT entry, place FROM events WHERE event_id = ? ORDER BY entry DESC LIMIT 1"
        row = self._read(lambda db: db.execute(sql, (event_id,)).fetchone())
        return None if row is None else (int(row[0]), int(row[1]))

    def latest(self, most: int) -> list[Event]:
        """The first event of each of the entries that a person wrote last, the newest first."""
        sql = (
            "SELECT v.event FROM entries e JOIN events v ON v.entry = e.number AND v.place = 0"
            " WHERE e.origin NOT IN ('undo', 'deletion') ORDER BY e.number DESC LIMIT ?"
        )
        rows = self._read(lambda db: db.execute(sql, (most,)).fetchall())
        return [read_kept_event(row[0]) for row in rows]

    def doubtful(self) -> list[int]:
        """The entries with events in doubt that nobody sends any more, the newest first."""
        sql = (
            "SELECT DISTINCT e.number, e.owner FROM entries e JOIN events v ON v.entry = e.number"
            " WHERE v.step IN (?, ?, ?) ORDER BY e.number DESC"
        )
        rows = self._read(lambda db: db.execute(sql, _DOUBTFUL).fetchall())
        return [number for number, owner in rows if owner is None or not is_alive(owner)]

    def unfinished(self) -> dict[int, Begun]:
        """What processes that are gone had begun to send, by entries that nobody has ended."""
        return self._read(unfinished)

    def last_to_undo(self, most: int) -> list[int]:
        """The newest entries that are no undo themselves, were not undone, and had an effect."""
        return self._read(lambda db: last_to_undo(db, most))

    def _read(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """Look at the rows of all that is kept."""
        return self._file.work(lambda db: read(sort_in(db)))

    def _entry(self, db: sqlite3.Connection, number: int) -> Entry | None:
        sql = (
            "SELECT number, at, origin, of_entry, first, events, entities, owner"
            " FROM entries WHERE number = ?"
        )
        row = db.execute(sql, (number,)).fetchone()
        if row is None:
            return None
        counted = db.execute(
            "SELECT step, count(*) FROM events WHERE entry = ? GROUP BY step", (number,)
        )
        steps = {Step[name]: count for name, count in counted}
        _, at, origin, of, first, events, entities, owner = row
        is_open = owner is not None and is_alive(owner)
        return Entry(
            number,
            at,
            Origin(origin),
            of,
            undone(db, number),
            first,
            events,
            entities,
            steps,
            is_open,
        )


def _sent(row: tuple[int, int, str, str, str, str | None, int]) -> SentEvent:
    entry, place, event, before, step, reason, masked = row
    kept, stood = read_kept_event(event), read_before(before)
    return SentEvent(entry, place, kept, stood, Step[step], reason, bool(masked))


def _first(events: Iterable[Event]) -> str | None:
    """The first entity, as a file can hold it."""
    first = next((one.entity_id for one in events if one.entity_id is not None), None)
    return None if first is None else first.encode("utf-8", "replace").decode()
