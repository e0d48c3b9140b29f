"""Retries: an event that was sent before, and is not to be logged twice.

Decided at the door: the log and the projection never drop anything.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import Iterable

import msgspec

from flux_tui.engine.log.chunk import RECEIPT_BYTES
from flux_tui.model.instant import NS
from flux_tui.protocol.events import SentEvent

RETRY_WINDOW = 600 * NS
"""For how long a retry is known as one."""


def receipt_of(sent: SentEvent) -> bytes:
    """The digest of an event as its publisher sent it, whatever the order of its keys."""
    text = _ENCODER.encode(
        [
            sent.get("eventId"),
            sent["stream"],
            sent["source"],
            sent.get("timestamp"),
            sent.get("key"),
            sent.get("schema"),
            sent["payload"],
        ]
    )
    return hashlib.blake2b(text, digest_size=RECEIPT_BYTES).digest()


_ENCODER = msgspec.json.Encoder(order="sorted")
"""Every event with an id is written once more for its digest: at a fifth of what json takes."""


class Receipts:
    """The receipts of the last ten minutes, and those of events on their way to the log."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}
        self._order: deque[tuple[int, bytes]] = deque()
        self._pending: dict[bytes, asyncio.Future[None]] = {}

    def knows(self, receipt: bytes, now: int) -> bool:
        """Whether the same event was logged within the window."""
        received = self._known.get(receipt)
        return received is not None and received > now - RETRY_WINDOW

    def remember(self, received: int, receipt: bytes) -> None:
        """An event with this receipt was logged; forgets what is older than the window."""
        self._known[receipt] = received
        self._order.append((received, receipt))
        while self._order[0][0] <= received - RETRY_WINDOW:
            then, old = self._order.popleft()
            if self._known.get(old) == then:
                del self._known[old]

    def forget(self) -> None:
        """The log is another one: it holds nothing of what was received."""
        self._known.clear()
        self._order.clear()

    def pending(self, receipt: bytes) -> asyncio.Future[None] | None:
        """What the same event, sent a moment ago, waits for."""
        return self._pending.get(receipt)

    def expect(self, receipt: bytes, logged: asyncio.Future[None]) -> None:
        """This event is on its way to the log; ``logged`` tells how that ends."""
        self._pending[receipt] = logged

    def settle(self, receipts: Iterable[bytes]) -> None:
        """These events are logged, or will never be."""
        for receipt in receipts:
            self._pending.pop(receipt, None)
