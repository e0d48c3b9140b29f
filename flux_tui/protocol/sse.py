"""Server-Sent Events (WHATWG HTML, 9.2), read from bytes while they arrive."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.errors import Malformed

LARGEST = 1 << 24
"""Bytes of a message: an event of 1 MiB is larger when escaped."""

_BOM = b"\xef\xbb\xbf"


class SseMessage(NamedTuple):
    """One message, in UTF-8 as it came; ``id`` is the last given, by this one or one before."""

    event: bytes
    data: bytes
    id: bytes


class SseDecoder:
    """Bytes in, messages out, without I/O. Comments and unknown fields are passed over."""

    def __init__(self) -> None:
        self._rest = b""
        self._last_id = b""
        self._begun = False
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[SseMessage]:
        """Take more bytes; the answer is the messages that are complete now.

        Raises Malformed when a message has no end.
        """
        text = self._rest + self._with_plain_ends(chunk)
        if not self._begun:
            if _BOM.startswith(text):
                self._rest = text
                return []
            text, self._begun = text.removeprefix(_BOM), True
        *blocks, self._rest = text.split(b"\n\n")
        if len(self._rest) > LARGEST:
            raise Malformed(f"a message of more than {LARGEST:,} bytes")
        messages = map(self._message, blocks)
        return [message for message in messages if message is not None]

    def _with_plain_ends(self, chunk: bytes) -> bytes:
        """Lines may end in CR, LF or both, which may come apart."""
        plain = chunk.removeprefix(b"\n") if self._after_cr else chunk
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        if b"\r" in plain:
            plain = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return plain

    def _message(self, block: bytes) -> SseMessage | None:
        """One message; None for a block without data, whose id counts all the same."""
        event, data = b"", None
        for line in block.split(b"\n"):
            name, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if name == b"data":
                data = value if data is None else data + b"\n" + value
            elif name == b"event":
                event = value
            elif name == b"id" and b"\0" not in value:
                self._last_id = value
        return None if data is None else SseMessage(event or b"message", data, self._last_id)
