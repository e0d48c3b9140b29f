"""The log in JetStream: what is its own, beyond what every log does (``test_contract``)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flux_tui.engine.log.event_log import Commit
from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.lines import Message, draft_of, message_id
from flux_tui.engine.log.jetstream.log import JetStreamLog
from flux_tui.engine.settings import DEFAULT_RETENTION
from flux_tui.errors import LogError
from flux_tui.model.clock import SystemClock
from tests.engine.log.drafts import draft
from tests.engine.running import until
from tests.nats.servers import NatsServer
from tests.nats.streams import JetStream

RECEIPT = b"0123456789abcdef"


@asynccontextmanager
async def opened(server: NatsServer) -> AsyncIterator[tuple[JetStreamLog, list[Commit]]]:
    """A log, followed from its end, and what its follower has heard."""
    log = await JetStreamLog.open(parse_address(server.url), DEFAULT_RETENTION, SystemClock())
    heard: list[Commit] = []
    await log.follow(log.newest, heard.append, heard.clear)
    try:
        yield log, heard
    finally:
        await log.close()


def values(heard: list[Commit]) -> list[object]:
    """What the events that were heard set."""
    return [(one.event.properties or {}).get("n") for commit in heard for one in commit.drafts]


async def test_a_log_may_be_closed_at_any_moment(server: NatsServer) -> None:
    for turns in range(40):
        log = await JetStreamLog.open(parse_address(server.url), DEFAULT_RETENTION, SystemClock())
        await log.follow(log.newest, lambda commit: None, lambda: None)
        for _ in range(turns):
            await asyncio.sleep(0)
        await log.close()


async def test_a_missing_stream_is_made_as_flux_makes_it(server: NatsServer) -> None:
    async with opened(server), JetStream.at(server.url) as jetstream:
        made = (await jetstream.info())["config"]
    assert made["subjects"] == ["flux.events.>"]
    assert (made["storage"], made["retention"], made["discard"]) == ("file", "limits", "old")
    assert (made["max_age"], made["max_bytes"]) == (7 * 86_400 * 10**9, 10 * 10**9)


async def test_a_stream_that_is_there_is_used_as_it_is(
    server: NatsServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with JetStream.at(server.url) as jetstream:
        await jetstream.make(subjects=["flux.events.lab.>"], max_msgs_per_subject=5, discard="new")
        before = (await jetstream.info())["config"]
        with caplog.at_level(logging.WARNING):
            async with opened(server) as (log, _):
                assert log.trouble is None
        assert (await jetstream.info())["config"] == before
    for word in ("some streams alone", "keeps 5 events", "refuses events once it is full"):
        assert word in caplog.text


@pytest.mark.parametrize(
    ("configuration", "words"),
    [({"subjects": ["other.>"]}, "takes no events"), ({"retention": "workqueue"}, "work queue")],
)
async def test_a_stream_that_cannot_be_the_log_is_refused_with_what_to_do(
    server: NatsServer, configuration: dict[str, object], words: str
) -> None:
    async with JetStream.at(server.url) as jetstream:
        await jetstream.make(**{"subjects": ["flux.events.>"], **configuration})
    with pytest.raises(LogError, match=words):
        await JetStreamLog.open(parse_address(server.url), DEFAULT_RETENTION, SystemClock())


async def test_an_event_lies_in_the_stream_as_flux_writes_it(server: NatsServer) -> None:
    one = draft("e", 5, RECEIPT)
    async with opened(server) as (log, _), JetStream.at(server.url) as jetstream:
        await log.append([one])
        message = await jetstream.message(1)
    assert (message.subject, message.data) == ("flux.events.s", one.line)
    assert (message.headers or {})["Nats-Msg-Id"] == message_id(one)


async def test_a_retry_is_known_whichever_engine_it_comes_to(server: NatsServer) -> None:
    async with opened(server) as (first, _), opened(server) as (second, heard):
        assert (await first.append([draft("e", 1, RECEIPT)])).duplicates == frozenset()
        again = await second.append([draft("f", 2), draft("e", 1, RECEIPT), draft("f", 3)])
        assert list(again.sequences) == [2, 1, 3]
        assert again.duplicates == frozenset({1})
        await until(lambda: second.newest == 3)
        receipts = [one.receipt for commit in heard for one in commit.drafts]
        assert receipts == [RECEIPT, None, None]


async def test_two_engines_hear_the_same_in_the_same_order(server: NatsServer) -> None:
    async with opened(server) as (first, heard), opened(server) as (second, heard_too):
        await asyncio.gather(
            *(first.append([draft(str(number), "first")]) for number in range(100)),
            *(second.append([draft(str(number), "second")]) for number in range(100)),
        )
        await until(lambda: first.newest == second.newest == 200)
        flat, flat_too = (
            [
                (sequence, received, one.line)
                for commit in commits
                for sequence, received, one in zip(*commit, strict=True)
            ]
            for commits in (heard, heard_too)
        )
        assert flat == flat_too
        assert first.identity == second.identity
        assert await first.read(0) == flat


FOREIGN: dict[str, tuple[str, bytes]] = {
    "no JSON": ("flux.events.s", b"hello"),
    "bad UTF-8": ("flux.events.s", b'{"stream":"s\xff"}'),
    "nothing": ("flux.events.s", b""),
    "an array": ("flux.events.s", b"[1, 2]"),
    "no source": ("flux.events.s", b'{"stream":"s","timestamp":1,"payload":{}}'),
    "no object": ("flux.events.s", b'{"stream":"s","source":"x","timestamp":1,"payload":7}'),
    "NaN": ("flux.events.s", b'{"stream":"s","source":"x","timestamp":1,"payload":{"n":NaN}}'),
    "too deep": ("flux.events.s", b"[" * 500 + b"]" * 500),
    "another subject": (
        "other.thing",
        b'{"stream":"s","source":"x","timestamp":1,"payload":{"entity_id":"e","properties":{"n":9}}}',
    ),
    "5 MB of nothing": ("flux.events.s", b"x" * 5_000_000),
}


async def test_what_is_no_event_is_counted_and_passed(server: NatsServer) -> None:
    async with JetStream.at(server.url) as jetstream:
        await jetstream.make(subjects=["flux.events.>", "other.>"])
        async with opened(server) as (log, heard):
            for subject, body in FOREIGN.values():
                await jetstream.publish(subject, body)
            await log.append([draft("e", "ours")])
            await until(lambda: values(heard) == ["ours"])
            assert log.unreadable == len(FOREIGN)
            assert [entry.sequence for entry in await log.read(0)] == [len(FOREIGN) + 1]


async def test_events_of_others_are_read_however_they_are_written(server: NatsServer) -> None:
    async with opened(server) as (log, heard), JetStream.at(server.url) as jetstream:
        for body in (
            {"stream": "s", "source": "x", "timestamp": 1, "payload": payload("a", 1), "more": 2},
            {"stream": "s", "source": "x", "payload": payload("b", "x" * 5_000_000)},
            {"stream": "s", "source": "x", "timestamp": 1, "payload": payload("c", [1, {"é": 2}])},
        ):
            await jetstream.publish("flux.events.s", json.dumps(body, indent=2).encode())
        await until(lambda: log.newest == 3)
        assert values(heard) == [1, "x" * 5_000_000, [1, {"é": 2}]]
        entries = [entry for after in (0, 1, 2) for entry in await log.read(after, 1)]
    assert all(b"\n" not in entry.line for entry in entries)
    assert b"more" not in entries[0].line
    assert json.loads(entries[1].line)["timestamp"] == entries[1].received // 1_000_000


def payload(entity_id: str, value: object) -> dict[str, object]:
    return {"entity_id": entity_id, "properties": {"n": value}}


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
@settings(max_examples=300)
def test_no_body_is_fatal(body: bytes) -> None:
    found = draft_of(Message(1, 10**18, "flux.events.s", None, body))
    if found is not None:
        assert draft_of(Message(1, 10**18, "flux.events.s", None, found.line)) == found


async def test_all_is_looked_through_however_much_there_is(server: NatsServer) -> None:
    async with opened(server) as (log, _):
        await log.append([draft("first", 0, RECEIPT)])
        await log.append([draft(str(number), number) for number in range(3_500)])
        await log.append([draft("first", 1, RECEIPT[::-1])])
        await until(lambda: log.newest == 3_502)
        for _ in range(5):
            found = await log.find(b'"entity_id":"first"', 0, 10)
            assert [entry.sequence for entry in found] == [1, 3_502]
            assert [receipt for _, receipt in await log.receipts(0)] == [RECEIPT, RECEIPT[::-1]]
        assert len(await log.read(0)) == 3_502


async def test_an_entitys_events_stay_in_order_within_a_group(server: NatsServer) -> None:
    async with opened(server) as (log, heard):
        await log.append([draft("e", number) for number in range(300)])
        await until(lambda: log.newest == 300)
        assert values(heard) == list(range(300))


async def test_the_identity_is_the_streams(server: NatsServer) -> None:
    identities = []
    for _ in range(2):
        async with opened(server) as (log, _):
            identities.append(log.identity)
        server.stop()
        server.start()
        server.wait_until_ready()
    async with JetStream.at(server.url) as jetstream:
        await jetstream.delete()
    async with opened(server) as (log, _):
        identities.append(log.identity)
    assert identities[0] == identities[1] != identities[2]


async def test_what_the_stream_takes_is_the_largest_line(server: NatsServer) -> None:
    async with opened(server) as (log, _):
        assert 8_000_000 < log.largest < 8 * 1024 * 1024
        body = draft("e", "")
        await log.append([draft("e", "x" * (log.largest - len(body.line) - 40))])
    async with JetStream.at(server.url) as jetstream:
        await jetstream.delete()
        await jetstream.make(subjects=["flux.events.>"], max_msg_size=10_000)
    async with opened(server) as (log, _):
        assert 9_000 < log.largest < 10_000
        await log.append([draft("e", "x" * (log.largest - len(body.line) - 40))])
