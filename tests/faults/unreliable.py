"""A way to a server on which publications meet with what networks, proxies and servers do.

It understands HTTP: of each request that publishes something it is decided whether and when it
reaches the server, and what of the answer comes back.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum, auto

import httpx

from flux_tui.protocol.headers import JSON
from tests.client.serving import Asked, read_request, talking

LATE = 0.02
"""Seconds by which a request is late whose sender was told that the connection is gone."""

TOO_LATE = 0.75
"""Seconds by which an answer, or a request, is late for a client that waits ``CLIENT_PATIENCE``."""

CLIENT_PATIENCE = 0.5
"""Seconds that a client waits for an answer where one comes too late."""

LONG_PATIENCE = 10.0
"""And elsewhere: more than a busy machine takes for one, or for a connection."""


class Fate(Enum):
    """What becomes of one request."""

    PASSES = auto()
    IS_DROPPED = auto()
    """The connection ends, nothing reaches the server."""
    ARRIVES_IN_HALF = auto()
    """The server gets the beginning of it."""
    ANSWER_IS_LOST = auto()
    ANSWER_COMES_IN_HALF = auto()
    ANSWER_IS_LATE = auto()
    """It reaches the server at once; the answer comes when nobody waits for it any more."""
    ARRIVES_LATE = auto()
    """The connection ends, and the request reaches the server a moment later."""
    ARRIVES_TOO_LATE = auto()
    """It reaches the server after its sender has given up."""
    IS_LIMITED = auto()
    """429, Retry-After in seconds."""
    IS_LIMITED_BY_DATE = auto()
    """429, Retry-After as a date."""
    SERVER_IS_BUSY = auto()
    """503 with Retry-After, by the server itself."""
    SERVER_IS_BUSY_BY_DATE = auto()
    SERVER_IS_BUSY_AFTER_ALL = auto()
    """The same, though the request had its effect."""
    PROXY_FAILS = auto()
    """502 in HTML before the server has seen it."""
    PROXY_FAILS_AFTER_ALL = auto()
    SERVER_FAILS = auto()
    """500 in JSON."""
    SERVER_FAILS_AFTER_ALL = auto()
    ANSWER_IS_NONSENSE = auto()
    """200 with JSON that is none of Flux's, after the effect."""
    SERVER_RESTARTS = auto()
    """The server ends before the request comes, and is there again for the next."""
    SERVER_RESTARTS_AFTER_ALL = auto()
    """It ends after the effect, before the answer."""


def limited_by(retry_after: str) -> bytes:
    return answer(429, b'{"error":"rate limit exceeded"}', retry_after)


