"""What the ledger says of entries that were undone, whole or in part, and what is undone next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Origin
from flux_tui.client.sent.store import Store
from flux_tui.client.sent.undone import Undone
from tests.client.sent.kept import event, keep


def test_undo_begins_with_the_last_that_had_an_effect_and_was_not_undone() -> None:
    store = Store(None)
    assert store.last_to_undo(5) == []
    first = keep(store, [event("a", p=1)])
    second = keep(store, [event("a", p=2)])
    keep(store, [event("a", p=3)], step=Step.FAILED)
    assert store.last_to_undo(5) == [second, first]
    undo = keep(store, [event("a", p=1)], origin=Origin.UNDO)
    store.take_back(second, undo)
    assert store.last_to_undo(5) == [first]
    store.count_anew(undo)
    assert store.last_to_undo(5) == [second, first]


def undone(store: Store, entry: int) -> Undone:
    return store.entries([entry])[0].undone


def undo_of(store: Store, entry: int) -> int:
    return keep(store, [event("a", p=0)], origin=Origin.UNDO, of=entry)


def test_what_an_undo_left_is_an_undo_of_a_part_until_the_rest_is_undone() -> None:
    store = Store(None)
    batch = keep(store, [event("a", p=1), event("b", p=1)])
    assert undone(store, batch) is Undone.NOTHING
    first, second = undo_of(store, batch), undo_of(store, batch)
    store.take_back(batch, first, left=True)
    assert undone(store, batch) is Undone.PART
    assert store.last_to_undo(5) == []
    store.take_back(batch, second)
    assert undone(store, batch) is Undone.WHOLE
    store.count_anew(second)
    assert undone(store, batch) is Undone.PART
    store.count_anew(first)
    assert undone(store, batch) is Undone.NOTHING
    assert store.last_to_undo(5) == [batch]


def test_an_undo_of_which_a_part_is_undone_has_undone_a_part() -> None:
    store = Store(None)
    batch = keep(store, [event("a", p=1), event("b", p=1)])
    undo = undo_of(store, batch)
    store.take_back(batch, undo)
    store.count_anew(undo, left=True)
    assert undone(store, batch) is Undone.PART


def test_an_entry_whose_events_are_undone_one_by_one_is_undone_with_the_last() -> None:
    store = Store(None)
    batch = keep(store, [event("a", p=1), event("b", p=1)])
    store.take_back(batch, undo_of(store, batch), 1)
    store.take_back(batch, undo_of(store, batch), 1)
    assert (undone(store, batch), store.last_to_undo(5)) == (Undone.PART, [batch])
    store.take_back(batch, undo_of(store, batch), 0, left=True)
    assert (undone(store, batch), store.last_to_undo(5)) == (Undone.PART, [batch])
    store.take_back(batch, undo_of(store, batch), 0)
    assert (undone(store, batch), store.last_to_undo(5)) == (Undone.WHOLE, [])


def test_a_ledger_from_before_parts_were_known_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    store = Store(path)
    batch = keep(store, [event("a", p=1)])
    store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE undone")
    assert undone(Store(path), batch) is Undone.NOTHING
