"""The log on disk: what survives, and what is refused."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from flux_tui.engine.log.check import check
from flux_tui.engine.log.chunk import Chunk, pack
from flux_tui.engine.log.event_log import Commit, LogFull, Snapshot
from flux_tui.engine.log.reader import ChunkReader
from flux_tui.engine.log.schema import APPLICATION_ID, DATABASE
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.errors import LogError
from tests.engine.log.drafts import draft, lines
from tests.engine.manual_clock import MORNING, ManualClock


async def test_everything_survives_a_restart(tmp_path: Path) -> None:
    clock = ManualClock()
    log = SqliteLog(tmp_path, clock)
    await log.append([draft(value=1), draft(value=2)])
    identity, written = log.identity, await lines(log)
    await log.close()

    clock.advance(-3600)
    log = SqliteLog(tmp_path, clock)
    assert (log.identity, log.oldest, log.newest) == (identity, 1, 2)
    assert await lines(log) == written
    assert list((await log.append([draft(value=3)])).sequences) == [3]
    received = [entry.received for entry in await log.read(0)]
    assert received == sorted(set(received))
    await log.close()


async def test_what_waits_shares_a_commit_that_is_synced(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await asyncio.gather(*(log.append([draft(value=number)]) for number in range(100)))
    assert len(await lines(log)) == 100
    (commits,) = log._database.execute("SELECT count(*) FROM chunk").fetchone()
    assert commits < 5
    assert log._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert log._database.execute("PRAGMA synchronous").fetchone() == (2,), "2 is FULL"
    await log.close()


async def test_reads_do_not_wait_for_the_writer(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=1)])
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(log.append([draft(value=2)]))
    assert [entry.line for entry in await log.read(0)] == [draft(value=1).line]
    assert await log.sequence_at(MORNING) == 1
    assert await log.snapshot_at(1) is None
    assert not writing.done()
    other.close()
    assert list((await writing).sequences) == [2]
    await log.close()


@pytest.mark.parametrize("look", ["bounds", "sequence_at", "beyond", "read", "find"])
async def test_a_look_sees_one_state_of_the_log_whatever_is_written_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    looks: dict[str, Callable[[ChunkReader], object]] = {
        "bounds": lambda reader: reader.bounds(),
        "sequence_at": lambda reader: reader.sequence_at(MORNING),
        "beyond": lambda reader: reader.beyond(0),
        "read": lambda reader: len(reader.read(0, 9)),
        "find": lambda reader: len(reader.find(b"id-", 0, 9)),
    }
    log = SqliteLog(tmp_path, ManualClock())
    query = log._reader._query
    written: list[Chunk] = []

    def query_and_write(sql: str, *parameters: int | bytes) -> sqlite3.Cursor:
        cursor = query(sql, *parameters)
        if not written:
            written.append(pack(Commit([1], [MORNING], [draft()])))
            log._write(written[0])
        return cursor

    before = looks[look](log._reader)
    monkeypatch.setattr(log._reader, "_query", query_and_write)
    assert looks[look](log._reader) == before
    assert written
    assert looks[look](log._reader) != before
    await log.close()


async def test_a_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "some" / "where", ManualClock())
    assert (tmp_path / "some" / "where").stat().st_mode & 0o077 == 0
    await log.close()


async def test_a_second_engine_is_told_who_has_the_directory(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    with pytest.raises(LogError, match=rf"in use by another engine \(process {os.getpid()}\)"):
        SqliteLog(tmp_path, ManualClock())
    await log.close()
    await SqliteLog(tmp_path, ManualClock()).close()


def test_a_file_in_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a directory")
    with pytest.raises(LogError, match=r"data cannot be used .*--data"):
        SqliteLog(tmp_path / "data", ManualClock())


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(LogError, match="the database of another program"):
        SqliteLog(tmp_path, ManualClock())
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"something else entirely" * 100)
    with pytest.raises(LogError, match="not a database or is damaged"):
        SqliteLog(tmp_path, ManualClock())


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    await SqliteLog(tmp_path, ManualClock()).close()
    with sqlite3.connect(tmp_path / DATABASE) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(LogError, match="written by a newer flux-tui"):
        SqliteLog(tmp_path, ManualClock())


async def test_a_damaged_event_is_never_read_as_a_sound_one(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=1)])
    await log.append([draft(value=2)])
    await log.close()
    with sqlite3.connect(tmp_path / DATABASE) as database:
        database.execute(
            "UPDATE chunk SET body = CAST(replace(body, '2', '3') AS BLOB) WHERE first = 2"
        )
    database.close()
    log = SqliteLog(tmp_path, ManualClock())
    with pytest.raises(LogError, match="events 2 to 2 of the log are damaged"):
        await log.read(0)
    await log.close()


async def test_a_full_disk_refuses_what_has_no_room_and_loses_nothing(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=1)])
    pages = log._database.execute("PRAGMA page_count").fetchone()[0]
    log._database.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LogFull, match="is full"):
        await log.append([draft(value="x" * 100_000)])
    log._database.execute("PRAGMA max_page_count = 1000000")
    assert list((await log.append([draft(value=2)])).sequences) == [2]
    assert await lines(log) == [draft(value=1).line, draft(value=2).line]
    await log.close()


async def test_a_log_that_cannot_be_written_refuses_everything_from_then_on(
    tmp_path: Path,
) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    log._database.execute("PRAGMA query_only = ON")
    for _ in range(2):
        with pytest.raises(LogError, match="cannot be written any more"):
            await log.append([draft()])
    await log.close()


async def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=1)])
    await log.close()
    with sqlite3.connect(tmp_path / DATABASE) as database:
        database.executescript("DROP TABLE snapshot; PRAGMA user_version = 1;")
    database.close()
    log = SqliteLog(tmp_path, ManualClock())
    assert await lines(log) == [draft(value=1).line]
    await log.keep_snapshot(Snapshot(1, 1, b""))
    assert await log.snapshot_at(1) == Snapshot(1, 1, b"")
    await log.close()


async def test_a_damaged_snapshot_gives_way_to_an_older_one(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=1), draft(value=2)])
    for sequence in (1, 2):
        await log.keep_snapshot(Snapshot(sequence, sequence, b"world"))
    log._database.execute("UPDATE snapshot SET body = x'00' WHERE sequence = 2")
    assert await log.snapshot_at(2) == Snapshot(1, 1, b"world")
    log._database.execute("UPDATE snapshot SET body = x'00'")
    assert await log.snapshot_at(2) is None
    await log.expire(2)
    with pytest.raises(LogError, match="no intact snapshot of the events before 3"):
        await log.snapshot_at(2)
    await log.close()


async def test_a_log_of_which_all_has_expired_knows_where_it_was(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=1), draft(value=2)])
    received = (await log.read(0))[-1].received
    await log.keep_snapshot(Snapshot(2, received, b"world"))
    await log.expire(2)
    assert (log.oldest, log.newest) == (3, 2)
    await log.close()
    log = SqliteLog(tmp_path, ManualClock())
    assert (log.oldest, log.newest) == (3, 2)
    assert list((await log.append([draft(value=3)])).sequences) == [3]
    assert (await log.read(0))[0].received > received
    await log.close()


async def test_an_expiry_leaves_events_that_the_snapshot_does_not_cover(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    await log.append([draft(value=number) for number in range(5)])
    await log.keep_snapshot(Snapshot(3, MORNING + 2, b"world"))
    await log.expire(3)
    assert await lines(log, after=3) == [draft(value=number).line for number in (3, 4)]
    await log.close()


async def test_a_log_that_lost_its_end_is_not_served_as_if_it_had_not(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "a", ManualClock())
    for number in range(5):
        await log.append([draft(value=number)])
    copy = tmp_path / "b"
    shutil.copytree(tmp_path / "a", copy)
    await log.close()
    wal = copy / f"{DATABASE}-wal"
    os.truncate(wal, wal.stat().st_size - 100)
    with pytest.raises(LogError, match=r"ends at event 4, but 5 had been acknowledged.*delete"):
        SqliteLog(copy, ManualClock())
    (copy / "head").unlink()
    given_up, log = log.identity, SqliteLog(copy, ManualClock())
    assert log.newest == 4
    assert log.identity != given_up
    await log.close()


async def test_a_gap_is_named(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    for number in range(5):
        await log.append([draft(value=number)])
    log._database.execute("DELETE FROM chunk WHERE first = 3")
    with pytest.raises(LogError, match="the events 3 to 3 of the log are missing"):
        await log.read(0)
    await log.close()


async def test_a_check_says_what_is_there_and_what_is_wrong(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, ManualClock())
    for number in range(5):
        await log.append([draft(value=number), draft(value=number)])
    await log.keep_snapshot(Snapshot(4, 1, b"world"))
    sound = check(tmp_path)
    assert (sound.identity, sound.oldest, sound.newest) == (log.identity, 1, 10)
    assert (sound.snapshots, sound.problems) == (1, ())
    assert sound.first_received == MORNING
    log._database.execute("DELETE FROM chunk WHERE first = 3")
    log._database.execute("UPDATE chunk SET body = x'00' WHERE first = 7")
    log._database.execute("UPDATE snapshot SET body = x'00'")
    await log.close()
    words = " | ".join(check(tmp_path).problems)
    assert "events 3 to 4 are missing" in words
    assert "events 7 to 8 of the log are damaged" in words
    assert "snapshot at 4 is damaged" in words


def test_a_check_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="there is no log"):
        check(tmp_path)
