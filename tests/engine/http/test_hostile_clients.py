"""Clients that send too much, too slowly or nonsense: each is answered, and the engine goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from flux_tui.engine.http import app, connection, own, pressure, server
from flux_tui.engine.http.connection import LimitedConnection
from flux_tui.protocol import paths
from flux_tui.protocol.events import SentEvent
from tests.engine.namespaces.worlds import event, world
from tests.engine.running import LocalEngine, local_engine, until


@pytest.fixture
async def served() -> AsyncIterator[LocalEngine]:
    async with local_engine() as running:
        yield running


async def answer(served: LocalEngine, *parts: bytes) -> bytes:
    """What comes back for bytes as they are, until the engine hangs up."""
    host, port = served.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_a_head_without_end_is_given_up(served: LocalEngine) -> None:
    head = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Long: "
    got = await answer(served, head, *[b"x" * 16_384] * 40)
    assert got == b"" or got.startswith(b"HTTP/1.1 431 ")
    assert await alive(served)


async def alive(served: LocalEngine) -> bool:
    async with httpx.AsyncClient(base_url=served.url) as client:
        return (await client.get("/api/health")).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /api/events HTTP/1.1\r\nHost: loc",
        b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    ],
    ids=["nothing", "half a head", "half a body"],
)
async def test_a_client_that_keeps_us_waiting_is_hung_up_on(
    served: LocalEngine, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.0)
    got = await answer(served, sent)
    assert got == b"" or got.startswith(b"HTTP/1.1 408 ")
    assert served.engine.log.newest == 0


CHUNKED = b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
EVENT = b'{"stream":"s","source":"t","payload":{"entity_id":"e","properties":{"n":1}}}'


@pytest.mark.parametrize(
    ("begin", "endless"),
    [
        (b"0\r\n", b"X-Trailer: " + b"x" * 16_000 + b"\r\n"),
        (b"0\r\nX-Trailer: ", b"x" * 16_384),
        (b"5;extension=", b"x" * 16_384),
    ],
    ids=["trailers", "a trailer", "a chunk's extension"],
)
async def test_what_has_no_end_between_the_pieces_of_a_body_is_given_up(
    served: LocalEngine, begin: bytes, endless: bytes
) -> None:
    got = await answer(served, CHUNKED + b"\r\n" + begin, *[endless] * 40)
    assert got == b"" or got.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 "))
    assert await alive(served)
    assert served.engine.log.newest == 0


async def test_many_small_pieces_make_one_body(served: LocalEngine) -> None:
    pieces = b"".join(b"1;why=%b\r\n%c\r\n" % (b"x" * 2_000, byte) for byte in EVENT)
    got = await answer(
        served, CHUNKED + b"Connection: close\r\n\r\n" + pieces + b"0\r\nX-Trailer: y\r\n\r\n"
    )
    assert got.startswith(b"HTTP/1.1 200 ")


async def test_a_trailer_is_no_header() -> None:
    async with world() as made:
        sent = json.dumps(event("lab/a")).encode()
        body = b"%x\r\n%b\r\n0\r\nAuthorization: Bearer %b\r\n\r\n"
        parts = len(sent), sent, made.lab.encode()
        got = await answer(made.served, CHUNKED + b"Connection: close\r\n\r\n" + body % parts)
        assert got.startswith(b"HTTP/1.1 401 ")


async def test_a_body_far_beyond_the_limit_is_not_read_to_its_end(served: LocalEngine) -> None:
    head = b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    got = await answer(served, head, *[chunk] * 40)
    assert got == b"" or got.startswith(b"HTTP/1.1 413 ")
    assert await alive(served)


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> list[LimitedConnection]:
    """The connections that have ended."""
    ended: list[LimitedConnection] = []
    forget = LimitedConnection.connection_lost

    def connection_lost(one: LimitedConnection, error: Exception | None) -> None:
        ended.append(one)
        forget(one, error)

    monkeypatch.setattr(LimitedConnection, "connection_lost", connection_lost)
    return ended


@asynccontextmanager
async def sending(served: LocalEngine, *requests: bytes) -> AsyncIterator[None]:
    """Connections on which something was sent, and from which nothing is read."""
    host, port = served.url.removeprefix("http://").split(":")
    loop = asyncio.get_running_loop()
    with contextlib.ExitStack() as opened:
        for request in requests:
            one = opened.enter_context(contextlib.closing(socket.socket()))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            one.setblocking(False)
            await loop.sock_connect(one, (host, int(port)))
            await loop.sock_sendall(one, request)
        yield


async def test_a_large_answer_that_nobody_reads_is_not_kept_for_ever(
    monkeypatch: pytest.MonkeyPatch, lost: list[LimitedConnection]
) -> None:
    monkeypatch.setattr(connection, "READING_SECONDS", 0.0)
    async with local_engine(send_buffer=4_096) as served:
        sent: SentEvent = {
            "stream": "s",
            "source": "t",
            "payload": {"entity_id": "large", "properties": {"text": "x" * 3_000_000}},
        }
        await served.engine.publisher.publish([sent])
        asks = b"GET /api/state/entities HTTP/1.1\r\nHost: localhost\r\n\r\n"
        async with sending(served, asks):
            await until(lambda: lost)
        assert await alive(served)


async def test_what_all_clients_have_kept_for_them_has_an_end(
    monkeypatch: pytest.MonkeyPatch, lost: list[LimitedConnection], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pressure, "HELD_BYTES", 1_000_000)
    head = b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n"
    async with local_engine() as served:
        async with sending(served, *[head + b" " * 800_000] * 3):
            await until(lambda: len(lost) >= 2)
            assert len(lost) == 2
            assert "too much is kept for clients" in caplog.text
        assert await alive(served)


async def test_what_is_not_http_is_refused(served: LocalEngine) -> None:
    for nonsense in (b"\x00\xff\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n"):
        assert (await answer(served, nonsense)).startswith(b"HTTP/1.1 400 ")
    assert await alive(served)


async def test_a_body_in_the_same_breath_as_the_end_of_a_head_is_no_part_of_it(
    served: LocalEngine,
) -> None:
    size = 2 * connection.HEAD_BYTES
    head = b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    rest = b"Content-Length: %d\r\n\r\n" % size + b"x" * size
    assert (await answer(served, head, rest)).startswith(b"HTTP/1.1 400 ")


async def test_an_upgrade_that_is_none_is_answered(served: LocalEngine) -> None:
    asking = b"Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    key = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    for request in (
        b"POST /api/ws HTTP/1.1\r\n" + asking + key + b"\r\n",
        b"GET /api/ws HTTP/1.1\r\n" + asking + b"\r\n",
        b"GET /api/ws HTTP/1.1\r\n" + asking + key + b"X: " + b"x" * 20_000 + b"\r\n\r\n",
    ):
        assert (await answer(served, request)).startswith(b"HTTP/1.1 400 ")
    assert await alive(served)


async def test_there_is_an_end_to_subscribers(
    served: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "MAX_SUBSCRIBERS", 0)
    monkeypatch.setattr(own, "MAX_SUBSCRIBERS", 0)
    async with httpx.AsyncClient(base_url=served.url) as client:
        assert (await client.get(paths.STREAM)).status_code == 503
    with pytest.raises(InvalidStatus, match="503"):
        await connect(served.url.replace("http", "ws") + paths.WEBSOCKET)


async def test_there_is_an_end_to_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 2)
    async with local_engine() as served, contextlib.AsyncExitStack() as kept:
        statuses = []
        for _ in range(4):
            client = await kept.enter_async_context(httpx.AsyncClient(base_url=served.url))
            statuses.append((await client.get(paths.HEALTH)).status_code)
    assert statuses == [200, 200, 503, 503]
