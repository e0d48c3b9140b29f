"""Writing the rows of many events, in few statements: between two the thread waits for its turn."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, count, islice

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Kept
from flux_tui.client.sent.form import before_text, event_text, kept_text

ROWS = 1200
"""Events that one statement writes."""

ROW = 150
"""Bytes that an event takes in the file beside its text, about."""


class Rows:
    """Events that nobody has sent yet, as they are written; ``size`` is how many bytes, about."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self.ids = [_kept_id(event.event_id) for event in kept.events]
        self.texts = _texts(kept)
        self.befores = list(map(before_text, kept.befores))
        self.size = sum(map(len, (*self.texts, *self.befores))) + ROW * len(self.texts)

    def write(self, db: sqlite3.Connection, entry: int) -> None:
        """Write them as events of an entry."""
        kept, number = self._kept, len(self.texts)
        masked = [place in kept.masked for place in range(number)] if kept.masked else [0] * number
        columns = count(kept.first), self.ids, masked, self.texts, self.befores
        rows = zip(*columns, strict=False)
        while values := list(chain.from_iterable(islice(rows, ROWS))):
            db.execute(_inserting(len(values) // len(columns)), (entry, *values))


def _kept_id(event_id: str | None) -> str | None:
    return None if event_id is None else kept_text(event_id)


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
