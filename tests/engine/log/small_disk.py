"""A disk that is really full: run by ``test_full_disk.py`` in a file system of a few megabytes.

That file system is mounted for the tests' process alone, at the directory that SMALL_DISK names.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flux_tui.engine import snapshots
from flux_tui.engine.engine import Engine
from flux_tui.engine.log.event_log import LogFull, Retention, Snapshot
from flux_tui.engine.log.schema import DATABASE
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.errors import LogError
from flux_tui.model.instant import NS
from flux_tui.protocol.events import SentEvent
from tests.engine.log.drafts import draft, lines
from tests.engine.manual_clock import ManualClock
from tests.engine.running import engine_process, until


class SmallDisk:
    """The disk, and a file that takes what room is left."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    @property
    def data(self) -> Path:
        """Where the log is to be."""
        return self.path / "data"

    def fill(self) -> None:
        """Take all room, to the last byte."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        filler.write(b"x" * size)
                except OSError:
                    continue

    def free(self) -> None:
        """Give it back."""
        self._filler.unlink()


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    path = Path(os.environ["SMALL_DISK"])
    assert shutil.disk_usage(path).total < 32 * 1024 * 1024, "this would fill a real disk"
    yield SmallDisk(path)
    for entry in path.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


@pytest.fixture
async def log(disk: SmallDisk) -> AsyncIterator[SqliteLog]:
    """A log with one event in it."""
    opened = SqliteLog(disk.data, ManualClock())
    await opened.append([draft(value="first")])
    yield opened
    await opened.close()


async def reread(disk: SmallDisk) -> list[bytes]:
    """What is on disk, as an engine would find it that is started after a crash."""
    copy = disk.path / "copy"
    shutil.copytree(disk.data, copy, ignore=shutil.ignore_patterns("*-shm"))
    found = SqliteLog(copy, ManualClock())
    content = await lines(found, after=found.oldest - 1)
    await found.close()
    shutil.rmtree(copy)
    return content


def event(number: int) -> dict[str, Any]:
    properties = {"n": number, "pad": "x" * 20_000}
    payload = {"entity_id": f"e{number % 7}", "properties": properties}
    return {"stream": "s", "source": "t", "eventId": str(number), "payload": payload}


def logged(client: httpx.Client) -> list[str]:
    """The ids of all events in an engine's log."""
    ids: list[str] = []
    while page := client.get("/api/log", params={"after": str(len(ids))}).content.splitlines():
        ids += [httpx.Response(200, content=line).json()["event"]["eventId"] for line in page]
    return ids


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_what_was_acknowledged_is_there_whatever_became_of_the_rest(
    disk: SmallDisk, end: str
) -> None:
    acknowledged: list[str] = []
    disk.path.joinpath("reserve").write_bytes(b"x" * 500_000)
    with engine_process(data=disk.data) as engine, httpx.Client(base_url=engine.url) as client:
        for number in range(1_000):
            answer = client.post("/api/events", json=event(number))
            if answer.status_code != 200:
                break
            acknowledged.append(str(number))
        assert (answer.status_code, list(answer.json())) == (507, ["error"])
        assert "is full: make room" in answer.json()["error"]
        batch = {"events": [event(5_000), event(5_001)]}
        assert client.post("/api/events/batch", json=batch).status_code == 507
        assert client.get("/api/health").json()["sequence"] == len(acknowledged)
        assert len(client.get("/api/state/entities").json()) == 7
        assert logged(client) == acknowledged
        engine.kill() if end == "kill" else engine.stop()
    disk.path.joinpath("reserve").unlink()
    with engine_process(data=disk.data) as engine, httpx.Client(base_url=engine.url) as client:
        assert logged(client) == acknowledged
        assert client.post("/api/events", json=event(int(acknowledged[-1]) + 1)).status_code == 200
        assert len(logged(client)) == len(acknowledged) + 1


