"""The SSE feed, the embedded engine's: whole events, numbered, resumable, none skipped."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import httpx
from httpx_sse import EventSource, ServerSentEvent

from flux_tui.client.connection import Connection
from flux_tui.client.feeds.feed import FeedItem, NotOffered, PositionLost, Unread
from flux_tui.errors import Malformed, Nonsense, Refused, Unreachable
from flux_tui.protocol import paths
from flux_tui.protocol.headers import LOG_HEADER
from flux_tui.protocol.stream import read_log_entry, read_stream_metrics

EVENT_STREAM = "text/event-stream"


class SseFeed:
    """One stream; ``position`` is the last sequence that it has brought."""

    def __init__(self, connection: Connection, response: httpx.Response, position: int) -> None:
        self._url = connection.url
        self._response = response
        self.position = position

    async def items(self) -> AsyncGenerator[FeedItem, None]:
        """Events and metrics until the connection is lost, which raises Unreachable.

        Raises PositionLost when the log does not have what follows. Kinds of message that are
        unknown are passed over, for newer servers.
        """
        async for message in EventSource(self._response).aiter_sse():
            if message.event == "reset":
                raise PositionLost(f"{self._url} no longer has the events after {self.position}")
            item = self._read(message)
            if item is not None:
                yield item
        raise Unreachable(f"{self._url} ended the feed")

    def _read(self, message: ServerSentEvent) -> FeedItem | None:
        try:
            if message.event == "event":
                entry = read_log_entry(message.data)
                self.position = max(self.position, entry.sequence)
                return entry
            if message.event == "metrics":
                if message.id.isdecimal():
                    self.position = max(self.position, int(message.id))
                return read_stream_metrics(message.data)
        except Malformed as error:
            return Unread(f"{self._url} sent a message that cannot be read ({error})")
        return None


@asynccontextmanager
async def open_sse(
    connection: Connection, after: int, log: str | None, silence: float
) -> AsyncIterator[SseFeed]:
    """Stream what follows the sequence ``after`` of the log ``log``.

    ``silence`` is how many seconds may pass without a byte: the engine sends metrics every 2 s.
    Raises Unreachable, NotOffered, or PositionLost when the server has another log by now.
    """
    response: httpx.Response | None = None
    headers = {"Accept": EVENT_STREAM, "Cache-Control": "no-store", "Last-Event-ID": str(after)}
    if log is not None:
        headers[LOG_HEADER] = log
    try:
        async with connection.stream(
            "GET", paths.STREAM, headers=headers, silence=silence
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
