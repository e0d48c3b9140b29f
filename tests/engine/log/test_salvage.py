"""A damaged log: what of it is saved, and that the rest is never taken for whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from flux_tui.engine.engine import Engine
from flux_tui.engine.log.check import check
from flux_tui.engine.log.event_log import Snapshot
from flux_tui.engine.log.salvage import save
from flux_tui.engine.log.schema import DATABASE
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.engine.namespaces.namespace import Namespace, digest_of
from flux_tui.engine.namespaces.sqlite import DATABASE as NAMESPACES
from flux_tui.engine.namespaces.sqlite import SqliteNamespaces
from flux_tui.engine.snapshots import pack
from flux_tui.errors import LogError
from tests.engine.log.drafts import draft, lines
from tests.engine.manual_clock import ManualClock


async def a_log(directory: Path, snapshots: Sequence[int] = ()) -> None:
    """Ten commits of two events each, and snapshots of an empty world after some sequences."""
    log = SqliteLog(directory, ManualClock())
    for number in range(0, 20, 2):
        await log.append([draft(value=number + 1), draft(value=number + 2)])
    for sequence in snapshots:
        await log.keep_snapshot(Snapshot(sequence, sequence, pack([])))
    await log.close()


def damage(directory: Path, first: int) -> None:
    """Have the commit that begins with a sequence be other than it was written."""
    with sqlite3.connect(directory / DATABASE) as database:
        database.execute("UPDATE chunk SET body = x'00' WHERE first = ?", (first,))
    database.close()


def bounds(directory: Path) -> tuple[int, int]:
    found = check(directory)
    assert found.problems == ()
    return found.oldest, found.newest


LAB = Namespace("ns_aaaaaaaa", "lab", digest_of("secret"), 1)


async def a_namespace(directory: Path) -> None:
    """One registration beside a log."""
    store = SqliteNamespaces(directory)
    await store.add(LAB)
    await store.close()


async def test_namespaces_and_their_tokens_are_saved_too(tmp_path: Path) -> None:
    await a_log(tmp_path / "old")
    await a_namespace(tmp_path / "old")
    save(tmp_path / "old", tmp_path / "new")
    found: dict[str, Namespace | None] = {}
    store = SqliteNamespaces(tmp_path / "new")
    await store.follow(found.__setitem__)
    await store.close()
    assert found == {"lab": LAB}


async def test_a_log_is_saved_even_where_its_namespaces_are_lost(tmp_path: Path) -> None:
    await a_log(tmp_path / "old")
    (tmp_path / "old" / NAMESPACES).write_bytes(b"damaged" * 100)
    with pytest.raises(LogError, match="register them again"):
        save(tmp_path / "old", tmp_path / "new")
    assert bounds(tmp_path / "new") == (1, 20)


async def test_what_is_before_the_damage_is_saved_and_goes_on(tmp_path: Path) -> None:
    await a_log(tmp_path / "old")
    damage(tmp_path / "old", 13)
    engine = Engine(SqliteLog(tmp_path / "old", ManualClock()), ManualClock())
    with pytest.raises(LogError, match=r"events 13 to 14 .* damaged.*--save-to NEW"):
        await engine.start()
    await engine.close()
    save(tmp_path / "old", tmp_path / "new")
    assert bounds(tmp_path / "new") == (1, 12)
    assert check(tmp_path / "new").identity != check(tmp_path / "old").identity
    log = SqliteLog(tmp_path / "new", ManualClock())
    assert await lines(log) == [draft(value=number).line for number in range(1, 13)]
    assert list((await log.append([draft(value="next")])).sequences) == [13]
    await log.close()


@pytest.mark.parametrize(
    ("snapshots", "damaged", "saved"),
    [
        ((), (1,), None),
        ((8,), (13,), (1, 12)),
        ((16,), (13,), (17, 20)),
        ((14,), (13,), (15, 20)),
        ((4, 8, 18), (3, 5, 13), (19, 20)),
        ((4, 20), (3, 19), (21, 20)),
        ((4, 8), (3, 15), (5, 14)),
    ],
)
async def test_a_snapshot_bridges_what_is_damaged_before_it(
    tmp_path: Path,
    snapshots: tuple[int, ...],
    damaged: tuple[int, ...],
    saved: tuple[int, int] | None,
) -> None:
    await a_log(tmp_path / "old", snapshots)
    for first in damaged:
        damage(tmp_path / "old", first)
    if saved is None:
        with pytest.raises(LogError, match="nothing of the log"):
            save(tmp_path / "old", tmp_path / "new")
        return
    save(tmp_path / "old", tmp_path / "new")
    assert bounds(tmp_path / "new") == saved
    engine = Engine(SqliteLog(tmp_path / "new", ManualClock()), ManualClock())
    await engine.start()
    assert engine.state.sequence == saved[1]
    await engine.close()


async def test_what_has_expired_stays_known(tmp_path: Path) -> None:
    await a_log(tmp_path / "old", (8,))
    log = SqliteLog(tmp_path / "old", ManualClock())
    await log.expire(8)
    await log.close()
    damage(tmp_path / "old", 17)
    save(tmp_path / "old", tmp_path / "new")
    assert bounds(tmp_path / "new") == (9, 16)


async def test_a_torn_file_gives_what_can_be_read_of_it(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "old", ManualClock())
    for number in range(200):
        await log.append([draft(value=[number, "x" * 500])])
    await log.close()
    path = tmp_path / "old" / DATABASE
    with path.open("r+b") as file:
        file.seek(path.stat().st_size * 3 // 4)
        file.write(b"\xff" * 8_192)
    problems = check(tmp_path / "old").problems
    assert any("damaged" in problem or "cannot be read" in problem for problem in problems)
    save(tmp_path / "old", tmp_path / "new")
    oldest, newest = bounds(tmp_path / "new")
    assert oldest == 1
    assert 50 < newest < 200
    log = SqliteLog(tmp_path / "new", ManualClock())
    kept = [json.loads(line)["payload"]["properties"]["n"][0] for line in await lines(log)]
    assert kept == list(range(newest))
    await log.close()


async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    await a_log(tmp_path / "old")
    for target in (tmp_path / "old", tmp_path):
        with pytest.raises(LogError, match="is not empty"):
            save(tmp_path / "old", target)
    with pytest.raises(LogError, match="there is no log"):
        save(tmp_path / "nowhere", tmp_path / "new")