async def test_room_that_was_made_is_used_without_a_restart(
    disk: SmallDisk, log: SqliteLog
) -> None:
    for number in range(3):
        disk.fill()
        with pytest.raises(LogFull, match="make room"):
            await log.append([draft(value="x" * 100_000)])
        disk.free()
        assert list((await log.append([draft(value=number)])).sequences) == [number + 2]
    kept = [draft(value=value).line for value in ("first", 0, 1, 2)]
    assert await lines(log) == await reread(disk) == kept


async def test_a_snapshot_that_has_no_room_is_given_up_and_the_log_goes_on(
    disk: SmallDisk, log: SqliteLog
) -> None:
    disk.fill()
    await log.keep_snapshot(Snapshot(1, 1, os.urandom(200_000)))
    assert await log.snapshot_at(1) is None
    disk.free()
    await log.append([draft(value="second")])
    assert await reread(disk) == [draft(value=value).line for value in ("first", "second")]
    await log.keep_snapshot(Snapshot(2, 2, b"world"))
    assert await log.snapshot_at(2) == Snapshot(2, 2, b"world")


async def test_an_expiry_that_has_no_room_is_undone_and_what_follows_is_on_disk(
    disk: SmallDisk, log: SqliteLog
) -> None:
    for number in range(50):
        await log.append([draft(value=number)])
    await log.keep_snapshot(Snapshot(40, 40, b"world"))
    disk.fill()
    with pytest.raises(LogFull, match="make room"):
        await log.expire(40)
    disk.free()
    await log.append([draft(value="after")])
    assert (await reread(disk))[-1] == draft(value="after").line
    await log.expire(40)
    assert len(await reread(disk)) == 12


async def test_retention_fails_aloud_and_goes_on_once_there_is_room(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVENTS", 10)
    monkeypatch.setattr(snapshots, "LOOK_SECONDS", 0.01)
    clock = ManualClock()
    log = SqliteLog(disk.data, clock)
    engine = Engine(log, clock, Retention(age=10 * NS, size=10**9))
    await engine.start()
    for number in range(12):
        payload = {"entity_id": f"e{number}", "properties": {"n": number}}
        sent: SentEvent = {"stream": "s", "source": "t", "payload": payload}
        await engine.publisher.publish([sent])
    await until(lambda: not engine._snapshotter.is_due)
    disk.fill()
    clock.advance(3600)
    await until(lambda: "no expiry for now" in caplog.text)
    disk.free()
    await until(lambda: log._reader.bounds()[0] > 1)
    await engine.close()
    assert len(engine.state) == 12
    assert len(await reread(disk)) < 12


async def test_an_engine_starts_on_a_full_disk_and_reads(disk: SmallDisk, log: SqliteLog) -> None:
    crashed = disk.path / "crashed"
    shutil.copytree(disk.data, crashed)
    disk.fill()
    found = SqliteLog(crashed, ManualClock())
    assert await lines(found) == [draft(value="first").line]
    with pytest.raises(LogFull):
        await found.append([draft(value="x" * 100_000)])
    await found.close()
    disk.free()


def test_a_new_log_on_a_full_disk_says_so_and_is_none(disk: SmallDisk) -> None:
    disk.fill()
    for _ in range(2):
        with pytest.raises(LogError, match=r"the space of its directory.*--data"):
            SqliteLog(disk.data, ManualClock())
    disk.free()
    assert SqliteLog(disk.data, ManualClock()).newest == 0


async def test_a_migration_that_has_no_room_is_undone_and_done_later(disk: SmallDisk) -> None:
    log = SqliteLog(disk.data, ManualClock())
    await log.append([draft(value="first")])
    await log.close()
    database = sqlite3.connect(disk.data / DATABASE)
    database.executescript("DROP TABLE snapshot; PRAGMA user_version = 1;")
    database.close()
    disk.fill()
    with pytest.raises(LogError, match="the space of its directory"):
        SqliteLog(disk.data, ManualClock())
    disk.free()
    log = SqliteLog(disk.data, ManualClock())
    assert await lines(log) == [draft(value="first").line]
    await log.keep_snapshot(Snapshot(1, 1, b"world"))
    assert await log.snapshot_at(1) == Snapshot(1, 1, b"world")
    await log.close()
