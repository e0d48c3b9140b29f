"""A TCP proxy in front of a server, which does to connections what networks do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 65_536


@dataclass
class Fault:
    """What befalls connections made from now on (and, where said, those that exist)."""

    refuse: bool = False
    """Close them at once."""
    stall: bool = False
    """Carry nothing any more, in either direction, and say nothing: half-open ones too."""
    canned: bytes | None = None
    """Answer each with these bytes, and close."""
    cut_after: int | None = None
    """Break each off after so many bytes from the server."""
    delay: float = 0.0
    """Seconds by which each piece from the server is late."""
    upgrades: bool = True
    """False: a request to upgrade (a WebSocket) is answered 400, as proxies without them do."""


@dataclass
class FaultProxy:
    """Forwards to ``upstream``; ``fault`` may be changed at any time."""

    upstream: str
    fault: Fault = field(default_factory=Fault)
    connections: int = 0
    """How many were made so far."""
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def cut(self) -> None:
        """Break all connections off, without a goodbye."""
        for writer in self._writers:
            writer.transport.abort()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Proxy until the end; the URL."""
        server = await asyncio.start_server(self._on_connection, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            self.cut()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _on_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        self.connections += 1
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._carry(reader, writer)
        finally:
            writer.transport.abort()
            self._writers.discard(writer)
            self._tasks.discard(task)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.fault.refuse:
            return
        first = await reader.read(CHUNK)
        refused = not self.fault.upgrades and b"\r\nupgrade:" in first.lower()
        canned = NO_UPGRADE if refused else self.fault.canned
        if canned is not None:
            writer.write(canned)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
            return
        address = urlsplit(self.upstream)
        up_reader, up_writer = await asyncio.open_connection(address.hostname, address.port)
        self._writers.add(up_writer)
        up_writer.write(first)
        pumps = [
            asyncio.create_task(self._pump(reader, up_writer, None)),
            asyncio.create_task(self._pump(up_reader, writer, self.fault.cut_after)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            up_writer.transport.abort()
            self._writers.discard(up_writer)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut_after: int | None
    ) -> None:
        carried = 0
        while data := await reader.read(CHUNK):
            while self.fault.stall:  # noqa: ASYNC110 - a plain field reads better in tests
                await asyncio.sleep(0.01)
            if self.fault.delay:
                await asyncio.sleep(self.fault.delay)
            if cut_after is not None and carried + len(data) > cut_after:
                writer.write(data[: cut_after - carried])
                await writer.drain()
                return
            carried += len(data)
            writer.write(data)
            await writer.drain()


NO_UPGRADE = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def page(status: str) -> bytes:
    """A page of HTML as proxies and other servers answer."""
    body = f"<html><body><h1>{status}</h1></body></html>"
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
        f"Connection: close\r\n\r\n{body}"
    ).encode()


def refusing(status: str) -> bytes:
    """A refusal in Flux's own form."""
    body = '{"error":"no"}'
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    ).encode()
