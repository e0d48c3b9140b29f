"""The ledger's file: what was sent is found again, whatever happens to who wrote it."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.publishing.written import text_of
from flux_tui.client.sent import store as module
from flux_tui.client.sent.entry import Kept, Origin
from flux_tui.client.sent.form import before_text, event_text, read_before, read_kept_event
from flux_tui.client.sent.ledger import file_of
from flux_tui.client.sent.owner import is_alive
from flux_tui.client.sent.rows import ROWS
from flux_tui.client.sent.store import Store
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json, same
from flux_tui.replica.undo.before import ABSENT, Before
from tests.client.sent.kept import event, keep
from tests.strategies import json_values

HOSTILE = "wire-\x1b]0;pwn\x07\u202e%_!\x00'\"\\ \ud800é"


def test_what_was_sent_is_there_in_the_next_run_the_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    first = Store(path)
    keep(first, [event("a", "id-1", p=1)], origin=Origin.EVENT, at=5)
    keep(first, [event("b", p=2), event("c", p=3)], before=Before(True, {"p": 1}), at=7)
    first.close()
    again = Store(path)
    two, one = again.entries(again.numbers())
    assert (one.at, one.origin, one.first, one.events) == (5, Origin.EVENT, "a", 1)
    assert (two.at, two.entities, dict(two.steps)) == (7, 2, {Step.MATERIALISED: 2})
    (sent,) = again.events(one.number)
    assert (sent.event, sent.step) == (event("a", "id-1", p=1), Step.MATERIALISED)
    assert again.events(two.number)[1].before == Before(True, {"p": 1})
    assert again.place_of("id-1") == (one.number, 0)
    assert again.place_of("id-2") is None


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = file_of(tmp_path, "https://flux.example/base")
    keep(Store(path), [event("a", p=1)])
    files = list(path.parent.iterdir())
    assert path in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_explorers_write_one_file(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "sent.sqlite"), Store(tmp_path / "sent.sqlite")
    numbers = [keep(store, [event(f"e{n}", p=n)]) for n in range(5) for store in (one, other)]
    assert one.numbers() == other.numbers() == numbers[::-1]


def test_each_server_has_its_own_file(tmp_path: Path) -> None:
    urls = ["http://a:1", "http://a:2", "https://a:1", "http://a/x", "http://a-x", "http://../b"]
    files = {file_of(tmp_path, url) for url in urls}
    assert len(files) == len(urls)
    assert {file.parent for file in files} == {tmp_path / "sent"}


def test_the_oldest_go_when_there_is_no_room_and_the_newest_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3_000)
    store = Store(tmp_path / "sent.sqlite")
    numbers = [keep(store, [event("a", text="x" * 500)]) for _ in range(10)]
    kept = store.numbers()
    assert 2 <= len(kept) <= 5
    assert kept == numbers[::-1][: len(kept)]
    huge = keep(store, [event("a", text="x" * 9_000)])
    assert store.numbers() == [huge]
    assert len(store.events(huge)) == 1


def test_a_file_that_is_none_is_put_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    path.write_bytes(b"no ledger at all" * 1000)
    store = Store(path)
    number = keep(store, [event("a", p=1)])
    assert "is damaged" in (store.problem or "")
    assert (tmp_path / "sent.damaged").read_bytes().startswith(b"no ledger")
    assert Store(path).numbers() == [number]


def test_where_nothing_can_be_written_memory_keeps_it_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "sent.sqlite")
    number = keep(store, [event("a", p=1)])
    assert store.numbers() == [number]
    assert store.problem == (
        f"what is sent is kept in memory alone: File exists ({tmp_path / 'file' / 'sent.sqlite'})"
    )


def test_the_file_of_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "sent.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    store = Store(path)
    keep(store, [event("a", p=1)])
    assert "later version" in (store.problem or "")
    assert path.read_bytes() == before


CRASH = """
import os, signal, sys
from pathlib import Path
from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Kept, Origin
from flux_tui.client.sent import rows, store as store_module
from flux_tui.client.sent.store import Store
from flux_tui.model.event import setting
from flux_tui.replica.undo.before import ABSENT

class Killed(rows.Rows):
    def write(self, db, entry):
        super().write(db, entry)
        os.kill(os.getpid(), signal.SIGKILL)

def sent(place):
    return setting("lab", "me", f"e{place}", {"p": place}, timestamp=1, event_id=f"id-{place}")

where, store = sys.argv[1], Store(Path(sys.argv[2]))
if where == "while writing":
    store_module.Rows = Killed
