"""``/api/ws`` over a real socket: readers that stop, are slow, or leave."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from flux_tui.engine import websockets
from flux_tui.engine.websockets import QUEUE_CHARACTERS
from tests.engine.running import local_engine, until

CHUNK = 20_000


async def test_a_reader_that_stops_is_skipped_and_nobody_waits_for_it() -> None:
    async with (
        local_engine() as served,
        httpx.AsyncClient(base_url=served.url, timeout=30) as client,
        connect(served.url.replace("http", "ws") + "/api/ws", max_queue=1) as slow,
        connect(served.url.replace("http", "ws") + "/api/ws", max_size=None) as quick,
    ):
        hub = served.engine.websockets
        number = 0
        while not hub.skipped:
            number += 1
            assert number * CHUNK < 20 * QUEUE_CHARACTERS, "the queue has no bound"
            event = _event(f"e{number}", "x" * CHUNK)
            (await client.post("/api/events", json=event)).raise_for_status()
            while json.loads(await quick.recv())["type"] != "state_update":
                pass
        health = (await client.get("/api/health")).json()
        assert health["websocket_frames_skipped"] == hub.skipped > 0
        assert health["websocket_connections"] == 2
        ids: list[str] = []
        while not ids or ids[-1] != f"e{number}":
            frame = json.loads(await asyncio.wait_for(slow.recv(), 20))
            ids += [frame["entity_id"]] if frame["type"] == "state_update" else []
        assert len(ids) == len(set(ids))
        assert number - hub.skipped <= len(ids) < number, "metrics frames may be skipped too"


async def test_a_slow_reader_sees_ever_newer_values_and_what_it_missed_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(websockets, "QUEUE_CHARACTERS", 500_000)
    total, together = 600, 20
    all_of_it: list[int] = []
    seen: list[int] = []
    async with (
        local_engine(send_buffer=4_096) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        url = served.url.replace("http", "ws") + "/api/ws"
        async with connect(url, max_queue=1, sock=_small(url)) as slow, connect(url) as quick:

            async def lag() -> None:
                """Take a frame of three, until nothing new comes."""
                await until(lambda: len(all_of_it) >= min(total, 3 * len(seen)))

            reading = [
                asyncio.create_task(_read(slow, seen, total, lag)),
                asyncio.create_task(_read(quick, all_of_it, total, partial(asyncio.sleep, 0))),
            ]
            for first in range(0, total, together):
                numbers = range(first, first + together)
                events = [_event("e", [number, "x" * CHUNK]) for number in numbers]
                await client.post("/api/events/batch", json={"events": events})
                await until(partial(_has_come_to, all_of_it, numbers[-1]))
            await asyncio.gather(*reading)
        health = (await client.get("/api/health")).json()
    assert all_of_it == list(range(total))
    assert seen == sorted(set(seen))
    missed = total - len(seen)
    assert missed > total // 10
    assert missed <= health["websocket_frames_skipped"] <= missed + 20, "metrics may be skipped"


def _small(url: str) -> socket.socket:
    """A connected socket for which the kernel keeps little."""
    host, _, port = urlsplit(url).netloc.partition(":")
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    reader.connect((host, int(port)))
    return reader


async def _read(
    reader: ClientConnection, seen: list[int], total: int, pause: Callable[[], Awaitable[None]]
) -> None:
    """Take the numbers that come, until the last one."""
    while not _has_come_to(seen, total - 1):
        frame = json.loads(await reader.recv())
        if frame["type"] == "state_update":
            seen.append(frame["value"][0])
        await pause()


def _has_come_to(seen: list[int], number: int) -> bool:
    return bool(seen) and seen[-1] >= number


def _event(entity_id: str, value: Any) -> dict[str, Any]:
    payload = {"entity_id": entity_id, "properties": {"n": value}}
    return {"stream": "s", "source": "t", "payload": payload}


async def test_one_that_leaves_is_forgotten() -> None:
    async with local_engine() as served:
        hub = served.engine.websockets
        async with connect(served.url.replace("http", "ws") + "/api/ws"):
            await until(lambda: len(hub) == 1)
        await until(lambda: len(hub) == 0)
