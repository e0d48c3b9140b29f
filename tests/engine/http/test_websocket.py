"""``/api/ws`` over a real socket: a reader that stops, and one that leaves."""

from __future__ import annotations

import asyncio
import json

import httpx
from websockets.asyncio.client import connect

from flux_tui.engine.websockets import QUEUE_CHARACTERS
from tests.engine.running import local_engine, until

CHUNK = 100_000


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
            payload = {"entity_id": f"e{number}", "properties": {"n": "x" * CHUNK}}
            event = {"stream": "s", "source": "t", "payload": payload}
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


async def test_one_that_leaves_is_forgotten() -> None:
    async with local_engine() as served:
        hub = served.engine.websockets
        async with connect(served.url.replace("http", "ws") + "/api/ws"):
            await until(lambda: len(hub) == 1)
        await until(lambda: len(hub) == 0)
