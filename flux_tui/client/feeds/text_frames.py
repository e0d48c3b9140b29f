"""A WebSocket connection for a flood of small text frames.

The library reads each frame through a generator and a queue, which costs more than all that is
done with its text. What a Flux sends are whole, unmasked text frames: those are cut out of the
bytes here, and every other frame (pings, closings, fragments, violations) is handed to the library
as it came, which so remains in charge of the connection.
"""

from __future__ import annotations

import asyncio

from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import Event, State

LARGEST = 1 << 24
"""Bytes of a message; a value may be as large as an event, 1 MiB, and is larger when escaped."""

HIGH, LOW = 4096, 1024
"""Texts kept unread before the socket is no longer read, and before it is read again."""

_WHOLE_TEXT = 0x81
"""A frame's first byte: all of its message (FIN), no extension, text (RFC 6455, 5.2)."""

_LENGTH_IN_2, _LENGTH_IN_8, _MASKED = 126, 127, 128
"""A frame's second byte, where it is not the length itself."""

_HEAD_END = b"\r\n\r\n"
_MESSAGES = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)


class TextFrames(ClientConnection):
    """Messages in the order they came, fragments joined; a binary one counts as text."""

    def __init__(self, protocol: ClientProtocol, **options: object) -> None:
        super().__init__(protocol, **options)  # type: ignore[arg-type]
        self._texts: list[bytes] = []
        self._cut_off = b""
        """The end of what came so far: of the handshake's head, or the beginning of a frame."""
        self._fragments: bytearray | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._paused = self._ended = False

    async def arrival(self) -> None:
        """Wait until there is a message to take; raises ConnectionClosed when none will come."""
        while not self._texts:
            if self.state is not State.OPEN:
                await self.close()
                raise self.protocol.close_exc
            self._waiter = self.loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None

    def take(self, most: int) -> list[bytes]:
        """The oldest messages that wait, so many at most."""
        taken, self._texts = self._texts[:most], self._texts[most:]
        if self._paused and len(self._texts) <= LOW:
            self._resume()
        return taken

    async def end(self) -> None:
        """Say goodbye and close; whatever still comes is not wanted."""
        self._ended = True
        self._texts.clear()
        if self._paused:
            self._resume()
        await self.close()

    # -- what the event loop and the library tell ----------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Bytes came from the server."""
        frames = self._cut_off + data if self.response else self._greet(data)
        if self.response:
            self._cut_off = self._cut(frames)
        if self._ended:
            self._texts.clear()
        elif self._texts or self.state is not State.OPEN:
            self._wake()
            if len(self._texts) > HIGH and not self._paused:
                self._paused = True
                self.transport.pause_reading()

    def process_event(self, event: Event) -> None:
        """The library has read the handshake's answer, or a frame that was left to it."""
        if isinstance(event, Frame) and event.opcode in _MESSAGES:
            self._join(event)
        else:
            super().process_event(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        super().connection_lost(exc)
        self._wake()

    # -- how -----------------------------------------------------------------------------------

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _resume(self) -> None:
        self._paused = False
        self.transport.resume_reading()

    def _greet(self, data: bytes) -> bytes:
        """Leave the handshake's answer to the library; the frames after it are the answer here."""
        seen = self._cut_off + data
        end = seen.find(_HEAD_END)
        if end < 0:
            super().data_received(data)
            self._cut_off = seen[1 - len(_HEAD_END) :]
            return b""
        end += len(_HEAD_END) - len(self._cut_off)
        super().data_received(data[:end])
        if self.protocol.state is not State.OPEN:
            super().data_received(data[end:])
            return b""
        return data[end:]

    def _cut(self, data: bytes) -> bytes:
        """Take all whole frames from the front of ``data``; the rest is the beginning of one."""
        texts, start, size = self._texts, 0, len(data)
        while start + 2 <= size:
            length, body = data[start + 1], start + 2
            if length >= _LENGTH_IN_2:
                after = body + (2 if length == _LENGTH_IN_2 else 8)
                if length < _MASKED and after > size:
                    break
                length = LARGEST + 1 if length >= _MASKED else int.from_bytes(data[body:after])
                body = after
            end = body + length
            if length > LARGEST:
                super().data_received(data[start:])  # which fails the connection
                return b""
            if end > size:
                break
            if data[start] == _WHOLE_TEXT and self._fragments is None:
                texts.append(data[body:end])
            else:
                super().data_received(data[start:end])
            start = end
        return data[start:]

    def _join(self, frame: Frame) -> None:
        fragments = bytearray() if self._fragments is None else self._fragments
        fragments += frame.data
        self._fragments = fragments
        if frame.fin:
            self._texts.append(bytes(fragments))
            self._fragments = None
