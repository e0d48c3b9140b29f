"""Events that lie in the ledger's file in pieces until they are sorted in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.written import completed, span_of_time, text_of
from flux_tui.client.sent import store as stores
from flux_tui.client.sent.entry import Kept, Origin, Packed
from flux_tui.client.sent.packed import MOST, pack
from flux_tui.client.sent.store import Store
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import ABSENT
from tests.client.sent.kept import event

AT = 1_700_000_000_000_000_000
"""When they were sent, in ns."""


def kept_of(sent: list[Event], first: int = 0) -> Kept:
    return Kept(first, sent, [ABSENT] * len(sent), list(map(text_of, sent)))


def packed(sent: list[Event], first: int = 0) -> Packed:
    piece = pack(kept_of(sent, first), [None] * len(sent))
    assert piece is not None
    return piece


def keep(store: Store, sent: list[Event], *pieces: range) -> int:
    """Keep events of which those at some places are packed."""
    of_place = {some.start: packed(sent[some.start : some.stop], some.start) for some in pieces}
    return store.begin(AT, Origin.BATCH, None, kept_of(sent)._replace(packed=of_place))


def some_events(number: int) -> list[Event]:
    return [event(f"lamp-{n}", f"id-{n}", n=n) for n in range(number)]


def pieces_in(path: Path) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute("SELECT count(*) FROM packed").fetchone()[0])


@pytest.mark.parametrize(
    "pieces",
    [
        [range(10)],
        [range(4), range(4, 10)],
        [range(3, 6)],
        [range(1, 3), range(5, 7)],
        [range(2 * n, 2 * n + 2) for n in range(5)],
    ],
)
def test_each_event_is_there_once_wherever_it_lay(pieces: list[range], tmp_path: Path) -> None:
    store, sent = Store(tmp_path / "sent.sqlite"), some_events(10)
    number = keep(store, sent, *pieces)
    assert pieces_in(tmp_path / "sent.sqlite") == len(pieces)
    assert [one.event for one in store.events(number)] == sent
    assert [one.place for one in store.events(number)] == list(range(10))
    assert pieces_in(tmp_path / "sent.sqlite") == 0


def test_whoever_opens_the_file_after_a_crash_finds_it_all(tmp_path: Path) -> None:
    sent = some_events(3 * MOST)
    number = keep(Store(tmp_path / "s"), sent, *(range(n, n + 1) for n in range(3 * MOST)))
    assert pieces_in(tmp_path / "s") == 3 * MOST
    other = Store(tmp_path / "s")
    assert [one.event for one in other.all_events(number)] == sent
    (entry,) = other.entries([number])
    assert entry.steps == {Step.WAITING: len(sent)}


@pytest.mark.parametrize("is_searched", [True, False])
def test_it_is_found_before_anybody_has_looked_at_it(is_searched: bool) -> None:
    store, sent = Store(None), some_events(4)
    number = keep(store, sent, range(4))
    if is_searched:
        assert store.numbers("lamp-3") == [number]
    else:
        assert store.place_of("id-3") == (number, 3)


def test_how_far_its_events_have_come_is_kept() -> None:
    store = Store(None)
    number = keep(store, some_events(3), range(3))
    store.settle(number, {1: (Step.MATERIALISED, None), 2: (Step.FAILED, "no")})
    steps = [(one.step, one.reason) for one in store.events(number)]
    assert steps == [(Step.WAITING, None), (Step.MATERIALISED, None), (Step.FAILED, "no")]


def test_pieces_of_two_entries_do_not_mix() -> None:
    store, one, other = Store(None), some_events(3), some_events(5)
    first, second = keep(store, one, range(3)), keep(store, other, range(5))
    assert [sent.event for sent in store.events(second)] == other
    assert [sent.event for sent in store.events(first)] == one


def test_the_oldest_goes_though_it_was_never_sorted_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(stores, "MOST_BYTES", 1_000)
    store = Store(tmp_path / "s")
    old, new = (keep(store, some_events(4), range(4)) for _ in range(2))
    assert pieces_in(tmp_path / "s") == 1
    assert store.numbers() == [new]
    assert store.events(old) == []


def test_a_character_at_which_a_file_would_end_a_text_is_not_packed() -> None:
    sent = [event("lamp", "id-\0-1", n=1)]
    assert pack(kept_of(sent), [None]) is None


def test_the_time_is_put_where_it_stands_behind_whatever_characters() -> None:
    drafted = event("lamp", None, word="\U0001f506")._replace(timestamp=None)
    content, odd = text_of(drafted), 'id-\U0001f4a1\ud800"\\'
    texts = [completed(content, drafted, odd, at) for at in (9, 10)]
    asked, sent = ([drafted._replace(event_id=odd, timestamp=at)] for at in (9, 10))
    piece = pack(Kept(0, asked, [ABSENT], texts[:1]), [span_of_time(texts[0], content, 9)])
    assert piece is not None
    kept = Kept(0, sent, [ABSENT], texts[1:], packed={0: piece._replace(time=10)})
    store = Store(None)
    (found,) = store.events(store.begin(AT, Origin.BATCH, None, kept))
    assert found.event == sent[0]._replace(event_id=odd.replace("\ud800", "?"))


def test_a_file_with_a_damaged_piece_is_put_aside(tmp_path: Path) -> None:
    keep(Store(tmp_path / "sent.sqlite"), some_events(2), range(2))
    with sqlite3.connect(tmp_path / "sent.sqlite") as db:
        db.execute("UPDATE packed SET rows = x'00'")
    store = Store(tmp_path / "sent.sqlite")
    assert store.numbers("lamp") == []
    assert "damaged" in str(store.problem)
    assert (tmp_path / "sent.damaged").exists()


def test_of_an_entry_that_an_earlier_program_forgot_nothing_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "s")
    keep(store, some_events(4), range(4))
    with sqlite3.connect(tmp_path / "s") as db:
        db.execute("DELETE FROM entries")
    assert store.place_of("id-3") is None
    assert pieces_in(tmp_path / "s") == 0
