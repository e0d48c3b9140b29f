"""The WebSocket feed over TLS, under a base path, through a proxy, with the token it needs."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from flux_tui.client import FluxClient
from flux_tui.client.feeds.feed import Keepalive, NotOffered, Unread
from flux_tui.client.feeds.websocket import WebSocketItem, open_websocket
from flux_tui.client.turns import Turns
from flux_tui.errors import Unreachable
from flux_tui.model.change import PropertySet
from flux_tui.protocol.frames import frame_text
from tests.client.serving import Asked, Talk, read_request, talking

CERTIFICATE = Path(__file__).parent.parent / "localhost.pem"
"""Made for these tests, with its key: of 127.0.0.1 and localhost, good for a hundred years."""

KEY_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CHANGE = PropertySet("a", "n", 1, 1_795_569_491_000_000_000)
LOST = b"\x88\x11\x03\xf4server restarts"
"""A closing frame: 1012 and why."""


def saying(*texts: str, asked: list[Asked], ending: bytes = LOST) -> Talk:
    """Open a WebSocket, say these texts, and ``ending``."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        asked.append(request)
        key = request.headers["sec-websocket-key"].encode()
        accept = base64.b64encode(hashlib.sha1(key + KEY_SUFFIX).digest())  # noqa: S324
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        for text in texts:
            data = text.encode()
            writer.write(b"\x81\x7e" + len(data).to_bytes(2) + data)
        writer.write(ending)
        await reader.read(1000)

    return talk


async def items_of(client: FluxClient) -> list[WebSocketItem]:
    """What the feed brings until it ends."""
    items: list[WebSocketItem] = []

    async def read() -> None:
        async with asyncio.timeout(10), open_websocket(client, Keepalive()) as feed:
            async for batch in feed.batches(Turns()):
                items.extend(batch)

    with pytest.raises(Unreachable, match="1012 server restarts"):
        await read()
    return items


async def opened(client: FluxClient) -> None:
    """Open the feed, and close it again."""
    async with open_websocket(client, Keepalive()):
        pass


async def test_over_tls_under_a_base_path_with_a_token() -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)
    asked: list[Asked] = []
    async with talking(saying(frame_text(CHANGE), asked=asked), tls) as url:
        client = FluxClient(f"{url}/base", token="secret", ca_file=CERTIFICATE)
        assert await items_of(client) == [[CHANGE]]
    assert asked[0].path == "/base/api/ws"
    assert asked[0].headers["authorization"] == "Bearer secret"


async def test_a_certificate_that_is_not_trusted_is_said_to_be_that() -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)
    async with talking(saying(asked=[]), tls) as url:
        with pytest.raises(Unreachable, match="not trusted"):
            await opened(FluxClient(url))


@asynccontextmanager
async def connect_proxy(asked: list[str]) -> AsyncIterator[str]:
    """An HTTP proxy that does what CONNECT asks for."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        asked.append(f"{request.method} {request.path}")
        host, _, port = request.path.partition(":")
        up_reader, up_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

        async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError):
                while data := await source.read(7):
                    target.write(data)
            target.close()

        await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))

    async with talking(talk) as url:
        yield url


async def test_through_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Asked] = []
    connects: list[str] = []
    texts = [frame_text(CHANGE)] * 50
    async with talking(saying(*texts, asked=asked)) as url, connect_proxy(connects) as proxy:
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", proxy)
        found = await items_of(FluxClient(url))
    assert connects == [f"CONNECT {url.removeprefix('http://')}"]
    assert [change for item in found if isinstance(item, list) for change in item] == 50 * [CHANGE]


async def test_what_cannot_be_read_stands_where_it_came_and_what_is_unknown_nowhere() -> None:
    texts = [frame_text(CHANGE), '{"type":"state_update"}', '{"type":"new"}', frame_text(CHANGE)]
    async with talking(saying(*texts, asked=[])) as url:
        items = await items_of(FluxClient(url))
    assert [type(item) for item in items] == [list, Unread, list]


@pytest.mark.parametrize("status", ["404 Not Found", "502 Bad Gateway", "301 Elsewhere"])
async def test_a_server_that_answers_otherwise_offers_no_websocket(status: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        body = json.dumps({"error": "no"}).encode()
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    async with talking(talk) as url:
        with pytest.raises(NotOffered):
            await opened(FluxClient(url))


async def test_a_server_that_answers_no_ping_is_given_up() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await saying(asked=[], ending=b"")(reader, writer)
        await asyncio.Event().wait()

    async with (
        asyncio.timeout(10),
        talking(talk) as url,
        open_websocket(FluxClient(url), Keepalive(0.02, 0.05)) as feed,
    ):
        with pytest.raises(Unreachable, match="ping timeout"):
            await anext(feed.batches(Turns()))


async def test_a_goodbye_ends_the_feed_though_the_server_stays_connected() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await saying(asked=[])(reader, writer)
        await asyncio.Event().wait()

    async with talking(talk) as url:
        assert await items_of(FluxClient(url)) == []
