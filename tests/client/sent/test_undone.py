"""What the ledger says of entries that were undone, whole or in part, and what is undone next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.store import Store
from flux_tui.client.sent.undone import TakesBack, Undone
from flux_tui.model.clock import SystemClock
from flux_tui.replica.undo.before import ABSENT
from tests.client.sent.kept import event, keep

NOTHING, PART, WHOLE = Undone


def undone(store: Store, entry: int) -> Undone:
    return store.entries([entry])[0].undone


def batch_of_two(store: Store) -> int:
    return keep(store, [event("a", p=1), event("b", p=1)])


def undo(store: Store, entry: int, place: int | None = None, *, left: bool = False) -> int:
    """Undo an entry, or one event of it; the undo's own number."""
    takes = TakesBack([(entry, place)], left)
    events = [event("a", p=0), event("b", p=0)]
    return keep(store, events, origin=Origin.UNDO, of=entry, takes_back=takes)


def test_undo_begins_with_the_last_that_had_an_effect_and_was_not_undone() -> None:
    store = Store(None)
    assert store.last_to_undo(5) == []
    first = keep(store, [event("a", p=1)])
    second = keep(store, [event("a", p=2)])
    keep(store, [event("a", p=3)], step=Step.FAILED)
    assert store.last_to_undo(5) == [second, first]
    by = undo(store, second)
    assert store.last_to_undo(5) == [first]
    undo(store, by)
    assert store.last_to_undo(5) == [second, first]
    assert store.last_to_undo(1) == [second]


def test_what_an_undo_left_is_an_undo_of_a_part_until_the_rest_is_undone() -> None:
    store = Store(None)
    batch = batch_of_two(store)
    assert undone(store, batch) is NOTHING
    first = undo(store, batch, left=True)
    assert (undone(store, batch), store.last_to_undo(5)) == (PART, [])
    second = undo(store, batch)
    assert undone(store, batch) is WHOLE
    undo(store, second)
    assert undone(store, batch) is PART
    undo(store, first)
    assert (undone(store, batch), store.last_to_undo(5)) == (NOTHING, [batch])


@pytest.mark.parametrize("length", range(2, 9))
def test_along_a_chain_of_undos_each_is_undone_unless_the_next_one_is(length: int) -> None:
    store = Store(None)
    chain = [batch_of_two(store)]
    while len(chain) < length:
        chain.append(undo(store, chain[-1]))
        states = [undone(store, entry) for entry in chain]
        assert states[::-1] == [NOTHING if n % 2 == 0 else WHOLE for n in range(len(chain))]
        assert store.last_to_undo(5) == ([] if len(chain) % 2 == 0 else chain[:1])


def test_two_undos_of_one_entry_count_each_for_itself() -> None:
    store = Store(None)
    batch = batch_of_two(store)
    first = undo(store, batch)
    again = undo(store, first)
    second = undo(store, batch)
    undo(store, again)
    undo(store, second)
    assert undone(store, batch) is WHOLE, "by the first, which is there again"


def test_an_undo_of_which_a_part_is_undone_has_undone_a_part() -> None:
    store = Store(None)
    batch = batch_of_two(store)
    by = undo(store, batch)
    undo(store, by, left=True)
    assert (undone(store, batch), undone(store, by)) == (PART, PART)
    other = batch_of_two(store)
    by = undo(store, other)
    undo(store, by, 0)
    assert (undone(store, other), undone(store, by)) == (PART, PART)
    assert store.last_to_undo(5) == [other, batch], "of each a part is there again"


def test_an_entry_whose_events_are_undone_one_by_one_is_undone_with_the_last() -> None:
    store = Store(None)
    batch = batch_of_two(store)
    undo(store, batch, 1)
    undo(store, batch, 1)
    assert (undone(store, batch), store.last_to_undo(5)) == (PART, [batch])
    undo(store, batch, 0, left=True)
    assert (undone(store, batch), store.last_to_undo(5)) == (PART, [batch])
    last = undo(store, batch, 0)
    assert (undone(store, batch), store.last_to_undo(5)) == (WHOLE, [])
    undo(store, last)
    assert (undone(store, batch), store.last_to_undo(5)) == (PART, [batch])


def test_an_undo_that_cannot_say_what_it_takes_back_is_not_kept_either(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    store = Store(path)
    batch = batch_of_two(store)
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TRIGGER killed BEFORE INSERT ON undone BEGIN SELECT RAISE(ABORT, 'killed'); END"
        )
    undo(store, batch)
    store.close()
    assert Store(path).numbers() == [batch]


async def test_an_undo_takes_back_what_of_it_arrives_also_when_that_is_found_out_later() -> None:
    ledger = Ledger(None, SystemClock())
    batch = await ledger.begin([event("a", p=1), event("b", p=1)], [ABSENT] * 2)
    note = Note(Origin.UNDO, batch, takes_back=TakesBack([(batch, None)]))
    by = await ledger.begin([event("a", p=0), event("b", p=0)], [ABSENT] * 2, note)
    for steps, state in (
        ({0: Step.SENT, 1: Step.SENT}, NOTHING),
        ({0: Step.MATERIALISED, 1: Step.UNKNOWN}, PART),
        ({1: Step.ACCEPTED}, WHOLE),
        ({0: Step.FAILED, 1: Step.FAILED}, NOTHING),
    ):
        await ledger.settle(by, {place: (step, None) for place, step in steps.items()})
        assert await ledger.ask(lambda store: undone(store, batch)) is state


def test_a_ledger_from_before_parts_were_known_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    store = Store(path)
    batch = keep(store, [event("a", p=1)])
    store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE undone")
    assert undone(Store(path), batch) is NOTHING


def test_what_an_earlier_version_marked_as_undone_is_so_until_that_is_undone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sent.sqlite"
    store = Store(path)
    batch = batch_of_two(store)
    by = keep(store, [event("a", p=0)], origin=Origin.UNDO, of=batch)
    store.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE entries SET undone_by = ? WHERE number = ?", (by, batch))
    store = Store(path)
    assert (undone(store, batch), store.last_to_undo(5)) == (WHOLE, [])
    undo(store, by)
    assert (undone(store, batch), store.last_to_undo(5)) == (NOTHING, [batch])
