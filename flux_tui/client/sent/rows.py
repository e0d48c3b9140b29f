"""Writing the rows of many events, in few statements: between two the thread waits for its turn."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, count

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Kept
from flux_tui.client.sent.form import before_text, event_text, kept_text

ROWS = 1000
"""Events that one statement writes."""

ROW = 150
"""Bytes that an event takes in the file beside its text, about."""


def write_events(db: sqlite3.Connection, entry: int, kept: Kept) -> int:
    """Write events of an entry that nobody has sent yet; how many bytes that is, about."""
    texts = _texts(kept)
    ids = [event.event_id for event in kept.events]
    size = len(texts) * ROW + sum(map(len, texts))
    for start in range(0, len(texts), ROWS):
        some = slice(start, start + ROWS)
        befores = list(map(before_text, kept.befores[some]))
        masked = [n in kept.masked for n in range(start, start + len(befores))]
        columns = count(kept.first + start), ids[some], masked, texts[some], befores
        values = chain.from_iterable(zip(*columns, strict=False))
        db.execute(_inserting(len(befores)), (entry, *values))
        size += sum(map(len, befores))
    return size


def _texts(kept: Kept) -> list[str]:
    """The events as they are kept."""
    if kept.texts is None:
        return list(map(event_text, kept.events))
    texts = list(map(kept_text, kept.texts))
    for masked in kept.masked:
        texts[masked] = event_text(kept.events[masked])
    return texts


@lru_cache(maxsize=4)
def _inserting(number: int) -> str:
    """The statement for so many events; few numbers come more than once."""
    marks = ", ".join([f"(?1, ?, ?, '{Step.WAITING.name}', NULL, ?, ?, ?)"] * number)
    return f"INSERT INTO events VALUES {marks}"  # noqa: S608 - marks alone


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
