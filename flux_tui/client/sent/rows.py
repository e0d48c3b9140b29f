"""Writing the rows of many events, in few statements: between two the thread waits for its turn."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import SentEvent
from flux_tui.client.sent.form import before_text, event_text, kept_text

ROWS = 1000
"""Events that one statement writes."""

ROW = 150
"""Bytes that an event takes in the file beside its text, about."""


def write_events(
    db: sqlite3.Connection, entry: int, events: Sequence[SentEvent], texts: Sequence[str]
) -> int:
    """Write the events of an entry; how many bytes that is, about.

    ``texts`` are the events as JSON, where that is known; a masked one has another.
    """
    size = 0
    for start in range(0, len(events), ROWS):
        values: list[object] = []
        some = events[start : start + ROWS]
        for at, (_, place, sent, stood, step, _, masked) in enumerate(some, start):
            event = event_text(sent) if masked or not texts else kept_text(texts[at])
            before = before_text(stood)
            values += (entry, place, sent.event_id, step.name, masked, event, before)
            size += len(event) + len(before) + ROW
        marks = ", ".join(["(?, ?, ?, ?, NULL, ?, ?, ?)"] * len(some))
        db.execute(f"INSERT INTO events VALUES {marks}", values)  # noqa: S608 - marks alone
    return size


def write_steps(
    db: sqlite3.Connection, entry: int, steps: Mapping[int, tuple[Step, str | None]]
) -> None:
    """Write how far events of an entry have come, by their places."""
    alike: defaultdict[tuple[Step, str | None], list[int]] = defaultdict(list)
    for place, how_far in steps.items():
        alike[how_far].append(place)
    sql = (
        "UPDATE events SET step = ?, reason = ?"
        " WHERE entry = ? AND place IN (SELECT value FROM json_each(?))"
    )
    for (step, reason), places in alike.items():
        db.execute(sql, (step.name, reason, entry, json.dumps(places)))
