"""What explorers that were killed had begun to send: under which id each content may have gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.written import drafted_text, text_of
from flux_tui.client.sent.form import read_kept_event
from flux_tui.client.sent.owner import is_alive


class Unfinished(NamedTuple):
    """One event that may have been sent: what it says, as it was drafted, its id, its time (ms)."""

    content: str
    event_id: str
    timestamp: int


class Begun(NamedTuple):
    """What a process had begun to send when it ended."""

    owner: str
    events: list[Unfinished]


def unfinished(db: sqlite3.Connection) -> dict[int, Begun]:
    """What processes that are gone had begun, by entries, until somebody has ended these."""
    owners = db.execute("SELECT number, owner FROM entries WHERE owner IS NOT NULL").fetchall()
    gone = {number: owner for number, owner in owners if not is_alive(owner)}
    return {number: Begun(owner, list(_events(db, number))) for number, owner in gone.items()}


def _events(db: sqlite3.Connection, entry: int) -> Iterator[Unfinished]:
    sql = "SELECT event, masked FROM events WHERE entry = ? AND step != ? ORDER BY place"
    for text, masked in db.execute(sql, (entry, Step.FAILED.name)):
        event = read_kept_event(text)
        if event.event_id is not None and event.timestamp is not None:
            # one with a placeholder was written anew: its time is taken for ours
            drafted = event._replace(event_id=None, timestamp=None)
            content = text_of(drafted) if masked else drafted_text(text)
            yield Unfinished(content, event.event_id, event.timestamp)