def answer(
    status: int, body: bytes, retry_after: str = "", kind: str = "application/json"
) -> bytes:
    retry = f"Retry-After: {retry_after}\r\n" if retry_after else ""
    head = (
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{retry}"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def this_moment() -> str:
    return format_datetime(datetime.now(UTC), usegmt=True)


GATEWAY = answer(502, b"<html>Bad Gateway</html>", kind="text/html")
BUSY = b'{"error":"try again later"}'
FAILED = answer(500, b'{"error":"internal"}')
NONSENSE = answer(200, json.dumps({"hello": "world"}).encode())

REFUSALS: dict[Fate, Callable[[], bytes]] = {
    Fate.IS_LIMITED: lambda: limited_by("0"),
    Fate.IS_LIMITED_BY_DATE: lambda: limited_by(this_moment()),
    Fate.SERVER_IS_BUSY: lambda: answer(503, BUSY, "0"),
    Fate.SERVER_IS_BUSY_BY_DATE: lambda: answer(503, BUSY, this_moment()),
    Fate.PROXY_FAILS: lambda: GATEWAY,
    Fate.SERVER_FAILS: lambda: FAILED,
}
"""What is answered without asking the server."""

LIES: dict[Fate, Callable[[], bytes]] = {
    Fate.SERVER_IS_BUSY_AFTER_ALL: lambda: answer(503, BUSY, "0"),
    Fate.PROXY_FAILS_AFTER_ALL: lambda: GATEWAY,
    Fate.SERVER_FAILS_AFTER_ALL: lambda: FAILED,
    Fate.ANSWER_IS_NONSENSE: lambda: NONSENSE,
}
"""What is answered once the server has done what was asked."""


IN_VAIN = frozenset({Fate.ANSWER_IS_LATE, Fate.ARRIVES_TOO_LATE})
"""What a client must give up waiting for."""


class UnreliableWay:
    """The way to ``upstream``, by which requests that publish meet with their fates in turn.

    When those are used up, all pass. ``restart`` ends the server and gives the address of the next.
    """

    def __init__(
        self, upstream: str, fates: Iterable[Fate], restart: Callable[[], Awaitable[str]]
    ) -> None:
        self.upstream = upstream
        self.met: list[Fate] = []
        self.watcher: Callable[[int], object] = lambda met: None
        """Told of how many requests have come that publish."""
        self._fates: Iterator[Fate] = iter(fates)
        self._restart = restart
        self._late: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve until the end; the URL."""
        async with httpx.AsyncClient() as self._http, talking(self._talk) as url:
            yield url
            await self.until_all_arrived()

    async def until_all_arrived(self) -> None:
        """Wait for requests that are late."""
        while self._late:
            await asyncio.gather(*self._late, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await read_request(reader)
        publishes = asked.method == "POST"
        fate = next(self._fates, Fate.PASSES) if publishes else Fate.PASSES
        if publishes:
            self.met.append(fate)
            self.watcher(len(self.met))
        with suppress(httpx.TransportError):
            for part in await self._meet(fate, asked):
                writer.write(part)
                await writer.drain()

    async def _meet(self, fate: Fate, asked: Asked) -> list[bytes]:
        """What comes back of a request; nothing: the connection ends."""
        if fate in REFUSALS:
            return [REFUSALS[fate]()]
        match fate:
            case Fate.IS_DROPPED:
                return []
            case Fate.ARRIVES_IN_HALF:
                await self._forward_half(asked)
                return []
            case Fate.ARRIVES_LATE:
                self._forward_later(asked, LATE)
                return []
            case Fate.ARRIVES_TOO_LATE:
                self._forward_later(asked, TOO_LATE)
                await asyncio.sleep(TOO_LATE)
                return []
            case Fate.SERVER_RESTARTS:
                self.upstream = await self._restart()
                return []
        came = await self._forward(asked)
        if fate in LIES:
            return [LIES[fate]()]
        match fate:
            case Fate.ANSWER_IS_LOST:
                return []
            case Fate.ANSWER_COMES_IN_HALF:
                return [came[: len(came) * 2 // 3]]
            case Fate.ANSWER_IS_LATE:
                await asyncio.sleep(TOO_LATE)
            case Fate.SERVER_RESTARTS_AFTER_ALL:
                self.upstream = await self._restart()
                return []
        return [came]

    async def _forward(self, asked: Asked) -> bytes:
        kept = {k: v for k, v in asked.headers.items() if k not in ("host", "content-length")}
        response = await self._http.request(
            asked.method, self.upstream + asked.path, headers=kept, content=asked.body
        )
        kind = response.headers.get("content-type", JSON)
        return answer(response.status_code, response.content, kind=kind)

    def _forward_later(self, asked: Asked, seconds: float) -> None:
        async def forward() -> None:
            await asyncio.sleep(seconds)
            with suppress(httpx.TransportError):
                await self._forward(asked)

        task = asyncio.create_task(forward())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _forward_half(self, asked: Asked) -> None:
        host, _, port = self.upstream.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        head = f"POST {asked.path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(asked.body)}"
        writer.write(f"{head}\r\n\r\n".encode() + asked.body[: len(asked.body) // 2])
        await writer.drain()
        writer.transport.abort()
