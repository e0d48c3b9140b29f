"""Several engines on one stream: one world, whoever is asked."""

from __future__ import annotations

import asyncio

import httpx

from flux_tui.client import Phase
from tests.engine.http.streams import stream, take
from tests.engine.log.drafts import draft
from tests.engine.running import until
from tests.faults.following import following
from tests.faults.proxy import FaultProxy
from tests.nats.engines import engine_on, event, open_log, publish, same_world, world
from tests.nats.servers import NatsServer
from tests.nats.streams import JetStream


async def test_engines_reach_the_same_state_whatever_order_requests_came_in(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as first, engine_on(server.url) as second:
        engines = (first.engine, second.engine)
        await asyncio.gather(
            *(
                engines[number % 2].publisher.publish(
                    [
                        event(f"e{number % 7}", n=number),
                        event(f"e{number % 5}", __deleted__=number % 3 == 0),
                    ]
                )
                for number in range(200)
            )
        )
        await until(lambda: first.engine.log.newest == 400)
        await same_world(*engines)
        async with engine_on(server.url) as third:
            await same_world(first.engine, third.engine)


async def test_engines_answer_the_same_at_the_same_sequence(server: NatsServer) -> None:
    async with (
        engine_on(server.url) as first,
        engine_on(server.url) as second,
        httpx.AsyncClient() as client,
    ):
        for number in range(10):
            await publish((first, second)[number % 2].engine, event("e", n=number))
        await same_world(first.engine, second.engine)
        for path in (
            "/api/state/entities",
            "/api/state/entities?at=4",
            "/api/state/entities/e",
            "/api/log?after=3&limit=4",
            "/api/events?entity=e&since=2020-01-01T00:00:00Z",
        ):
            answers = [await client.get(one.url + path) for one in (first, second)]
            assert answers[0].content == answers[1].content
            for header in ("Flux-Log", "Flux-Sequence", "ETag"):
                assert answers[0].headers.get(header) == answers[1].headers.get(header)


async def test_an_event_that_one_engine_takes_is_streamed_by_the_other(
    server: NatsServer,
) -> None:
    async with (
        engine_on(server.url) as first,
        engine_on(server.url) as second,
        stream(second.url) as (_, messages),
    ):
        await publish(first.engine, event("e", n=1), event("e", n=2))
        found = await take(messages, 2)
    assert [entry["event"]["payload"]["properties"]["n"] for entry in found] == [1, 2]


async def test_a_reader_goes_on_at_another_engine_without_a_reset(server: NatsServer) -> None:
    async with engine_on(server.url) as first, engine_on(server.url) as second:
        identity = first.engine.log.identity
        for number in range(20):
            here, there = (first, second) if number % 2 else (second, first)
            after = await publish(here.engine, event("e", n=number))
            asking = asyncio.create_task(take_one(there.url, {"after": str(after)}, identity))
            await until(lambda engine=there.engine: len(engine.tail) == 1)  # type: ignore[misc]
            await publish(there.engine, event("e", n=f"after {number}"))
            assert await asking == f"after {number}"
            await until(lambda engine=there.engine: len(engine.tail) == 0)  # type: ignore[misc]


async def test_an_engine_that_is_behind_waits_for_what_another_has_told(
    server: NatsServer,
) -> None:
    first, second = await open_log(server.url), await open_log(server.url)
    await first.append([draft("e", 1), draft("e", 2)])
    waiting = asyncio.create_task(second.catch_up(2))
    await second.catch_up(99)  # Nobody can have told of that: no reason to wait.
    assert not waiting.done()
    await second.follow(second.newest, lambda commit: None, lambda: None)
    await waiting
    assert second.newest == 2
    await first.close()
    await second.close()


async def take_one(url: str, after: dict[str, str], identity: str) -> object:
    """What the first event of a stream sets; a reset fails."""
    async with stream(url, after, {"Flux-Log": identity}) as (_, messages):
        async for message in messages:
            assert message.event != "reset"
            if message.event == "event":
                return message.json()["event"]["payload"]["properties"]["n"]
    raise AssertionError("the stream ended")


async def test_a_session_moves_between_engines_and_its_world_stays(server: NatsServer) -> None:
    async with engine_on(server.url) as first, engine_on(server.url) as second:
        await publish(first.engine, *(event(f"e{number}", n=0) for number in range(20)))
        proxy = FaultProxy(first.url)
        async with proxy.serving() as url, following(url) as followed:
            await followed.until(lambda: len(followed.world.state()) == 20)
            for number in range(1, 7):
                source, target = (first, second) if number % 2 else (second, first)
                await publish(source.engine, event("e0", n=number))
                proxy.upstream = target.url
                proxy.cut()
                await publish(target.engine, event("e1", n=number))
                await followed.until(
                    lambda now=number: (
                        followed.world.state()["e0"]  # type: ignore[misc]
                        == followed.world.state()["e1"]
                        == {"n": now}
                    )
                )
                assert len(followed.world.state()) == 20
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


async def test_a_retry_at_another_engine_is_a_duplicate(server: NatsServer) -> None:
    async with engine_on(server.url) as first, engine_on(server.url) as second:
        sent = event("e", "mine", n=1)
        sent_too = event("f", "too", n=1)
        assert not (await first.engine.publisher.publish([sent]))[0].duplicate
        outcomes = await second.engine.publisher.publish([event("g", n=1), sent, sent_too])
        assert [outcome.duplicate for outcome in outcomes] == [False, True, False]
        await until(lambda: first.engine.log.newest == 3)
        assert (await first.engine.publisher.publish([sent_too]))[0].duplicate
        async with engine_on(server.url) as third:
            assert (await third.engine.publisher.publish([sent]))[0].duplicate
            other = event("e", "mine", n=2)
            assert not (await third.engine.publisher.publish([other]))[0].duplicate


async def test_what_a_real_flux_or_a_program_publishes_is_in_the_world(
    server: NatsServer,
) -> None:
    async with engine_on(server.url) as served, JetStream.at(server.url) as jetstream:
        await jetstream.publish(
            "flux.events.sensors",
            b'{"eventId":"x","stream":"sensors","source":"a","timestamp":1,'
            b'"payload":{"entity_id":"lab/t","properties":{"c":21.5}}}',
        )
        await until(lambda: "lab/t" in world(served.engine))
        await jetstream.publish(
            "flux.events.flux.events.deletions",
            b'{"eventId":"y","stream":"flux.events.deletions","source":"api","timestamp":2,'
            b'"key":"lab/t","payload":{"entity_id":"lab/t","properties":'
            b'{"__deleted__":true,"__deleted_at__":2}}}',
        )
        await until(lambda: world(served.engine) == {})
        await jetstream.publish("flux.events.sensors", b"[]")
        await publish(served.engine, event("after", n=1))
        async with httpx.AsyncClient() as client:
            health = (await client.get(f"{served.url}/api/health")).json()
        assert health["unreadable_messages"] == 1


async def test_the_recorded_tombstone_goes_where_a_real_flux_puts_it(server: NatsServer) -> None:
    async with engine_on(server.url) as served, JetStream.at(server.url) as jetstream:
        await publish(served.engine, event("lab/t", n=1))
        await served.engine.publisher.delete(["lab/t"])
        await until(lambda: world(served.engine) == {})
        assert (await jetstream.message(2)).subject == "flux.events.flux.events.deletions"
