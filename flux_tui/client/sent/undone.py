"""What became of entries by undo: taken back or a part of them, and there anew where that was.

Which undo takes back what is written down before it is sent, and stays. How much of an entry is
undone is seen anew from how far each undo came, and from what became of that by undo.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from enum import Enum, auto
from itertools import islice
from typing import NamedTuple

from flux_tui.client.publishing.receipt import Step

REST = -1
"""The place of an undo that left something: of which events is not kept."""

ALL = -2
"""The place of an undo of all of an entry. In files from before there was this one the entry names
the last such undo itself, while that stands."""

ARRIVED = tuple(step.name for step in (Step.ACCEPTED, Step.MATERIALISED, Step.UNSEEN))
"""The steps of an event that is in the server's log."""


class Undone(Enum):
    """How much of an entry was taken back."""

    NOTHING = auto()
    PART = auto()
    WHOLE = auto()


class TakesBack(NamedTuple):
    """What an undo takes back: entries, or one event of each by its place; ``left`` is whether
    something of them stays."""

    what: Sequence[tuple[int, int | None]]
    left: bool = False


class _Taken(NamedTuple):
    """An entry of so many events, and the undos that took of it back: the place, and by which."""

    events: int
    arrived: int
    by: Sequence[tuple[int, int]]


def take_back(db: sqlite3.Connection, by: int, takes: TakesBack) -> None:
    """Note what an undo takes back."""
    for entry, place in takes.what:
        if place is None:
            _note(db, entry, ALL, by)
        if place is not None or takes.left:
            _note(db, entry, REST if takes.left or place is None else place, by)


def undone(db: sqlite3.Connection, entry: int) -> Undone:
    """How much of an entry is taken back."""
    return _seen_anew(_taken(db, entry))[entry]


def last_to_undo(db: sqlite3.Connection, most: int) -> list[int]:
    """The newest entries that are no undo themselves, had an effect, and were not undone.

    One that was asked about as a whole counts as undone, whatever was left, as long as nothing of
    that undo is undone; one of which some events were taken back does not, while there are others.
    """
    sql = (
        "SELECT e.number FROM entries e WHERE e.origin != 'undo'"
        " AND EXISTS (SELECT 1 FROM events v WHERE v.entry = e.number AND v.step != 'FAILED')"
        " ORDER BY e.number DESC"
    )
    with closing(db.execute(sql)) as rows:
        left = (number for (number,) in rows if _is_left(db, number))
        return list(islice(left, most))


def _is_left(db: sqlite3.Connection, entry: int) -> bool:
    """Whether an entry is still to be undone."""
    taken = _taken(db, entry)
    states = _seen_anew(taken)
    asked = (by for place, by in taken[entry].by if place == ALL)
    is_whole = any(_stands(by, taken, states) is Undone.WHOLE for by in asked)
    return not is_whole and states[entry] is not Undone.WHOLE


def _taken(db: sqlite3.Connection, entry: int) -> dict[int, _Taken]:
    """The entry, what took of it back, what took of that back, and so on."""
    taken, waiting = dict[int, _Taken](), [entry]
    counts = f"SELECT count(*) FROM events WHERE entry = ? AND step IN {ARRIVED}"  # noqa: S608
    while waiting:
        number = waiting.pop()
        if number in taken:
            continue
        row = db.execute("SELECT events, undone_by FROM entries WHERE number = ?", (number,))
        events, named = row.fetchone() or (0, None)
        by = db.execute("SELECT place, by FROM undone WHERE entry = ?", (number,)).fetchall()
        by += [] if named is None else [(ALL, named)]
        arrived = events if number == entry else db.execute(counts, (number,)).fetchone()[0]
        taken[number] = _Taken(events, arrived, by)
        waiting += [one for _, one in by]
    return taken


def _seen_anew(taken: Mapping[int, _Taken]) -> dict[int, Undone]:
    """How much of each is undone: the newest first, since an undo comes after what it undoes."""
    states: dict[int, Undone] = {}
    for number in sorted(taken, reverse=True):
        entry = taken[number]
        stand = {by: _stands(by, taken, states) for _, by in entry.by}
        left = {by for place, by in entry.by if place == REST or stand[by] is Undone.PART}
        whole = {place for place, by in entry.by if stand[by] is Undone.WHOLE and by not in left}
        if ALL in whole or len(whole) == entry.events > 0:
            states[number] = Undone.WHOLE
        elif any(how is not Undone.NOTHING for how in stand.values()):
            states[number] = Undone.PART
        else:
            states[number] = Undone.NOTHING
    return states


def _stands(by: int, taken: Mapping[int, _Taken], states: Mapping[int, Undone]) -> Undone:
    """How much an undo takes back: as much of it as arrived, and was not undone itself."""
    undo, state = taken[by], states.get(by, Undone.NOTHING)
    if state is Undone.WHOLE or (undo.events and not undo.arrived):
        return Undone.NOTHING
    is_whole = state is Undone.NOTHING and undo.arrived == undo.events
    return Undone.WHOLE if is_whole else Undone.PART


def _note(db: sqlite3.Connection, entry: int, place: int, by: int) -> None:
    db.execute("INSERT OR IGNORE INTO undone VALUES (?, ?, ?)", (entry, place, by))
