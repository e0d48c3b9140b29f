"""What every store of registrations does: in memory, on disk, in a bucket that engines share."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeAlias

import pytest

from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.namespaces.bucket import BucketNamespaces
from flux_tui.engine.namespaces.namespace import Namespace, digest_of, new_namespace
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.namespaces.sqlite import DATABASE, SqliteNamespaces
from flux_tui.engine.namespaces.store import MemoryNamespaces, NamespaceStore
from flux_tui.errors import LogError
from flux_tui.model.clock import SystemClock
from tests.nats.servers import nats_server

Heard: TypeAlias = tuple[str, Namespace | None]

LAB = Namespace("ns_aaaaaaaa", "lab", digest_of("secret of lab"), 1)
OTHER = Namespace("ns_bbbbbbbb", "other", digest_of("secret of other"), 2)


@pytest.fixture(params=["memory", "sqlite", "jetstream"])
async def opened(
    request: pytest.FixtureRequest, tmp_path: Path, heard: list[Heard]
) -> AsyncIterator[NamespaceStore]:
    """A store in which nothing is registered, and which is followed."""
    async with contextlib.AsyncExitStack() as stack:
        if request.param == "jetstream":
            server = stack.enter_context(nats_server(tmp_path))
            connection = await Connection.open(parse_address(server.url))
            stack.push_async_callback(connection.close)
            store: NamespaceStore = BucketNamespaces(connection, 1)
        else:
            alone = request.param == "memory"
            store = MemoryNamespaces() if alone else SqliteNamespaces(tmp_path)
        stack.push_async_callback(store.close)
        await store.follow(lambda name, namespace: heard.append((name, namespace)))
        yield store


@pytest.fixture
def heard() -> list[Heard]:
    """What the store's follower has heard."""
    return []


async def test_a_follower_hears_of_what_is_added_and_removed(
    opened: NamespaceStore, heard: list[Heard]
) -> None:
    assert await opened.add(LAB)
    assert heard == [("lab", LAB)]
    assert await opened.remove("lab")
    assert heard == [("lab", LAB), ("lab", None)]


async def test_a_name_is_taken_once_until_it_is_given_up(opened: NamespaceStore) -> None:
    again = Namespace("ns_cccccccc", "lab", digest_of("another"), 3)
    assert await opened.add(LAB)
    assert not await opened.add(again)
    assert not await opened.remove("nobody")
    assert await opened.remove("lab")
    assert await opened.add(again)


async def test_what_is_on_disk_is_there_after_a_restart(tmp_path: Path) -> None:
    first = SqliteNamespaces(tmp_path)
    assert await first.add(LAB)
    assert await first.add(OTHER)
    assert await first.remove("other")
    await first.close()

    heard: dict[str, Namespace | None] = {}
    second = SqliteNamespaces(tmp_path)
    await second.follow(heard.__setitem__)
    assert heard == {"lab": LAB}
    await second.close()


async def test_the_disk_holds_no_token_and_is_its_owners_alone(tmp_path: Path) -> None:
    registry = Registry(SqliteNamespaces(tmp_path), SystemClock())
    await registry.start()
    registered = await registry.register("lab")
    assert registered is not None
    await registry.close()
    _, token = registered
    assert_secret(tmp_path, token)


def assert_secret(directory: Path, token: str) -> None:
    """No file there holds the token, and only its owner may read it."""
    paths = list(directory.iterdir())
    assert paths
    for path in paths:
        assert token.encode() not in path.read_bytes()
        assert bytes.fromhex(token) not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0"])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(LogError, match=DATABASE):
        SqliteNamespaces(tmp_path)


@pytest.mark.parametrize(
    ("pragma", "said"),
    [("user_version = 99", "written by a newer"), ("application_id = 7", "of another program")],
)
async def test_a_database_that_is_not_ours_to_read_is_left_alone(
    tmp_path: Path, pragma: str, said: str
) -> None:
    await SqliteNamespaces(tmp_path).close()
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.execute(f"PRAGMA {pragma}")
    with pytest.raises(LogError, match=said):
        SqliteNamespaces(tmp_path)


def test_a_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=DATABASE):
        SqliteNamespaces(tmp_path / "missing")


async def test_a_token_is_known_until_its_namespace_is_given_up() -> None:
    registry = Registry(MemoryNamespaces(), SystemClock())
    await registry.start()
    registered = await registry.register("lab")
    assert registered is not None
    digest = digest_of(registered[1])
    assert registry.holder(digest)
    assert await registry.register("lab") is None
    assert await registry.delete("lab")
    assert not registry.holder(digest)
    assert registry.get("lab") is None
    assert not await registry.delete("lab")


def test_no_two_tokens_are_alike_and_none_is_shown() -> None:
    made = [new_namespace("lab", 1) for _ in range(100)]
    assert len({token for _, token in made}) == 100
    for namespace, token in made:
        assert token not in repr(namespace)
        assert namespace.digest.hex() not in repr(namespace)
        assert repr(namespace.digest) not in repr(namespace)
