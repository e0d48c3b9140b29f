"""A bare Flux that floods: ``python -m tests.benchmarks.frame_source`` prints its URL.

A real Flux sends 75,000 frames a second to a WebSocket reader, which no server in Python does frame
by frame: this one writes a hundredth of a second's frames at once. It answers what a session asks,
and an event posted to it is told amid the flood, which begins with ``POST /flood?RATE,SECONDS``.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote

from flux_tui.model.change import Metrics, PropertySet
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json
from flux_tui.protocol.frames import frame_text
from tests.client.serving import Asked, read_request

TICK = 0.01
"""Seconds between two writings."""

ENTITIES = 1000
PROPERTIES = ("floor", "open", "status", "temperature", "unit")
"""What the flood sets, by turns: every value is six digits, so that all frames are as long."""

METRICS = 2.0
"""Seconds between two metrics frames."""

_KEY_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class FrameSource:
    """State, subscribers and the flood."""

    def __init__(self) -> None:
        self.state: dict[str, dict[str, Json]] = {}
        self.updated: dict[str, int] = {}
        self._readers: set[asyncio.StreamWriter] = set()
        self._flooding: asyncio.Task[None] | None = None
        self._events = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                asked = await read_request(reader)
                if asked.path == "/api/ws":
                    await self._subscribe(asked, reader, writer)
                    return
                status, body = self._answer(asked)
                head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._readers.discard(writer)
        writer.close()

    def _answer(self, asked: Asked) -> tuple[int, bytes]:
        path, _, query = asked.path.partition("?")
        if asked.method == "POST":
            if path == "/flood":
                rate, seconds = map(float, query.split(","))
                self._flooding = asyncio.create_task(self._flood(rate, seconds))
                return 200, b"{}"
            payload = asked.json["payload"]
            for name, value in payload["properties"].items():
                self._set(PropertySet(payload["entity_id"], name, value, time.time_ns()))
            return 200, b'{"eventId":"1","stream":"bench"}'
        if path == "/api/state/entities":
            return 200, json.dumps([self._listed(entity_id) for entity_id in self.state]).encode()
        entity_id = unquote(path.removeprefix("/api/state/entities/"))
        if entity_id in self.state:
            return 200, json.dumps(self._listed(entity_id)).encode()
        return 404, b'{"error":"not found"}'

    def _listed(self, entity_id: str) -> Json:
        return {
            "id": entity_id,
            "properties": self.state[entity_id],
            "lastUpdated": format_rfc3339(self.updated[entity_id], suffix="+00:00"),
        }

    def _set(self, change: PropertySet) -> None:
        self.state.setdefault(change.entity_id, {})[change.property] = change.value
        self.updated[change.entity_id] = change.at
        self._events += 1
        self._tell(_framed(frame_text(change).encode()))

    def _tell(self, frames: bytes) -> None:
        for writer in self._readers:
            writer.write(frames)

    async def _subscribe(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        key = asked.headers["sec-websocket-key"].encode()
        accept = base64.b64encode(hashlib.sha1(key + _KEY_SUFFIX).digest())  # noqa: S324
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self._readers.add(writer)
        while block := await reader.read(4096):  # pings, masked; an empty pong answers each
            if block[0] == 0x89:
                mask, text = block[2:6], block[6 : 6 + (block[1] & 0x7F)]
                plain = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text))
                writer.write(b"\x8a" + bytes([len(plain)]) + plain)
        raise ConnectionError

    async def _flood(self, rate: float, seconds: float) -> None:
        each = round(rate * TICK)
        began, told_at, number = time.perf_counter(), 0.0, 0
        for tick in range(round(seconds / TICK)):
            await asyncio.sleep(max(0.0, began + tick * TICK - time.perf_counter()))
            at = time.time_ns()
            stamp = format_rfc3339(at).encode()
            frames = [self._next(number + place, at, stamp) for place in range(each)]
            self._tell(b"".join(frames))
            number += each
            self._events += each // len(PROPERTIES)
            if tick * TICK - told_at >= METRICS:
                told_at = tick * TICK
                metrics = Metrics(at, len(self.state), self._events, 0.0, 1, 1)
                self._tell(_framed(frame_text(metrics).encode()))

    def _next(self, number: int, at: int, stamp: bytes) -> bytes:
        entity, name = number // len(PROPERTIES) % ENTITIES, PROPERTIES[number % len(PROPERTIES)]
        entity_id, value = f"sensor-{entity:03}", 100_000 + number // 7 % 900_000
        self.state.setdefault(entity_id, {})[name] = value
        self.updated[entity_id] = at
        return _framed(_template(entity_id, name) % (value, stamp))


def _template(entity_id: str, name: str) -> bytes:
    return (
        f'{{"type":"state_update","entity_id":"{entity_id}","property":"{name}",'
        '"value":%d,"timestamp":"%b"}'
    ).encode()


def _framed(text: bytes) -> bytes:
    size = len(text)
    return (b"\x81%c%b" % (size, text)) if size < 126 else b"\x81\x7e" + size.to_bytes(2) + text


@contextmanager
def frame_source() -> Iterator[str]:
    """One in a process of its own; its URL."""
    command = [sys.executable, "-m", "tests.benchmarks.frame_source"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


async def _serve() -> None:
    source = FrameSource()
    server = await asyncio.start_server(source.talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
