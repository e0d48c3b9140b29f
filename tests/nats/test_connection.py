"""The connection to NATS: let in, refused, lost and back; no secret is ever told."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.connection import ApiRefusal, Connection
from flux_tui.errors import LogAway, LogError
from tests.engine.running import START_SECONDS, until
from tests.nats.servers import MEGABYTE, MORE_THAN_IS_ON_ITS_WAY, NatsServer, nats_server
from tests.ports import free_port


async def test_jetstream_answers_and_refuses(server: NatsServer) -> None:
    connection = await Connection.open(parse_address(server.url))
    assert (await connection.ask("INFO"))["streams"] == 0
    with pytest.raises(ApiRefusal) as refused:
        await connection.ask("STREAM.INFO.NONE")
    assert refused.value.code == 10059
    await connection.close()


async def test_where_nobody_answers_is_said_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flux_tui.engine.log.jetstream.connection.CONNECT_SECONDS", 0.5)
    port = free_port()
    with pytest.raises(LogAway, match=rf"no NATS server answers at .*:{port} .*--nats"):
        await Connection.open(parse_address(f"nats://127.0.0.1:{port}"))


async def test_a_token_lets_in_a_wrong_one_is_refused_and_neither_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with nats_server(tmp_path, 'authorization { token: "s3cret" }') as server:
        host = server.url.removeprefix("nats://")
        connection = await Connection.open(parse_address(f"nats://s3cret@{host}"))
        assert connection.is_connected
        await connection.close()
        for wrong in (f"nats://s3cretly-wrong@{host}", server.url):
            with pytest.raises(LogError, match="does not let the engine in") as refused:
                await Connection.open(parse_address(wrong))
            assert "s3cret" not in str(refused.value)
    assert "s3cret" not in caplog.text


async def test_a_user_and_password_let_in(tmp_path: Path) -> None:
    with nats_server(tmp_path, 'authorization { user: ann, password: "s3c@ret" }') as server:
        host = server.url.removeprefix("nats://")
        connection = await Connection.open(parse_address(f"nats://ann:s3c%40ret@{host}"))
        assert connection.is_connected
        await connection.close()


async def test_no_secret_goes_to_a_server_that_does_not_encrypt_where_tls_is_demanded(
    server: NatsServer,
) -> None:
    host = server.url.removeprefix("nats://")
    with pytest.raises(LogError, match="no encryption"):
        await Connection.open(parse_address(f"tls://s3cret@{host}"))


async def test_a_connection_comes_back_by_itself_with_its_subscriptions(
    server: NatsServer,
) -> None:
    connection = await Connection.open(parse_address(server.url))
    heard: list[bytes] = []
    told: list[str] = []
    connection.on_lost.append(lambda: told.append("lost"))
    connection.on_back.append(lambda: told.append("back"))

    async def hear(message: object) -> None:
        heard.append(getattr(message, "data", b""))

    await connection.subscribe("word", hear)
    server.kill()
    await until(lambda: told == ["lost"])
    with pytest.raises(LogAway, match="it is tried again"):
        await connection.ask("INFO")
    server.start()
    await until(lambda: told == ["lost", "back"])
    await connection.client.publish("word", b"again")
    await until(lambda: heard == [b"again"])
    await connection.close()


async def test_a_token_that_is_refused_for_a_while_ends_nothing(tmp_path: Path) -> None:
    with nats_server(tmp_path, 'authorization { token: "right" }') as server:
        url = server.url.replace("nats://", "nats://right@")
        connection = await Connection.open(parse_address(url))
        told: list[str] = []
        connection.on_back.append(lambda: told.append("back"))
        server.kill()
        server.extra = 'authorization { token: "other" }'
        server.start()
        server.wait_until_ready()
        await until(lambda: "uthorization" in connection.problem)
        server.kill()
        server.extra = 'authorization { token: "right" }'
        server.start()
        await until(lambda: told == ["back"])
        assert (await connection.ask("INFO"))["streams"] == 0
        await connection.close()


async def test_a_server_that_reads_no_more_is_left_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flux_tui.engine.log.jetstream.connection.PING_SECONDS", 0.2)
    with nats_server(tmp_path / "a") as first, nats_server(tmp_path / "b") as second:
        connection = await Connection.open(parse_address(f"{first.url},{second.url}"))
        back = asyncio.Event()
        connection.on_back.append(back.set)
        url = connection.client.connected_url
        assert url is not None
        (first if url.port == first.port else second).freeze()
        for _ in range(MORE_THAN_IS_ON_ITS_WAY // MEGABYTE):
            await connection.client.publish("nobody", bytes(MEGABYTE))
            if not connection.is_connected:
                break
        async with asyncio.timeout(START_SECONDS):
            await back.wait()
        await connection.ask("INFO")
        await connection.close()


async def test_nothing_is_left_behind(server: NatsServer) -> None:
    before = asyncio.all_tasks()
    connection = await Connection.open(parse_address(server.url))
    await connection.ask("INFO")
    await connection.close()
    await until(lambda: asyncio.all_tasks() == before)
