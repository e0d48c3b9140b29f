"""Namespaces in a bucket that engines share: known everywhere at once, and to nobody by mistake."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import nats
import pytest
from nats.js.kv import KeyValue

from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.engine.log.jetstream.log import JetStreamLog
from flux_tui.engine.namespaces.bucket import BUCKET, STREAM, BucketNamespaces
from flux_tui.engine.namespaces.namespace import Namespace, digest_of
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.server import open_registry
from flux_tui.engine.settings import DEFAULT_RETENTION, ServeSettings
from flux_tui.errors import LogAway
from flux_tui.model.clock import SystemClock
from tests.engine.namespaces import test_process as process
from tests.engine.namespaces.worlds import ADMIN_TOKEN, APART, bearer
from tests.engine.running import START_SECONDS, engine_process, until
from tests.nats.servers import NatsServer
from tests.nats.streams import JetStream

LAB = Namespace("ns_aaaaaaaa", "lab", digest_of("secret of lab"), 1)


@asynccontextmanager
async def registry(server: NatsServer) -> AsyncIterator[Registry]:
    """The namespaces as one engine knows them."""
    connection = await Connection.open(parse_address(server.url))
    opened = Registry(BucketNamespaces(connection, 1), SystemClock())
    try:
        await opened.start()
        yield opened
    finally:
        await opened.close()
        await connection.close()


@asynccontextmanager
async def bucket(server: NatsServer) -> AsyncIterator[KeyValue]:
    """The bucket as another program sees it."""
    client = await nats.connect(server.url)
    try:
        yield await client.jetstream().key_value(BUCKET)
    finally:
        await client.close()


async def registered(engine: Registry, name: str) -> str:
    """Register a namespace; its token."""
    made = await engine.register(name)
    assert made is not None
    return made[1]


def may_write(engine: Registry, name: str, token: str) -> bool:
    """Whether an engine lets a token write into a namespace."""
    owner = engine.get(name)
    return owner is not None and owner.has_token(digest_of(token))


async def knows(engine: Registry, name: str, token: str) -> None:
    """Wait until an engine lets a token write into a namespace."""
    await until(lambda: may_write(engine, name, token))


async def test_what_one_engine_registers_the_others_know_at_once(server: NatsServer) -> None:
    async with registry(server) as one, registry(server) as other:
        token = await registered(one, "lab")
        assert may_write(one, "lab", token)
        await knows(other, "lab", token)
        assert other.holder(digest_of(token))
        assert await other.register("lab") is None

        assert await other.delete("lab")
        assert other.get("lab") is None
        await until(lambda: one.get("lab") is None)
        assert not await one.delete("lab")

        again = await registered(one, "lab")
        await knows(other, "lab", again)
        assert not may_write(other, "lab", token)


async def test_of_two_who_register_one_name_at_once_one_gets_it(server: NatsServer) -> None:
    async with registry(server) as one, registry(server) as other:
        for number in range(20):
            name = f"name-{number}"
            made = await asyncio.gather(one.register(name), other.register(name))
            (winner,) = (one for one in made if one is not None)
            for engine in (one, other):
                await knows(engine, name, winner[1])


async def test_an_engine_that_starts_later_knows_them_all(server: NatsServer) -> None:
    async with registry(server) as one:
        tokens = {f"name-{number}": await registered(one, f"name-{number}") for number in range(50)}
        assert await one.delete("name-7")
    async with registry(server) as later:
        for name, token in tokens.items():
            assert may_write(later, name, token) == (name != "name-7")


async def test_they_outlive_the_servers_and_are_followed_again(server: NatsServer) -> None:
    async with registry(server) as one, registry(server) as other:
        token = await registered(one, "lab")
        server.kill()
        assert may_write(one, "lab", token)
        with pytest.raises(LogAway):
            await one.register("later")
        server.start()
        server.wait_until_ready()
        await knows(other, "lab", token)
        later = await _until_registered(one, "after-all")
        await knows(other, "after-all", later)


async def _until_registered(engine: Registry, name: str) -> str:
    """Register once NATS answers again."""
    while True:
        try:
            return await registered(engine, name)
        except LogAway:
            await asyncio.sleep(0.05)


async def test_where_the_bucket_is_lost_no_token_is_right(server: NatsServer) -> None:
    async with registry(server) as engine, JetStream.at(server.url) as jetstream:
        token = await registered(engine, "lab")
        await jetstream.delete(STREAM)
        await until(lambda: engine.get("lab") is None)
        assert not engine.holder(digest_of(token))
        again = await registered(engine, "lab")
        assert may_write(engine, "lab", again)


async def test_a_bucket_that_is_emptied_behind_our_back_is_noticed(server: NatsServer) -> None:
    async with registry(server) as engine, bucket(server) as keys:
        await registered(engine, "lab")
        kept = await registered(engine, "kept")
        await keys.purge("lab")
        await until(lambda: engine.get("lab") is None)
        assert may_write(engine, "kept", kept)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"[]",
        b"no JSON",
        b"[" * 100_000,
        b'{"id": "ns_x", "created": 1}',
        b'{"id": "ns_x", "created": 1, "sha256": "abcd"}',
        b'{"id": "ns_x", "created": "1", "sha256": "%b"}' % (b"00" * 32),
        b'{"id": 7, "created": 1, "sha256": "%b"}' % (b"00" * 32),
        b'{"id": "ns_x", "created": 1e400, "sha256": "%b"}' % (b"00" * 32),
    ],
)
async def test_what_is_no_registration_lets_nobody_in(server: NatsServer, value: bytes) -> None:
    async with registry(server) as engine, bucket(server) as keys:
        await registered(engine, "lab")
        await keys.put("lab", value)
        await until(lambda: engine.get("lab") is None)
        await keys.put("UPPER", json.dumps(_sound()).encode())
        await keys.put("good", json.dumps(_sound()).encode())
        await until(lambda: engine.get("good") is not None)
        assert engine.get("UPPER") is None


def _sound() -> dict[str, object]:
    return {"id": "ns_x", "created": 1, "sha256": LAB.digest.hex()}


async def test_the_bucket_holds_no_token(server: NatsServer) -> None:
    async with registry(server) as engine, bucket(server) as keys:
        token = await registered(engine, "lab")
        entry = await keys.get("lab")
        assert entry.value is not None
        assert token.encode() not in entry.value
    for path in (server.directory / "jetstream").rglob("*"):
        assert not path.is_file() or token.encode() not in path.read_bytes()


async def test_a_registration_whose_answer_is_lost_is_looked_for(
    server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = KeyValue.create

    async def losing(keys: KeyValue, key: str, value: bytes) -> int:
        await create(keys, key, value)
        raise nats.errors.TimeoutError

    async with registry(server) as engine:
        monkeypatch.setattr(KeyValue, "create", losing)
        token = await registered(engine, "lab")
        assert may_write(engine, "lab", token)


async def test_engines_on_one_stream_keep_their_namespaces_in_the_bucket(
    server: NatsServer,
) -> None:
    settings = ServeSettings(access=APART)
    clock = SystemClock()
    async with contextlib.AsyncExitStack() as stack:
        engines = []
        for _ in range(2):
            log = await JetStreamLog.open(parse_address(server.url), DEFAULT_RETENTION, clock)
            stack.push_async_callback(log.close)
            await log.follow(log.newest, lambda commit: None, lambda: None)
            opened = await stack.enter_async_context(open_registry(settings, log, clock))
            assert opened is not None
            engines.append(opened)
        token = await registered(engines[0], "lab")
        await knows(engines[1], "lab", token)


async def test_without_auth_an_engine_says_that_the_namespaces_are_not_kept_apart(
    server: NatsServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = SystemClock()
    log = await JetStreamLog.open(parse_address(server.url), DEFAULT_RETENTION, clock)
    async with open_registry(ServeSettings(), log, clock) as opened:
        assert opened is None
    assert "--auth" not in caplog.text
    async with registry(server) as engine:
        await registered(engine, "lab")
    async with open_registry(ServeSettings(), log, clock) as opened:
        assert opened is None
    assert "--auth" in caplog.text
    await log.close()


def test_a_token_of_one_engine_is_good_at_the_other_and_outlives_them_all(
    server: NatsServer,
) -> None:
    env = {"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}
    with (
        engine_process("--auth", nats=server.url, env=env) as one,
        engine_process("--auth", nats=server.url, env=env) as other,
    ):
        token = process.register(one, "lab")
        deadline = time.monotonic() + START_SECONDS
        while process.publish(other, "lab/a", token) != 200:
            assert time.monotonic() < deadline
        assert process.publish(one, "lab/a", token) == 200
        assert process.publish(other, "lab/a", "x") == 403
        one.kill()
        other.kill()
    server.kill()
    server.start()
    server.wait_until_ready()
    with engine_process("--auth", nats=server.url, env=env) as later:
        assert process.publish(later, "lab/b", token) == 200


def test_where_nats_is_away_a_registration_is_to_be_tried_again(server: NatsServer) -> None:
    env = {"FLUX_ADMIN_TOKEN": ADMIN_TOKEN}
    with engine_process("--auth", nats=server.url, env=env) as engine:
        server.kill()
        answer = httpx.post(
            f"{engine.url}/api/namespaces", json={"name": "lab"}, headers=bearer(ADMIN_TOKEN)
        )
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
