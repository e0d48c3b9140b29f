"""What befalls NATS, as the engine's clients see it: told, and over by itself."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from flux_tui.engine.log.jetstream import cursor, window
from flux_tui.engine.log.jetstream.log import JetStreamLog
from flux_tui.errors import LogAway
from tests.engine.http.streams import next_of_kind, stream, take
from tests.engine.running import START_SECONDS, LocalEngine, until
from tests.nats.engines import engine_on, event, publish, world
from tests.nats.servers import MEGABYTE, MORE_THAN_IS_ON_ITS_WAY, NatsServer
from tests.nats.streams import JetStream


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishers give up, and silence is noticed, sooner."""
    monkeypatch.setattr(window, "GIVE_UP_SECONDS", 1.0)
    monkeypatch.setattr(cursor, "SILENCE_SECONDS", 1.5)
    monkeypatch.setattr("flux_tui.engine.log.jetstream.connection.REQUEST_SECONDS", 0.5)


async def health(served: LocalEngine) -> Any:
    async with httpx.AsyncClient() as client:
        return (await client.get(f"{served.url}/api/health")).json()


async def healthy(served: LocalEngine) -> None:
    """Wait until the engine says that all is well."""
    await until(lambda: served.engine.log.trouble is None)
    assert (await health(served))["status"] == "ok"


async def post(served: LocalEngine, event_id: str, **properties: object) -> httpx.Response:
    async with httpx.AsyncClient(timeout=30) as client:
        return await client.post(
            f"{served.url}/api/events", json=event("e", event_id, **properties)
        )


async def nothing_is_on_its_way(served: LocalEngine) -> None:
    """NATS has seen all that the engine sent: what was given up may still have been under way."""
    log = served.engine.log
    assert isinstance(log, JetStreamLog)
    await log.connection.client.flush()


async def values(messages: Any, count: int) -> list[object]:
    found = await take(messages, count)
    return [one["event"]["payload"]["properties"]["n"] for one in found]


