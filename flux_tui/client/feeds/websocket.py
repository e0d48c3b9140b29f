"""The WebSocket feed: what a real Flux has. No sequence, no source, and it may skip frames."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxy,
    InvalidStatus,
    InvalidURI,
)

from flux_tui.client.connection import Connection
from flux_tui.client.failures import connect_sentence
from flux_tui.client.feeds.feed import FeedItem, Keepalive, NotOffered, Unread
from flux_tui.errors import Malformed, Unreachable
from flux_tui.protocol import paths
from flux_tui.protocol.frames import UnknownFrame, read_frame

LARGEST_FRAME = 1 << 24
"""Bytes; a value may be as large as an event, 1 MiB, and is larger when escaped."""

QUEUE = (2048, 512)
"""Frames kept unread before the socket is no longer read, and before it is read again."""

CLOSING = 0.5
"""Seconds that a server has to answer our goodbye."""


class WebSocketFeed:
    """One connection's frames, in the order they came."""

    def __init__(self, socket: ClientConnection, url: str) -> None:
        self._socket = socket
        self._url = url

    async def items(self) -> AsyncGenerator[FeedItem, None]:
        """Changes until the connection is lost, which raises Unreachable.

        Many frames may come without the event loop having had a turn: whoever takes them gives it
        one now and then. Frames of an unknown type are passed over, for newer servers.
        """
        receive = self._socket.recv
        try:
            while True:
                text = await receive(decode=False)
                try:
                    frame = read_frame(text)
                except Malformed as error:
                    yield Unread(f"{self._url} sent a frame that cannot be read ({error})")
                    continue
                if not isinstance(frame, UnknownFrame):
                    yield frame
        except ConnectionClosed as error:
            raise Unreachable(f"{self._url} closed the feed ({_goodbye(error)})") from error


@asynccontextmanager
async def open_websocket(
    connection: Connection, keepalive: Keepalive
) -> AsyncIterator[WebSocketFeed]:
    """Connect to ``/api/ws``; without a subscription everything arrives.

    Raises Unreachable, or NotOffered when the server answers with something else.
    """
    url = connection.websocket_url + paths.WEBSOCKET
    opening = connect(
        url,
        additional_headers=connection.authorization(),
        compression=None,
        open_timeout=connection.timeout,
        ping_interval=keepalive.interval,
        ping_timeout=keepalive.patience,
        close_timeout=CLOSING,
        max_size=LARGEST_FRAME,
        max_queue=QUEUE,
        ssl=connection.tls,
    )
    try:
        socket = await opening
    except InvalidStatus as error:
        status = error.response.status_code
        raise NotOffered(f"{url} answers {status} instead of opening a WebSocket") from error
    except (InvalidURI, InvalidProxy, InvalidHandshake, ImportError) as error:
        raise NotOffered(f"{url} opens no WebSocket ({error})") from error
    except TimeoutError as error:
        raise NotOffered(f"{url} does not open a WebSocket in time") from error
    except OSError as error:
        raise Unreachable(connect_sentence(error, url)) from error
    try:
        yield WebSocketFeed(socket, connection.url)
    finally:
        await socket.close()


def _goodbye(error: ConnectionClosed) -> str:
    if error.rcvd is not None:
        return f"{error.rcvd.code} {error.rcvd.reason}".strip()
    if error.sent is not None and error.sent.reason:
        return error.sent.reason
    return "without a goodbye"
