"""A log that cannot take events: refused with a sentence, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import httpx

from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.model.clock import SystemClock
from tests.engine.running import local_engine

EVENT = {
    "eventId": "mine",
    "stream": "s",
    "source": "t",
    "payload": {"entity_id": "e", "properties": {"n": "x" * 50_000}},
}


async def test_a_full_disk_is_507_and_a_retry_gets_through(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, SystemClock())
    async with (
        local_engine(log) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        log._database.execute("PRAGMA max_page_count = 1")
        for path, content in (
            ("/api/events", EVENT),
            ("/api/events/batch", {"events": [EVENT]}),
        ):
            refused = await client.post(path, json=content)
            assert (refused.status_code, list(refused.json())) == (507, ["error"])
        assert (await client.get("/api/state/entities")).json() == []
        log._database.execute("PRAGMA max_page_count = 1000000")
        answer = (await client.post("/api/events", json=EVENT)).json()
        assert answer == {"eventId": "mine", "stream": "s"}
        assert log.newest == 1


async def test_a_log_that_broke_is_503_and_reads_go_on(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path, SystemClock())
    async with (
        local_engine(log) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        await client.post("/api/events", json=EVENT)
        log._database.execute("PRAGMA query_only = ON")
        refused = await client.delete("/api/state/entities/e")
        assert (refused.status_code, list(refused.json())) == (503, ["error"])
        assert (await client.get("/api/state/entities/e")).status_code == 200