events = [sent(place) for place in range(rows.ROWS + 100)]
number = store.begin(1, Origin.BATCH, None, Kept(0, events, [ABSENT] * len(events)))
store.settle(number, {place: (Step.MATERIALISED, None) for place in range(40)})
os.kill(os.getpid(), signal.SIGKILL)
"""


def crash(where: str, path: Path) -> None:
    command = [sys.executable, "-c", CRASH, where, str(path)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def test_killed_while_it_wrote_it_has_all_of_a_publication_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    before = keep(Store(path), [event("a", p=1)])
    crash("while writing", path)
    store = Store(path)
    assert store.numbers() == [before]
    assert keep(store, [event("b", p=1)]) in store.numbers()


@pytest.mark.parametrize("is_damaged", [False, True])
def test_what_is_kept_in_portions_is_one_entry(tmp_path: Path, is_damaged: bool) -> None:
    store = Store(tmp_path / "sent.sqlite")
    first, second = portion(0, "a", "b"), portion(2, "b", "c", "a")
    number = store.begin(1, Origin.BATCH, None, first)
    if is_damaged:
        store.close()
        (tmp_path / "sent.sqlite").write_bytes(b"no database" * 100)
    again = store.begin(1, Origin.BATCH, None, second, entry=number, entities=3)
    assert (again, store.numbers()) == (number, [number])
    (entry,) = store.entries([number])
    places = [2, 3, 4] if is_damaged else [0, 1, 2, 3, 4]
    assert (entry.events, entry.entities, entry.in_doubt) == (len(places), 3, 0)
    assert [sent.place for sent in store.events(number)] == places


def portion(first: int, *entity_ids: str) -> Kept:
    events = [event(entity_id, p=place) for place, entity_id in enumerate(entity_ids, first)]
    return Kept(first, events, [ABSENT] * len(events))


def test_what_a_killed_process_had_begun_is_told_of_until_it_is_ended(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sent.sqlite"
    crash("while sending", path)
    store = Store(path)
    keep(store, [event("mine", "mine", p=1)])
    number = store.numbers()[-1]
    store.settle(number, {99: (Step.FAILED, "refused")})
    ((begun, found),) = store.unfinished().items()
    assert not is_alive(found.owner)
    assert [one.event_id for one in found.events] == [
        f"id-{place}" for place in range(ROWS + 100) if place != 99
    ]
    first = setting("lab", "me", "e0", {"p": 0}, timestamp=1, event_id="id-0")
    assert found.events[0] == (text_of(first), "id-0", 1)
    store.end(begun)
    assert store.unfinished() == {}


def test_killed_while_it_sent_the_rest_is_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "sent.sqlite"
    crash("while sending", path)
    store = Store(path)
    (entry,) = store.entries(store.numbers())
    assert (entry.is_open, entry.in_doubt) == (False, ROWS + 60)
    assert store.doubtful() == [entry.number]
    assert [sent.place for sent in store.open_events(entry.number)] == list(range(40, ROWS + 100))


def test_what_is_still_being_sent_is_not_in_doubt(tmp_path: Path) -> None:
    store = Store(tmp_path / "sent.sqlite")
    number = store.begin(1, Origin.EVENT, None, Kept(0, [event("a", p=1)], [ABSENT]))
    (entry,) = Store(tmp_path / "sent.sqlite").entries([number])
    assert (entry.is_open, entry.in_doubt) == (True, 0)
    assert store.doubtful() == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [4, 3, 2, 1]),
        ("SENSOR", [2, 1]),
        ("sensor-1 22.5", [1]),
        ("temperature=22.5", [1]),
        ("temperature=2", [1]),
        ("temperature=9", []),
        ("stream=lab source=me", [4, 3, 2, 1]),
        ("@me", [4, 3, 2, 1]),
        ("@sensor", []),
        ('"in use"', [2]),
        ("status='in use'", [2]),
        ("entity=sensor-2", [2]),
        ("failed", [3]),
        ("deletion", [4]),
        ("no such word", []),
        ("100%", [3]),
        ("100_", []),
        ('"', []),
    ],
)
def test_it_is_searched_by_the_words_that_a_person_types(text: str, found: list[int]) -> None:
    store = Store(None)
    keep(store, [event("other", p=1), event("sensor-1", temperature=22.5)])
    keep(store, [event("sensor-2", status="in use")])
    keep(store, [event("room", load="100%")], step=Step.FAILED)
    keep(store, [event("gone", p=1)], origin=Origin.DELETION)
    assert store.numbers(text) == found


def test_within_an_entry_the_events_that_match_are_found() -> None:
    store = Store(None)
    number = keep(store, [event(f"e{n}", p=n) for n in range(30)])
    assert store.places(number, "e2") == [2, *range(20, 30)]
    assert store.places(number) == list(range(30))


def test_hostile_ids_and_values_come_back_as_they_were_but_for_what_no_text_can_hold() -> None:
    store = Store(None)
    number = keep(store, [event(HOSTILE, value=HOSTILE)], before=Before(True, {"value": HOSTILE}))
    (sent,) = store.events(number)
    whole = HOSTILE.replace("\ud800", "?")
    assert sent.event.entity_id == whole
    assert sent.before.values == {"value": whole}
    assert store.numbers("pwn") == [number]
    assert store.entries([number])[0].first == whole


@given(json_values, json_values)
def test_events_and_what_stood_before_come_back_as_they_were(value: Json, stood: Json) -> None:
    sent = setting("lab", "me", "a", {"p": value}, timestamp=3, event_id="x")
    read: Event = read_kept_event(event_text(sent))
    assert same(read.payload, sent.payload)
    assert (read.stream, read.timestamp, read.event_id) == ("lab", 3, "x")
    before = Before(True, {"p": stood}, frozenset("q"), whole=False)
    again = read_before(before_text(before))
    assert same(dict(again.values), {"p": stood})
    assert (again.there, again.unknown, again.whole) == (True, frozenset("q"), False)


@pytest.mark.parametrize("text", ["", "[]", "7", '{"there":1,"values":[]}', '{"unknown":7}'])
def test_what_is_none_of_ours_reads_as_unknown(text: str) -> None:
    assert read_before(text).there is None
