"""A connection that does not wait for ever: limits on heads, and on how long a request may take."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024
"""The largest request line and headers; an id of 5,000 characters takes 15,000 when escaped."""

REQUEST_SECONDS = 30.0
"""How long a client may take to send a request whole, or to begin its first one."""

_HEAD_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class LimitedConnection(HttpToolsProtocol):
    """Uvicorn's HTTP connection, which bounds neither the head nor the time of a request."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_head = False
        self._head_bytes = 0
        self._waiting_since: float | None = self.loop.time()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, unless the head has grown too large."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._give_up(_HEAD_TOO_LARGE)
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head, self._head_bytes = True, 0
        self._waiting_since = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._waiting_since = None
        super().on_message_complete()

    def end_if_overdue(self, now: float) -> None:
        """Hang up on a client that has kept us waiting for too long, by the loop's time."""
        if self._waiting_since is not None and now > self._waiting_since + REQUEST_SECONDS:
            self._give_up(_TOO_SLOW)

    def _give_up(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(answer)
            self.transport.close()
