"""``/api/stream`` and ``/api/log``: everything, once and in order, from any position."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flux_tui.engine import tail
from flux_tui.engine.log.event_log import READ_ENTRIES, Entry
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.model.clock import SystemClock
from flux_tui.model.instant import parse_rfc3339
from flux_tui.protocol.stream import read_log_entry, read_stream_metrics
from tests.engine.http.streams import next_of_kind, stream, take
from tests.engine.running import LocalEngine, local_engine, until


@pytest.fixture
async def served() -> AsyncIterator[LocalEngine]:
    async with local_engine() as running:
        yield running


@pytest.fixture
async def client(served: LocalEngine) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as opened:
        yield opened


def event(entity_id: str, value: Any) -> dict[str, Any]:
    payload = {"entity_id": entity_id, "properties": {"n": value}}
    return {"stream": "s", "source": "test", "timestamp": 1, "payload": payload}


async def publish(client: httpx.AsyncClient, entity_id: str, *values: Any) -> None:
    events = [event(entity_id, value) for value in values]
    (await client.post("/api/events/batch", json={"events": events})).raise_for_status()


def values(entries: list[dict[str, Any]]) -> list[Any]:
    return [entry["event"]["payload"]["properties"]["n"] for entry in entries]


async def test_without_a_position_it_starts_at_the_head(
    served: LocalEngine, client: httpx.AsyncClient
) -> None:
    await publish(client, "e", "before")
    async with stream(served.url) as (response, messages):
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["flux-log"] == served.engine.log.identity
        assert response.headers["flux-sequence"] == "1"
        await publish(client, "e", "after")
        (entry,) = await take(messages, 1)
    assert (entry["sequence"], values([entry])) == (2, ["after"])


@pytest.mark.parametrize("how", ["after", "Last-Event-ID"])
async def test_it_resumes_after_a_position(
    served: LocalEngine, client: httpx.AsyncClient, how: str
) -> None:
    await publish(client, "e", *range(10))
    params = {"after": "4"} if how == "after" else {"after": "0"}
    headers = {} if how == "after" else {"Last-Event-ID": "4"}
    async with stream(served.url, params, headers) as (_, messages):
        assert values(await take(messages, 6)) == [4, 5, 6, 7, 8, 9]
        await publish(client, "e", 10, 11)
        assert values(await take(messages, 2)) == [10, 11]


async def test_a_message_is_the_log_entry_itself(
    served: LocalEngine, client: httpx.AsyncClient
) -> None:
    await publish(client, "Zürich 🌍\u2028\u0085", "später\n")
    async with stream(served.url, {"after": "0"}) as (_, messages):
        (streamed,) = await take(messages, 1)
    line = (await client.get("/api/log")).content
    assert json.loads(line) == streamed
    entry = read_log_entry(line)
    assert entry.event.entity_id == "Zürich 🌍\u2028\u0085"
    listed = (await client.get("/api/state/entities")).json()
    assert parse_rfc3339(listed[0]["lastUpdated"]) == entry.received


async def test_the_stream_is_ascii_alone(served: LocalEngine, client: httpx.AsyncClient) -> None:
    await publish(client, "Zürich 🌍\u2028", "x")
    async with (
        httpx.AsyncClient(timeout=10) as reader,
        reader.stream("GET", f"{served.url}/api/stream?after=0") as response,
    ):
        raw = b""
        async for part in response.aiter_raw():
            raw += part
            if b"\ndata: " in raw:
                break
    assert raw.isascii()


async def test_filters_leave_out_other_entities(
    served: LocalEngine, client: httpx.AsyncClient
) -> None:
    for entity_id in ("lab/a", "lab/b", "office/a", "lab-x", "x"):
        await publish(client, entity_id, entity_id)

    async def seen(count: int, **params: str) -> list[Any]:
        async with stream(served.url, params={"after": "0"} | params) as (_, messages):
            behind = values(await take(messages, count))
            for entity_id in ("office/b", "lab/a", "x"):
                await publish(client, entity_id, f"{entity_id} again")
            return behind + values(await take(messages, 1))

    assert await seen(3, prefix="lab") == ["lab/a", "lab/b", "lab-x", "lab/a again"]
    assert await seen(3, namespace="lab") == ["lab/a", "lab/b", "lab/a again", "lab/a again"]
    assert await seen(3, entity="x") == ["x", "x again", "x again", "x again"]


async def test_metrics_come_with_the_readers_own_position(
    served: LocalEngine, client: httpx.AsyncClient
) -> None:
    await publish(client, "e", *range(3))
    async with stream(served.url, {"after": "0"}) as (_, messages):
        await take(messages, 3)
        position, data = await next_of_kind(messages, "metrics")
    assert position == "3"
    assert data["sequence"] == 3
    metrics = read_stream_metrics(json.dumps(data))
    assert (metrics.entities, metrics.events, metrics.publishers) == (1, 3, 1)


async def test_comments_show_that_both_ends_are_there(
    served: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "COMMENT_INTERVAL", 0.01)
    async with (
        httpx.AsyncClient(timeout=10) as reader,
        reader.stream("GET", f"{served.url}/api/stream") as response,
    ):
        comments = 0
        async for line in response.aiter_lines():
            comments += line.startswith(":")
            if comments == 4:
                break
    assert served.engine.log.newest == 0


@pytest.mark.parametrize(
    ("params", "headers"), [({"after": "99"}, {}), ({"after": "1"}, {"Flux-Log": "another"})]
)
async def test_a_position_that_means_nothing_gets_a_reset_and_then_what_is_new(
    served: LocalEngine,
    client: httpx.AsyncClient,
    params: dict[str, str],
    headers: dict[str, str],
) -> None:
    await publish(client, "e", 0, 1)
    async with stream(served.url, params, headers) as (_, messages):
        position, data = await next_of_kind(messages, "reset")
        assert data == {"log": served.engine.log.identity, "oldest": 1, "newest": 2}
        assert position == "2"
        await publish(client, "e", 2)
        assert values(await take(messages, 1)) == [2]


@pytest.mark.parametrize("position", ["-1", "x", "1.5", "", "9" * 40])
async def test_a_position_that_is_no_number_is_refused(
    client: httpx.AsyncClient, position: str
) -> None:
    assert (await client.get("/api/stream", params={"after": position})).status_code == 400
    assert (await client.get("/api/log", params={"after": position})).status_code == 400


async def test_head_answers_without_a_stream(client: httpx.AsyncClient) -> None:
    answer = await client.head("/api/stream")
    assert (answer.status_code, answer.content) == (200, b"")


async def test_fifty_readers_of_every_speed_see_everything_once_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "RECENT_BYTES", 20_000)
    total, padding = 2_000, "x" * 200
    log = SqliteLog(tmp_path, SystemClock())
    read_from_log, asked = log.read, list[int]()

    async def counted(after: int, limit: int = READ_ENTRIES) -> list[Entry]:
        asked.append(after)
        return await read_from_log(after, limit)

    monkeypatch.setattr(log, "read", counted)
    published = asyncio.Event()
    async with (
        local_engine(log, send_buffer=4_096) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        readers = [SlowReader(served.url, pause=number * 0.0001) for number in range(50)]
        reading = [
            asyncio.create_task(reader.read(total, published if number % 5 == 0 else None))
            for number, reader in enumerate(readers)
        ]
        await until(lambda: len(served.engine.tail) == 50)
        asked.clear()
        for number in range(total // 20):
            await publish(client, f"e{number}", *[padding] * 20)
        published.set()
        await asyncio.gather(*reading)
    assert len(asked) > 10, "the slow ones must have needed the log"
    for reader in readers:
        assert reader.seen == list(range(1, total + 1))


class SlowReader:
    """Reads a stream over a socket that buffers little, resting after each small piece."""

    def __init__(self, url: str, pause: float) -> None:
        self.seen: list[int] = []
        self._pause = pause
        host, port = url.removeprefix("http://").split(":")
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self._socket.connect((host, int(port)))

    async def read(self, total: int, begin: asyncio.Event | None) -> None:
        """See so many events; look at none before it is time to begin."""
        reader, writer = await asyncio.open_connection(sock=self._socket, limit=4_096)
        writer.write(b"GET /api/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        text = b""
        if begin is not None:
            await begin.wait()
        while len(self.seen) < total:
            text += await reader.read(4_096)
            whole, end, text = text.rpartition(b"\n\n")
            ids = re.findall(rb"id: (\d+)\r?\nevent: event\n", whole + end)
            self.seen += map(int, ids)
            await asyncio.sleep(self._pause)
        writer.close()


async def test_readers_leave_nothing_behind(served: LocalEngine, client: httpx.AsyncClient) -> None:
    async with stream(served.url, {"after": "0"}):
        assert (await client.get("/api/health")).json()["stream_readers"] == 1
        assert served.engine.metrics().connections == 1
    await until(lambda: len(served.engine.tail) == 0)


async def test_the_log_is_read_in_pages(client: httpx.AsyncClient) -> None:
    await publish(client, "e", *range(25))
    seen: list[Any] = []
    while True:
        page = await client.get("/api/log", params={"after": str(len(seen)), "limit": "10"})
        assert page.headers["content-type"] == "application/x-ndjson"
        lines = page.text.split("\n")[:-1]
        if not lines:
            break
        seen += values([json.loads(line) for line in lines])
    assert seen == list(range(25))
    assert page.headers["flux-sequence"] == "25"


async def test_a_limit_beyond_the_maximum_is_cut(client: httpx.AsyncClient) -> None:
    await publish(client, "e", 0)
    page = await client.get("/api/log", params={"limit": "18446744073709551615"})
    assert page.status_code == 200
    assert page.text.count("\n") == 1
