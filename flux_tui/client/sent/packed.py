"""Rows of many events in one piece: quickly written before they are sent, sorted in later.

A row an event, with its indices, takes many times as long as its share of a piece. So what a ledger
had the time to pack lies in its file as it is, until somebody looks or nobody waits.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from operator import itemgetter

from pydantic_core import to_json

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.written import Span
from flux_tui.client.sent.entry import Kept, Packed
from flux_tui.client.sent.ledger_file import transaction
from flux_tui.client.sent.rows import Rows

MOST = 20
"""Pieces that are sorted in together; after them others have their turn with the file."""

LEVEL = 1
"""Of zlib: events are much alike, and the least effort makes a tenth of them."""

UNDATED = (None, None)
"""Stands for where a time is, in events that have their own."""

NUL = b"\\u0000"
"""What looks like this may be a character before which SQLite ends a text of JSON."""

_SORT_IN = f"""
INSERT INTO events
SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'), '{Step.WAITING.name}', NULL, 0,
    CASE WHEN json_extract(value, '$[4]') IS NULL THEN json_extract(value, '$[2]')
        ELSE substr(json_extract(value, '$[2]'), 1, json_extract(value, '$[4]')) || ?
            || substr(json_extract(value, '$[2]'), json_extract(value, '$[5]') + 1) END,
    json_extract(value, '$[3]')
FROM json_each(?)
"""  # noqa: S608 - a name of ours


def pack(kept: Kept, times: Sequence[Span | None]) -> Packed | None:
    """Events without secrets in one piece; None where they have what cannot be packed.

    ``times`` are where in their texts times stand that hold only for now.
    """
    rows = Rows(kept)
    starts, ends = zip(*(span or UNDATED for span in times), strict=True)
    columns = count(kept.first), rows.ids, rows.texts, rows.befores, starts, ends
    text = to_json(list(zip(*columns, strict=False)))
    if NUL in text:
        return None
    return Packed(zlib.compress(text[1:-1], LEVEL), len(times), None, rows.size)


def loose(kept: Kept) -> Iterator[Kept]:
    """Those of some events that are not packed, as many together as come one after another."""
    if not kept.packed:
        yield kept
        return
    place = kept.first
    for start, piece in sorted(kept.packed.items()):
        if place < start:
            yield _part(kept, place, start)
        place = start + piece.number
    if place < kept.first + len(kept.events):
        yield _part(kept, place, kept.first + len(kept.events))


def _part(kept: Kept, start: int, end: int) -> Kept:
    part = slice(start - kept.first, end - kept.first)
    texts = None if kept.texts is None else kept.texts[part]
    return Kept(start, kept.events[part], kept.befores[part], texts)


def write_packed(db: sqlite3.Connection, entry: int, pieces: Iterable[Packed]) -> None:
    """Make pieces part of an entry."""
    values = [value for piece in pieces for value in (entry, piece.time, piece.rows)]
    if values:
        marks = ", ".join(["(?, ?, ?)"] * (len(values) // 3))
        sql = f"INSERT INTO packed (entry, time, rows) VALUES {marks}"  # noqa: S608 - marks alone
        db.execute(sql, values)


def sort_in(db: sqlite3.Connection) -> sqlite3.Connection:
    """Make rows of all that is packed. Raises sqlite3.Error, also where a piece is damaged."""
    while db.execute("SELECT EXISTS (SELECT 1 FROM packed)").fetchone()[0]:
        with transaction(db):
            _sort_in_some(db)
    return db


def _sort_in_some(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM packed WHERE entry NOT IN (SELECT number FROM entries)")
    sql = "SELECT number, entry, time, rows FROM packed ORDER BY number LIMIT ?"
    pieces = db.execute(sql, (MOST,)).fetchall()
    for (entry, time), some in groupby(pieces, key=itemgetter(1, 2)):
        rows = ",".join(_unpacked(piece[3]) for piece in some)
        db.execute(_SORT_IN, (entry, time, f"[{rows}]"))
    db.execute("DELETE FROM packed WHERE number <= ?", (pieces[-1][0] if pieces else 0,))


def _unpacked(rows: bytes) -> str:
    try:
        return zlib.decompress(rows).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise sqlite3.DatabaseError(f"a piece cannot be unpacked: {error}") from error