async def test_nats_away_reads_and_streams_go_on_and_writes_are_refused_until_it_is_back(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as served, stream(served.url) as (_, messages):
        await publish(served.engine, event("e", n=1))
        assert await values(messages, 1) == [1]
        server.kill()
        await until(lambda: served.engine.log.trouble is not None)
        told = await health(served)
        assert told["status"] == "degraded"
        assert told["degraded_since"].startswith("20")
        assert server.url in told["reason"]
        refused = await post(served, "mine", n=2)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "2"
        assert "NATS" in refused.json()["error"]
        async with httpx.AsyncClient() as client:
            entities = (await client.get(f"{served.url}/api/state/entities")).json()
            assert entities[0]["properties"] == {"n": 1}
            past = await client.get(f"{served.url}/api/log")
            assert past.status_code == 503
        assert (await next_of_kind(messages, "metrics"))[0] == "1"
        server.start()
        await healthy(served)
        assert (await post(served, "mine", n=2)).json() == {"eventId": "mine", "stream": "s"}
        assert await values(messages, 1) == [2]


async def test_a_frozen_nats_is_noticed_and_what_was_refused_may_be_sent_again(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as served, stream(served.url) as (_, messages):
        server.freeze()
        refused = await post(served, "mine", n=1)
        assert refused.status_code == 503
        await until(lambda: served.engine.log.trouble is not None)
        server.thaw()
        await healthy(served)
        answer = (await post(served, "mine", n=1)).json()
        assert answer["eventId"] == "mine"
        await publish(served.engine, event("e", n=2))
        assert await values(messages, 2) == [1, 2]


async def test_events_under_way_when_nats_dies_are_there_once(
    server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "GIVE_UP_SECONDS", 20.0)
    async with engine_on(server.url) as served:
        publishing = [
            asyncio.create_task(served.engine.publisher.publish([event(f"e{number}", n=number)]))
            for number in range(1_000)
        ]
        await until(lambda: served.engine.log.newest > 50)
        server.kill()
        server.start()
        outcomes = await asyncio.gather(*publishing)
        assert all(outcome.refusal is None for (outcome,) in outcomes)
        await until(lambda: len(world(served.engine)) == 1_000)
        assert served.engine.log.newest == 1_000


async def test_a_reader_who_is_behind_while_nats_is_away_goes_on_when_it_is_back(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as served:
        await publish(served.engine, *(event("e", n=number) for number in range(5)))
        server.kill()
        await until(lambda: served.engine.log.trouble is not None)
        async with stream(served.url, {"after": "2"}) as (_, messages):
            server.start()
            assert await values(messages, 3) == [2, 3, 4]


async def test_a_deleted_stream_is_told_and_its_successor_begins_a_new_world(
    server: NatsServer,
) -> None:
    async with (
        engine_on(server.url) as served,
        stream(served.url) as (_, messages),
        JetStream.at(server.url) as jetstream,
        connect(served.url.replace("http", "ws") + "/api/ws") as websocket,
    ):
        await publish(served.engine, event("old", n=1), event("e", n=1))
        before = served.engine.log.identity
        await take(messages, 2)
        await jetstream.delete()
        await until(lambda: "no stream FLUX_EVENTS" in str(served.engine.log.trouble))
        assert (await health(served))["status"] == "degraded"
        assert (await post(served, "mine", n=2)).status_code == 503
        await nothing_is_on_its_way(served)
        assert set(world(served.engine)) == {"old", "e"}
        await jetstream.make()
        reset = (await next_of_kind(messages, "reset"))[1]
        assert (reset["oldest"], reset["newest"]) == (1, 0)
        assert reset["log"] == served.engine.log.identity != before
        await healthy(served)
        assert world(served.engine) == {}
        deleted: set[str] = set()
        while deleted != {"old", "e"}:
            frame = json.loads(await websocket.recv())
            if frame["type"] == "entity_deleted":
                deleted.add(frame["entity_id"])
        assert (await post(served, "mine", n=2)).json() == {"eventId": "mine", "stream": "s"}
        assert await values(messages, 1) == [2]


async def test_a_purged_stream_resets_those_who_are_behind_and_keeps_the_world(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as served, JetStream.at(server.url) as jetstream:
        await publish(served.engine, *(event(f"e{number}", n=number) for number in range(5)))
        await jetstream.purge()
        async with stream(served.url, {"after": "2"}) as (_, messages):
            reset = (await next_of_kind(messages, "reset"))[1]
            assert (reset["oldest"], reset["newest"]) == (6, 5)
            await publish(served.engine, event("e9", n=9))
            assert await values(messages, 1) == [9]
        assert len(world(served.engine)) == 6
        async with httpx.AsyncClient() as client:
            gone = await client.get(f"{served.url}/api/state/entities?at=3")
        assert gone.status_code == 410


async def test_a_full_stream_is_507_until_there_is_room(server: NatsServer) -> None:
    async with JetStream.at(server.url) as jetstream:
        await jetstream.make(max_bytes=20_000, discard="new")
        async with engine_on(server.url) as served:
            await publish(served.engine, event("e", n="x" * 15_000))
            refused = await post(served, "mine", n="y" * 15_000)
            assert refused.status_code == 507
            assert "full" in refused.json()["error"]
            assert (await health(served))["status"] == "degraded"
            await jetstream.purge()
            assert (await post(served, "mine", n="y" * 15_000)).status_code == 200
            await healthy(served)


async def test_what_is_larger_than_nats_takes_is_413_and_hurts_no_other(
    server: NatsServer,
) -> None:
    async with JetStream.at(server.url) as jetstream:
        await jetstream.make(max_msg_size=10_000)
    async with engine_on(server.url) as served, httpx.AsyncClient() as client:
        assert (await post(served, "large", n="x" * 20_000)).status_code == 413
        events = [event("e", n="x" * 20_000), event("e", n=1)]
        answer = (
            await client.post(f"{served.url}/api/events/batch", json={"events": events})
        ).json()
        assert (answer["successful"], answer["failed"]) == (1, 1)
        assert "too large" in answer["results"][0]["error"]
        long = {**event("e", n=2), "stream": "a" * 5_000}
        assert (await client.post(f"{served.url}/api/events", json=long)).status_code == 413
        huge = await client.post(
            f"{served.url}/api/state/entities/delete", json={"entity_ids": ["x" * 20_000]}
        )
        assert huge.status_code == 503
        await healthy(served)


async def test_a_nats_that_is_slower_than_its_publishers_holds_them_up_and_memory_is_bounded(
    server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "WAITING_BYTES", 100_000)
    async with engine_on(server.url) as served:
        server.freeze()
        answers = await asyncio.gather(
            *(post(served, f"mine-{number}", n="x" * 9_000) for number in range(30))
        )
        assert {answer.status_code for answer in answers} == {503}
        words = [answer.json()["error"] for answer in answers]
        assert sum("slower than what is published" in one for one in words) == 20
        server.thaw()
        await healthy(served)
        answers = await asyncio.gather(*(post(served, f"mine-{n}", n=n) for n in range(5)))
        assert {answer.status_code for answer in answers} == {200}


async def test_a_nats_that_reads_no_more_holds_up_neither_publishers_nor_an_engines_end(
    server: NatsServer,
) -> None:
    async with asyncio.timeout(START_SECONDS):
        async with engine_on(server.url) as served:
            server.freeze()
            publishing = [
                served.engine.publisher.publish([event(f"e{number}", n="x" * MEGABYTE)])
                for number in range(MORE_THAN_IS_ON_ITS_WAY // MEGABYTE)
            ]
            told = await asyncio.gather(*publishing, return_exceptions=True)
            assert {type(one) for one in told} == {LogAway}


async def test_an_engine_ends_also_while_nats_is_away(server: NatsServer) -> None:
    async with asyncio.timeout(START_SECONDS):
        async with engine_on(server.url) as served:
            await publish(served.engine, event("e", n=1))
            server.kill()
            await until(lambda: served.engine.log.trouble is not None)
