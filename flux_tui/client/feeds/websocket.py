"""The WebSocket feed: what a real Flux has. No sequence, no source, and it may skip frames."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias, cast

from websockets.asyncio.client import connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxy,
    InvalidStatus,
    InvalidURI,
)

from flux_tui.client.connection import Connection
from flux_tui.client.failures import connect_sentence, refusal
from flux_tui.client.feeds.feed import BATCH, Keepalive, NotOffered, Unread
from flux_tui.client.feeds.text_frames import LARGEST, TextFrames
from flux_tui.client.turns import Turns
from flux_tui.errors import Malformed, Unreachable
from flux_tui.model.change import EntityDeleted, Metrics, PropertySet, StateChange
from flux_tui.protocol import paths
from flux_tui.protocol.frames import Frame, UnknownFrame, read_frame

CLOSING = 0.5
"""Seconds that a server has to answer our goodbye."""

WebSocketItem: TypeAlias = list[StateChange] | Metrics | Unread
"""Changes that followed each other, or one message of another kind."""


class WebSocketFeed:
    """One connection's frames, in the order they came."""

    def __init__(self, socket: TextFrames, url: str) -> None:
        self._socket = socket
        self._url = url

    async def batches(self, turns: Turns) -> AsyncGenerator[list[WebSocketItem], None]:
        """What has come, until the connection is lost, which raises Unreachable.

        It is handed on at once; under load the event loop gets its turns here.
        """
        socket = self._socket
        try:
            while True:
                await turns.wait(socket.arrival())
                yield self._read(socket.take(BATCH))
                await turns.give()
        except ConnectionClosed as error:
            raise Unreachable(f"{self._url} {_end_of(error)}") from error

    def _read(self, texts: list[bytes]) -> list[WebSocketItem]:
        """Frames of an unknown type are passed over, for newer servers."""
        items: list[WebSocketItem] = []
        changes: list[StateChange] = []
        for text in texts:
            frame = self._frame(text)
            if isinstance(frame, PropertySet | EntityDeleted):
                if not changes:
                    items.append(changes)
                changes.append(frame)
            elif not isinstance(frame, UnknownFrame):
                items.append(frame)
                changes = []
        return items

    def _frame(self, text: bytes) -> Frame | Unread:
        try:
            return read_frame(text)
        except Malformed as error:
            return Unread(f"{self._url} sent a frame that cannot be read ({error})")


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
        max_size=LARGEST,
        ssl=connection.tls,
        create_connection=TextFrames,
    )
    try:
        socket = cast("TextFrames", await opening)
    except InvalidStatus as error:
        answer = error.response
        fields = {name.lower(): value for name, value in answer.headers.raw_items()}
        failure = refusal(answer.status_code, fields, bytes(answer.body or b""), url)
        raise NotOffered(f"no WebSocket opens: {failure}") from failure
    except (InvalidURI, InvalidProxy, InvalidHandshake, ImportError) as error:
        raise NotOffered(f"{url} opens no WebSocket ({error})") from error
    except TimeoutError as error:
        raise NotOffered(f"{url} does not open a WebSocket in time") from error
    except OSError as error:
        raise Unreachable(connect_sentence(error, url)) from error
    try:
        yield WebSocketFeed(socket, connection.url)
    finally:
        await socket.end()


def _end_of(error: ConnectionClosed) -> str:
    """What a server did; it is us who close where it no longer answers."""
    if error.rcvd is not None:
        goodbye = f"{error.rcvd.code} {error.rcvd.reason}".strip()
        return f"closed the feed ({goodbye})"
    if error.sent is not None and error.sent.reason:
        return f"has fallen silent ({error.sent.reason})"
    return "closed the feed (without a goodbye)"
