"""The SSE feed, the embedded engine's: whole events, numbered, resumable, none skipped."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import httpx

from flux_tui.client.address import ASK
from flux_tui.client.connection import Connection, Params
from flux_tui.client.feeds.feed import NotOffered, PositionLost, Unread
from flux_tui.client.turns import Turns
from flux_tui.errors import Malformed, Nonsense, Refused, Unreachable
from flux_tui.model.change import EventApplied, Metrics
from flux_tui.protocol import paths
from flux_tui.protocol.headers import LOG_HEADER
from flux_tui.protocol.sse import SseDecoder, SseMessage
from flux_tui.protocol.stream import read_log_entry, read_stream_metrics

EVENT_STREAM = "text/event-stream"

EVENTS = 64
"""Messages handed on at once: about a millisecond's work where each sets several properties."""

SseItem: TypeAlias = list[EventApplied] | Metrics | Unread
"""Events that followed each other, or one message of another kind."""


class SseFeed:
    """One stream; ``position`` is the sequence that it has reached with what it has handed on."""

    def __init__(self, connection: Connection, response: httpx.Response, position: int) -> None:
        self._url = connection.url
        self._response = response
        self.position = position

    async def batches(self, turns: Turns) -> AsyncGenerator[list[SseItem], None]:
        """What has come, until the connection is lost, which raises Unreachable.

        It is handed on at once; under load the event loop gets its turns here. Raises
        PositionLost when the log does not have what follows, Nonsense for a message without end.
        """
        decoder = SseDecoder()
        chunks = self._response.aiter_bytes()
        while (chunk := await turns.wait(anext(chunks, None))) is not None:
            try:
                messages = decoder.feed(chunk)
            except Malformed as error:
                raise Nonsense(f"{self._url} sent {error}; {ASK}") from None
            for start in range(0, len(messages), EVENTS):
                yield self._read(messages[start : start + EVENTS])
                await turns.give()
        raise Unreachable(f"{self._url} ended the feed")

    def _read(self, messages: list[SseMessage]) -> list[SseItem]:
        items: list[SseItem] = []
        events: list[EventApplied] = []
        for message in messages:
            item = self._item(message)
            if isinstance(item, EventApplied):
                if not events:
                    items.append(events)
                events.append(item)
            elif item is not None:
                items.append(item)
                events = []
        return items

    def _item(self, message: SseMessage) -> EventApplied | Metrics | Unread | None:
        """None for a kind of message that is unknown: it is passed over, for newer servers."""
        try:
            if message.event == b"event":
                entry = read_log_entry(message.data)
                self.position = max(self.position, entry.sequence)
                return entry
            if message.event == b"metrics":
                if message.id.isdigit():
                    self.position = max(self.position, int(message.id))
                return read_stream_metrics(message.data)
        except Malformed as error:
            return Unread(f"{self._url} sent a message that cannot be read ({error})")
        if message.event == b"reset":
            raise PositionLost(f"{self._url} no longer has the events after {self.position}")
        return None


@asynccontextmanager
async def open_sse(
    connection: Connection,
    after: int,
    log: str | None,
    silence: float,
    *,
    params: Params | None = None,
) -> AsyncIterator[SseFeed]:
    """Stream what follows the sequence ``after`` of the log ``log``, or that part of it which
    ``params`` (prefix, namespace) select.

    ``silence`` is how many seconds may pass without a byte: the engine sends metrics every 2 s.
    Raises Unreachable, NotOffered, or PositionLost when the server has another log by now.
    """
    response: httpx.Response | None = None
    headers = {"Accept": EVENT_STREAM, "Cache-Control": "no-store", "Last-Event-ID": str(after)}
    if log is not None:
        headers[LOG_HEADER] = log
    try:
        async with connection.stream(
            "GET", paths.STREAM, params=params, headers=headers, silence=silence
        ) as response:
            if EVENT_STREAM not in response.headers.get("content-type", ""):
                raise NotOffered(f"{connection.url} answers {paths.STREAM} without a stream")
            if log is not None and response.headers.get(LOG_HEADER, log) != log:
                raise PositionLost(f"{connection.url} has another log now")
            yield SseFeed(connection, response, after)
    except (Refused, Nonsense) as error:
        if response is None:
            raise NotOffered(f"{connection.url} offers no stream ({error})") from error
        raise
