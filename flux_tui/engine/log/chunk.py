"""What one commit looks like on disk: its events as JSON lines in one blob.

A row an event would cost a b-tree insertion each; a row a commit costs one for all that waited.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flux_tui.engine.log.event_log import Commit, Entry
from flux_tui.errors import LogError

RECEIPT_BYTES = 16
"""The length of a receipt's digest."""

SELECT_CHUNKS = "SELECT first, events, received, checksum, receipts, body FROM chunk"
"""Rows that make chunks."""

HOW_TO_SAVE = (
    "restore the directory from a backup, or save what is whole of it with "
    "flux-tui serve --check DIR --save-to NEW"
)
"""What to do about a damaged log."""

_RECEIPT = struct.Struct(f"<I{RECEIPT_BYTES}s")


class Chunk(NamedTuple):
    """A row of the table ``chunk``; ``check`` is the CRC-32 of ``body``, which SQLite has not."""

    first: int
    events: int
    received: int
    check: int
    receipts: bytes | None
    body: bytes

    @property
    def last(self) -> int:
        """The sequence of its last event."""
        return self.first + self.events - 1


def pack(commit: Commit) -> Chunk:
    """A commit as it is stored: its sequences and its times are without gaps."""
    body = b"\n".join([draft.line for draft in commit.drafts])
    receipts = b"".join(
        _RECEIPT.pack(offset, draft.receipt)
        for offset, draft in enumerate(commit.drafts)
        if draft.receipt is not None
    )
    return Chunk(
        commit.sequences[0],
        len(commit.drafts),
        commit.received[0],
        zlib.crc32(body),
        receipts or None,
        body,
    )


def verify(chunk: Chunk) -> None:
    """Raises LogError when a chunk is not what was written."""
    intact = zlib.crc32(chunk.body) == chunk.check and chunk.body.count(b"\n") == chunk.events - 1
    if not intact:
        raise LogError(
            f"events {chunk.first} to {chunk.last} of the log are damaged, those before them can "
            f"be saved: {HOW_TO_SAVE}"
        )


def unpack(chunk: Chunk) -> Iterable[Entry]:
    """The entries of a chunk."""
    for offset, line in enumerate(chunk.body.split(b"\n")):
        yield Entry(chunk.first + offset, chunk.received + offset, line)


def unpack_receipts(received: int, receipts: bytes) -> Iterator[tuple[int, bytes]]:
    """When each receipt of a chunk was received, and its digest."""
    for offset, digest in _RECEIPT.iter_unpack(receipts):
        yield received + offset, digest
