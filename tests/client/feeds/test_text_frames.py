"""However the bytes of a WebSocket come, its messages are read in order and the library answers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import pairwise
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode

from flux_tui.client.feeds.text_frames import HIGH, LARGEST, TextFrames
from tests.client.serving import read_request, talking

KEY_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
GOODBYE = Frame(Opcode.CLOSE, b"\x03\xe8done")


def written(frame: Frame) -> bytes:
    return bytes(frame.serialize(mask=False))


def pieces_of(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in pairwise(places)]


@asynccontextmanager
async def connected(
    data: bytes, cuts: Iterable[int] = (), *, received: bytearray | None = None
) -> AsyncIterator[TextFrames]:
    """A connection to a server that answers the handshake and sends ``data``, cut anyhow.

    What the client sends afterwards ends up in ``received``; the server waits until it hangs up.
    """

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await read_request(reader)
        key = asked.headers["sec-websocket-key"].encode()
        accept = base64.b64encode(hashlib.sha1(key + KEY_SUFFIX).digest()).decode()  # noqa: S324
        head = (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n"
        ).encode()
        for piece in pieces_of(head + data, cuts):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        while block := await reader.read(65_536):
            if received is not None:
                received.extend(block)

    async with talking(talk) as url:
        socket = await connect(
            url.replace("http", "ws"),
            create_connection=TextFrames,
            compression=None,
            max_size=LARGEST,
            close_timeout=0.01,
        )
        try:
            yield cast("TextFrames", socket)
        finally:
            await cast("TextFrames", socket).end()


async def messages_of(socket: TextFrames) -> tuple[list[bytes], ConnectionClosed]:
    """All messages until the end, and how it ended."""
    messages: list[bytes] = []
    try:
        async with asyncio.timeout(10):
            while True:
                await socket.arrival()
                messages += socket.take(7)
    except ConnectionClosed as error:
        return messages, error


def frames_of(message: bytes, kind: int) -> list[Frame]:
    """A message whole, as two or three fragments with a ping amid them, or as a binary one."""
    middle = len(message) // 2
    match kind:
        case 0:
            return [Frame(Opcode.TEXT, message)]
        case 1:
            return [
                Frame(Opcode.TEXT, message[:middle], fin=False),
                Frame(Opcode.PING, b"amid"),
                Frame(Opcode.CONT, b"", fin=False),
                Frame(Opcode.CONT, message[middle:]),
            ]
        case 2:
            return [Frame(Opcode.PING, b"before"), Frame(Opcode.TEXT, message)]
        case _:
            return [Frame(Opcode.BINARY, message)]


@given(
    messages=st.lists(
        st.tuples(st.sampled_from([0, 1, 5, 125, 126, 127, 300, 65_535, 65_536]), st.integers(0, 3))
    ),
    cuts=st.lists(st.integers(0, 2**40), max_size=12),
)
@settings(max_examples=40, deadline=None)
def test_messages_are_the_same_however_they_are_cut_and_framed(
    messages: list[tuple[int, int]], cuts: list[int]
) -> None:
    sent = [Random(number).randbytes(size) for number, (size, _) in enumerate(messages)]
    kinds = [kind for _, kind in messages]
    frames = [
        f for message, kind in zip(sent, kinds, strict=True) for f in frames_of(message, kind)
    ]
    data = b"".join(map(written, [*frames, GOODBYE]))
    received = bytearray()

    async def read() -> None:
        async with connected(data, cuts, received=received) as socket:
            assert await first_messages(socket, len(sent)) == sent

    async def first_messages(socket: TextFrames, count: int) -> list[bytes]:
        found: list[bytes] = []
        while len(found) < count:
            await socket.arrival()
            found += socket.take(3)
        return found

    asyncio.run(read())


async def test_pings_are_answered_and_a_goodbye_is_told() -> None:
    received = bytearray()
    data = written(Frame(Opcode.PING, b"are you there")) + written(GOODBYE)
    async with connected(data, received=received) as socket:
        async with asyncio.timeout(10):
            while len(received) < 20:  # noqa: ASYNC110 - the server's own bytes
                await asyncio.sleep(0.005)
    assert received[0] == 0x80 | Opcode.PONG
    assert socket.close_code == 1000
    assert socket.close_reason == "done"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (Frame(Opcode.TEXT, b"masked").serialize(mask=True), 1002),
        (b"\x81\x7f" + (LARGEST + 1).to_bytes(8) + b"x" * 100, 1009),
        (written(Frame(Opcode.CONT, b"of nothing")), 1002),
        (b"\xc1\x01x", 1002),
        (b"\x8f\x00", 1002),
        (
            written(Frame(Opcode.TEXT, b"a", fin=False)) + written(Frame(Opcode.TEXT, b"b")),
            1002,
        ),
    ],
    ids=["masked", "too large", "no beginning", "extension", "unknown opcode", "two beginnings"],
)
async def test_a_violation_ends_the_connection_after_what_came_before(
    data: bytes, code: int
) -> None:
    async with connected(written(Frame(Opcode.TEXT, b"good")) + bytes(data)) as socket:
        await socket.arrival()
        assert socket.take(9) == [b"good"]
        await socket.end()
        with pytest.raises(ConnectionClosed) as raised:
            await socket.arrival()
        assert raised.value.sent is not None
        assert raised.value.sent.code == code


async def test_who_reads_slowly_is_not_sent_more_than_can_wait() -> None:
    text = written(Frame(Opcode.TEXT, b"x" * 20))
    async with connected(text * 50_000) as socket:
        seen = 0
        while seen < 50_000:
            await socket.arrival()
            await asyncio.sleep(0)
            taken = socket.take(HIGH)
            seen += len(taken)
            assert set(taken) == {b"x" * 20}


async def test_a_connection_that_breaks_in_a_frame_gives_what_was_whole() -> None:
    async def talk_then_break(data: bytes) -> list[bytes]:
        async with connected(data) as socket:
            await socket.arrival()
            whole = socket.take(9)
            socket.transport.abort()
            with pytest.raises(ConnectionClosed):
                await socket.arrival()
            return whole

    half = written(Frame(Opcode.TEXT, b"never whole"))[:-3]
    assert await talk_then_break(written(Frame(Opcode.TEXT, b"whole")) + half) == [b"whole"]


async def test_an_answer_that_opens_no_websocket_is_read_whole() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for piece in (b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r", b"\nno", b"pe"):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)

    async with talking(talk) as url:
        with pytest.raises(InvalidStatus) as raised:
            await connect(url.replace("http", "ws"), create_connection=TextFrames)
        assert raised.value.response.body == b"nope"
