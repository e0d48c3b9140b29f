"""Ledgers for tests, and events to keep in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Kept, Origin
from flux_tui.client.sent.store import Store
from flux_tui.client.sent.undone import TakesBack
from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.json import Json
from flux_tui.replica.undo.before import ABSENT, Before


def event(entity_id: str, event_id: str | None = None, **properties: Json) -> Event:
    """An event that sets some properties."""
    return setting("lab", "me", entity_id, properties, timestamp=1, event_id=event_id)


def deletion(entity_id: str) -> Event:
    """A tombstone as the server makes it: nobody here knows its id."""
    return setting("lab", "me", entity_id, {DELETED: True}, timestamp=1)


def keep(
    store: Store,
    events: Sequence[Event],
    *,
    before: Before = ABSENT,
    origin: Origin = Origin.BATCH,
    of: int | None = None,
    at: int = 1,
    step: Step = Step.MATERIALISED,
    takes_back: TakesBack | None = None,
) -> int:
    """Keep events that have come so far; the entry's number."""
    kept = Kept(0, events, [before] * len(events))
    number = store.begin(at, origin, of, kept, takes_back=takes_back)
    store.settle(number, dict.fromkeys(range(len(events)), (step, None)))
    store.end(number)
    return number


def bytes_of(folder: Path) -> bytes:
    """Everything that lies in a folder's files."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
