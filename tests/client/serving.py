"""Small servers for the client's tests, on loopback ports of their own, in the test's loop."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""What a bare TCP server does with one connection."""


@asynccontextmanager
async def talking(talk: Talk, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A bare TCP server, for answers that no framework would give; the URL it answers at."""
    tasks: set[asyncio.Task[None]] = set()

    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(on_connection, "127.0.0.1", 0, ssl=tls)
    try:
        scheme = "http" if tls is None else "https"
        yield f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()


def saying(*parts: bytes) -> Talk:
    """Read one request, say ``parts``, close."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()

    return talk


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it; ``path`` with its query, escapes as they came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


async def read_request(reader: asyncio.StreamReader) -> Asked:
    """One request with its body; raises IncompleteReadError at the end of the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body)


@dataclass
class Recorder:
    """Answers every request the same way, and remembers what was asked."""

    status: int = 200
    body: bytes | str = b"{}"
    content_type: str | None = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def reply(self, asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body for a request; may be overridden."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        kind = {"content-type": self.content_type} if self.content_type else {}
        return self.status, {**kind, **self.headers}, body

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            asked = await read_request(reader)
            self.asked.append(asked)
            status, headers, body = self.reply(asked)
            length = {} if status == 204 else {"content-length": str(len(body))}
            lines = [f"{name}: {value}\r\n" for name, value in {**headers, **length}.items()]
            writer.write(f"HTTP/1.1 {status} Whatever\r\n{''.join(lines)}\r\n".encode() + body)
            await writer.drain()


@asynccontextmanager
async def serving(recorder: Recorder) -> AsyncIterator[str]:
    """A recorder over real HTTP; the URL it answers at."""
    async with talking(recorder.talk) as url:
        yield url
