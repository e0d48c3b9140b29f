"""Publishing beyond the recording: retries, warnings, missing timestamps, limits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flux_tui.engine.log.sqlite import SqliteLog
from tests.engine.manual_clock import MORNING, ManualClock
from tests.engine.running import LocalEngine, local_engine


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def served(clock: ManualClock) -> AsyncIterator[LocalEngine]:
    async with local_engine(clock=clock) as running:
        yield running


@pytest.fixture
async def client(served: LocalEngine) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as opened:
        yield opened


def event(entity_id: str = "e", **fields: Any) -> dict[str, Any]:
    properties = fields.pop("properties", {"n": 1})
    payload = {"entity_id": entity_id, "properties": properties}
    return {"stream": "s", "source": "test", "payload": payload} | fields


async def post(client: httpx.AsyncClient, content: Any) -> dict[str, Any]:
    answer = await client.post("/api/events", json=content)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def history(client: httpx.AsyncClient, entity_id: str = "e") -> list[dict[str, Any]]:
    answer = await client.get(
        "/api/events", params={"entity": entity_id, "since": "2000-01-01T00:00:00Z"}
    )
    return list(answer.json())


async def test_a_missing_timestamp_is_the_engines_time(client: httpx.AsyncClient) -> None:
    await post(client, event())
    await client.post("/api/events/batch", json={"events": [event(), event(timestamp=5)]})
    stamps = [one["timestamp"] for one in await history(client)]
    assert stamps == [5, MORNING // 10**6, MORNING // 10**6]


async def test_a_null_timestamp_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/events", json=event(timestamp=None))
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


async def test_a_retry_is_answered_and_not_logged_twice(client: httpx.AsyncClient) -> None:
    sent = event(eventId="mine")
    assert await post(client, sent) == {"eventId": "mine", "stream": "s"}
    again = {"eventId": "mine", "stream": "s", "duplicate": True}
    assert await post(client, sent) == again
    assert await post(client, dict(reversed(sent.items()))) == again
    assert len(await history(client)) == 1


async def test_the_same_id_with_other_content_is_another_event(
    client: httpx.AsyncClient,
) -> None:
    others = [
        event(eventId="mine"),
        event(eventId="mine", properties={"n": 2}),
        event(eventId="mine", properties={"n": 2.0}),
        event(eventId="mine", timestamp=5),
        event(eventId="mine", source="other"),
        event(eventId="mine", key="k"),
        event(eventId="mine", schema="k"),
    ]
    for sent in others:
        assert "duplicate" not in await post(client, sent)
    assert len(await history(client)) == len(others)


async def test_ten_minutes_later_it_is_a_new_event(
    client: httpx.AsyncClient, clock: ManualClock
) -> None:
    await post(client, event(eventId="mine"))
    clock.advance(599)
    assert (await post(client, event(eventId="mine")))["duplicate"]
    clock.advance(2)
    assert "duplicate" not in await post(client, event(eventId="mine"))


async def test_a_retry_is_known_within_one_batch_and_among_batches(
    client: httpx.AsyncClient,
) -> None:
    batch = {"events": [event(eventId="a"), event(eventId="a"), event(eventId="b")]}
    first = (await client.post("/api/events/batch", json=batch)).json()
    assert [one.get("duplicate", False) for one in first["results"]] == [False, True, False]
    second = (await client.post("/api/events/batch", json=batch)).json()
    assert [one.get("duplicate", False) for one in second["results"]] == [True, True, True]
    assert (first["successful"], second["successful"]) == (3, 3)
    assert len(await history(client)) == 2


async def test_a_retry_that_overtakes_its_answer_is_known(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with (
        local_engine(SqliteLog(tmp_path, clock), clock=clock) as served,
        httpx.AsyncClient(base_url=served.url) as client,
    ):
        answers = await asyncio.gather(*(post(client, event(eventId="mine")) for _ in range(8)))
        assert sorted(answer.get("duplicate", False) for answer in answers) == [False] + [True] * 7
        assert len(await history(client)) == 1


async def test_a_retry_is_known_across_a_restart(tmp_path: Path, clock: ManualClock) -> None:
    for expected in ({}, {"duplicate": True}):
        async with (
            local_engine(SqliteLog(tmp_path, clock), clock=clock) as served,
            httpx.AsyncClient(base_url=served.url) as client,
        ):
            answer = await post(client, event(eventId="mine"))
            assert answer == {"eventId": "mine", "stream": "s"} | expected
        clock.advance(60)


async def test_an_event_without_effect_is_logged_with_a_warning(
    client: httpx.AsyncClient, served: LocalEngine
) -> None:
    answer = await post(client, event(properties={}))
    assert answer["warning"] == "the payload's properties are empty"
    batch = {"events": [event(properties=[1]), event()]}
    results = (await client.post("/api/events/batch", json=batch)).json()["results"]
    assert results[0]["warning"] == "the payload's properties are not an object"
    assert results[0]["error"] is None
    assert "warning" not in results[1]
    assert served.engine.log.newest == 3


async def test_a_batch_fails_alone_what_breaks_a_rule(client: httpx.AsyncClient) -> None:
    events = [event(stream="Bad"), event(source=""), event(timestamp=0), event(payload=None)]
    answer = (await client.post("/api/events/batch", json={"events": [*events, event()]})).json()
    assert (answer["successful"], answer["failed"]) == (1, 4)
    assert all(
        one["eventId"] is None and one["error"].startswith("validation failed: ")
        for one in answer["results"][:4]
    )


async def test_a_batch_with_one_event_that_cannot_be_read_applies_nothing(
    client: httpx.AsyncClient, served: LocalEngine
) -> None:
    for unreadable in ({"stream": "s"}, 5, event(timestamp="now"), event(stream=None)):
        answer = await client.post("/api/events/batch", json={"events": [event(), unreadable]})
        assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert served.engine.log.newest == 0


async def test_the_configured_sizes_hold_at_once(client: httpx.AsyncClient) -> None:
    answer = await client.put(
        "/api/admin/config",
        json={"body_size_limit_single_bytes": 200, "body_size_limit_batch_bytes": 300},
    )
    assert answer.json()["body_size_limit_single_bytes"] == 200
    large = event(properties={"a": "x" * 200})
    for path, content in (("/api/events", large), ("/api/events/batch", {"events": [large]})):
        refused = await client.post(path, content=json.dumps(content) + " " * 100)
        assert (refused.status_code, refused.json()) == (413, {"error": "payload too large"})
    await post(client, event())


async def test_without_authentication_no_rate_is_limited(client: httpx.AsyncClient) -> None:
    limit = {"rate_limit_enabled": True, "rate_limit_per_namespace_per_minute": 1}
    assert (await client.put("/api/admin/config", json=limit)).json().items() >= limit.items()
    for _ in range(5):
        await post(client, event("lab/e"))


async def test_history_is_of_that_entity_alone(client: httpx.AsyncClient) -> None:
    nested = {"entity_id": "e", "n": '"entity_id":"e"'}
    await post(client, event("other", properties={"o": nested}))
    await post(client, event("e", properties={"n": "mine"}))
    found = await history(client)
    assert [one["payload"]["properties"] for one in found] == [{"n": "mine"}]


async def test_history_gets_past_lines_that_only_mention_the_entity(
    client: httpx.AsyncClient,
) -> None:
    mentions = [event("other", properties={"o": {"entity_id": "e"}}) for _ in range(7)]
    await client.post("/api/events/batch", json={"events": [*mentions, event("e"), event("e")]})
    answer = await client.get("/api/events", params={"entity": "e", "limit": "2"})
    assert len(answer.json()) == 2


async def test_a_history_says_where_it_goes_on_and_can_be_read_on_within_a_second(
    client: httpx.AsyncClient,
) -> None:
    events = [event("e", properties={"n": number}) for number in range(25)]
    await client.post("/api/events/batch", json={"events": events})
    read: list[int] = []
    params = {"entity": "e", "since": "2000-01-01T00:00:00Z", "limit": "10"}
    logs = set()
    for _ in range(4):
        answer = await client.get("/api/events", params=params)
        read += [one["payload"]["properties"]["n"] for one in reversed(answer.json())]
        params |= {"since": answer.headers["Flux-Next"], "exact": "true"}
        logs.add(answer.headers["Flux-Log"])
    assert read == list(range(25)), "the last answer is empty, and says the same place"
    assert len(logs) == 1
    again = await client.get("/api/events", params=params | {"exact": "false"})
    assert len(again.json()) == 10, "without it a time is cut to its second, as Flux does"
