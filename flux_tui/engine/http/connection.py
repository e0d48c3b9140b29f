"""One connection: it waits for no client for ever, to send or to read, and answers whole."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from flux_tui.protocol.rules import MAX_BODY_BYTES

HEAD_BYTES = 64 * 1024
"""A request line and headers may take about so much; an id of 5,000 characters takes 15,000 when
escaped. So may what stands between two pieces of a body, and trailers: nobody wants more of it."""

REQUEST_SECONDS = 30.0
"""How long a client may take to send a request whole, or to begin its first one."""

READING_SECONDS = 60.0
"""How long a client may leave a large answer where it is, and not read on."""

LARGE_BYTES = 1024 * 1024
"""An answer of which so much waits is a large one. A stream's reader who pauses is none: it is fed
by pieces that are smaller."""

JOINED_BYTES = 64 * 1024
"""A body up to this size is copied behind its head: cheaper than another system call."""

_HEAD_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class LimitedConnection(HttpToolsProtocol):
    """Uvicorn's HTTP connection, which bounds neither the head nor the time of a request, and
    takes a trailer for a header."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_head = False
        self._in_message = False
        self._moved = False
        self._idle_bytes = 0
        self._body_bytes = 0
        self._waiting_since: float | None = self.loop.time()
        self._unread_bytes = 0
        self._unread_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        super().connection_made(transport)
        self._answers = _WholeAnswers(transport, self.loop)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        cycle.transport = self._answers
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        """Feed the parser piece by piece, until it has taken too much without getting on."""
        for start in range(0, len(data), HEAD_BYTES):
            piece = data[start : start + HEAD_BYTES]
            self._moved = False
            super().data_received(piece)
            if self.transport.is_closing() or self.transport.get_protocol() is not self:
                return
            if self._moved or not self._in_message:
                self._idle_bytes = 0
                continue
            self._idle_bytes += len(piece)
            if self._idle_bytes > HEAD_BYTES:
                self._give_up(_HEAD_TOO_LARGE)
                return

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; WebSockets are asked for with GET alone (RFC 6455, 4.1)."""
        if self.scope["method"] == "GET":
            super().handle_websocket_upgrade()
        else:
            self.send_400_response("A WebSocket is opened with GET.")

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head = self._in_message = True
        self._idle_bytes = self._body_bytes = 0
        self._waiting_since = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self._in_head, self._moved = False, True
        super().on_headers_complete()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; a trailer is none, and nothing that the engine does is asked for in one."""
        if self._in_head:
            super().on_header(name, value)

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._moved = True
        self._body_bytes = min(self._body_bytes + len(body), MAX_BODY_BYTES)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._in_message = False
        self._waiting_since = None
        super().on_message_complete()

    @property
    def held_bytes(self) -> int:
        """What is kept for the client: of its body, and of its answer."""
        is_answered = self.cycle is None or self.cycle.response_complete
        body = 0 if is_answered and not self._in_message else self._body_bytes
        return body + self.transport.get_write_buffer_size()

    def end_if_overdue(self, now: float) -> None:
        """Hang up on a client that has kept us waiting for too long, by the loop's time."""
        if self._waiting_since is not None and now > self._waiting_since + REQUEST_SECONDS:
            self._give_up(_TOO_SLOW)
        unread = self.transport.get_write_buffer_size()
        if unread < LARGE_BYTES or unread != self._unread_bytes:
            self._unread_bytes, self._unread_since = unread, now
        elif now > self._unread_since + READING_SECONDS:
            self.transport.abort()

    def _give_up(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(answer)
            self.transport.close()


class _WholeAnswers(asyncio.Transport):
    """Writes an answer's head and body at once: Uvicorn's two writes are two system calls.

    A head whose body is yet to come leaves at the event loop's next turn.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""

    def write(self, data: bytes) -> None:  # type: ignore[override]
        """Hold a head back; let a body follow it."""
        if self._head and len(data) <= JOINED_BYTES:
            data, self._head = self._head + data, b""
        elif self._head:
            self._flush()
        elif data.startswith(b"HTTP/1.1 "):
            self._head = data
            self._loop.call_soon(self._flush)
            return
        self._transport.write(data)

    def close(self) -> None:
        """Hang up once all is written."""
        self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection is at its end."""
        return self._transport.is_closing()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)
