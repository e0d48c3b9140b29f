"""Each event is applied once, whatever happens to its request, and its receipt tells the truth."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FluxClient, Publisher, Step
from flux_tui.client.publishing.receipt import Advance
from flux_tui.model.event import DELETED, Event
from flux_tui.model.instant import NS
from tests.faults.answers import answer
from tests.faults.fake_flux import FakeFlux
from tests.faults.publishing import QUICK, Once, event, publishing


def of(entity_id: str, events: list[Event]) -> list[object]:
    """What the events of one entity say, in their order."""
    return [event.properties for event in events if event.entity_id == entity_id]


def steps_of(reports: list[Advance], place: int = 0) -> list[Step]:
    return [report.step for report in reports if place in report.places]


USUAL = [Step.SENT, Step.ACCEPTED, Step.MATERIALISED]


@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
async def test_an_event_is_sent_accepted_and_seen(engine: bool) -> None:
    flux = FakeFlux(engine=engine)
    reports: list[Advance] = []
    async with publishing(flux) as (publisher, followed):
        (receipt,) = await publisher.publish([event("a", n=1, u="C")], report=reports.append)
        assert followed.world.state() == {"a": {"n": 1, "u": "C"}}
    assert steps_of(reports) == USUAL
    assert receipt.step is Step.MATERIALISED
    assert receipt.event.event_id == flux.posted[0].event_id is not None
    assert receipt.event.timestamp == flux.posted[0].timestamp is not None
    assert receipt.accepted_ms is not None
    assert receipt.materialised_ms is not None


@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
async def test_a_batch_is_followed_event_by_event(engine: bool) -> None:
    flux = FakeFlux(engine=engine)
    events = [event("a", n=1), event("b", n=1), event("a", n=2), event("a", n=2)]
    reports: list[Advance] = []
    async with publishing(flux) as (publisher, followed):
        receipts = await publisher.publish(events, report=reports.append)
        assert followed.world.state() == {"a": {"n": 2}, "b": {"n": 1}}
    assert [steps_of(reports, index) for index in range(4)] == [USUAL] * 4
    assert len({receipt.event.event_id for receipt in receipts}) == 4
    assert flux.asked.count("/api/events/batch") == 1


async def test_a_deletion_materialises_too() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with publishing(flux) as (publisher, followed):
        (receipt,) = await publisher.publish([event("a", **{DELETED: True})])
        assert followed.world.state() == {}
        (unknown,) = await publisher.publish([event("zzz", **{DELETED: True})])
    assert (receipt.step, unknown.step) == (Step.MATERIALISED, Step.MATERIALISED)


async def test_what_the_feed_does_not_show_is_asked_for() -> None:
    flux = FakeFlux()
    async with publishing(flux) as (publisher, _):
        flux.skipping = True
        receipts = await publisher.publish([event("a", n=1), event("a", n=2), event("b", n=1)])
    assert [receipt.step for receipt in receipts] == [Step.MATERIALISED] * 3


async def test_events_that_the_server_ignores_are_reported_as_such() -> None:
    flux = FakeFlux()
    async with publishing(flux) as (publisher, _):
        receipts = await publisher.publish([event("a"), Event("lab", "me", {"x": 1})])
    assert [receipt.step for receipt in receipts] == [Step.UNSEEN] * 2
    assert receipts[0].reason == "ignored by the server: the payload's properties are empty"
    assert receipts[0].accepted_ms is not None


async def test_an_event_overwritten_before_anybody_looked_is_unseen() -> None:
    flux = FakeFlux()

    def overwrite(request: Request) -> Response | None:
        flux.set("a", n="other")
        return None

    async with publishing(flux) as (publisher, _):
        flux.skipping, flux.fault = True, overwrite
        (receipt,) = await publisher.publish([event("a", n=1)])
    assert receipt.step is Step.UNSEEN
    assert receipt.reason in (
        'the feed is behind: on the server n is "other", here it is not there',
        "the feed is behind: the server still has it, here it is gone",
        'n is "other": not applied yet, or already overwritten',
    )


async def reason_after(then: Callable[[FakeFlux], object]) -> str | None:
    """Why an event was not seen that the feed left out, and after which something happened."""
    flux = FakeFlux(engine=True)
    async with publishing(flux) as (publisher, followed):
        flux.skipping = True
        task = asyncio.create_task(publisher.publish([event("a", n=1)]))
        await followed.until(lambda: flux.posted)
        flux.now = time.time_ns()
        then(flux)
        (receipt,) = await task
    assert receipt.step is Step.UNSEEN
    return receipt.reason


async def test_an_event_that_was_overwritten_since_says_by_whom() -> None:
    def overwrite(flux: FakeFlux) -> None:
        flux.skipping = False
        flux.set("a", n="newest")

    assert await reason_after(overwrite) == 'overwritten by test: n is "newest"'


async def test_an_event_whose_entity_was_deleted_since_says_so() -> None:
    def delete(flux: FakeFlux) -> None:
        flux.skipping = False
        flux.delete("a")

    assert await reason_after(delete) == "it was deleted since"


@pytest.mark.parametrize("number", [1, 2], ids=["alone", "in a batch"])
@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
async def test_of_an_event_that_was_in_the_log_before_it_is_said_that_it_was(
    engine: bool, number: int
) -> None:
    flux = FakeFlux(engine=engine)
    again = event("a", n=1)._replace(event_id="a", timestamp=1)
    events = [again, event("b", n=1)][:number]
    async with publishing(flux) as (publisher, followed):
        flux.apply(again)
        flux.set("a", n="newest")
        await followed.until(lambda: followed.world.state() == {"a": {"n": "newest"}})
        doubts = {"a": followed.session.server_now()}
        receipt, *others = await publisher.publish(events, doubts=doubts)
    by = "test" if engine else "another"
    assert receipt.step is Step.UNSEEN
    assert receipt.reason == f'it was in the log before; overwritten by {by}: n is "newest"'
    assert [other.step for other in others] == [Step.MATERIALISED] * (number - 1)


async def test_a_refusal_is_the_servers_own_words() -> None:
    flux = FakeFlux(doorkeeper=lambda request: answer({"error": "source is required"}, status=400))
    async with publishing(flux) as (publisher, _):
        (receipt,) = await publisher.publish([event("a", n=1)])
    assert receipt.step is Step.FAILED
    assert "source is required" in str(receipt.reason)
    assert not flux.posted


async def test_a_failed_event_of_a_batch_fails_alone() -> None:
    results = [
        {"eventId": "1", "stream": "lab", "error": None},
        {"eventId": None, "stream": "LAB", "error": "invalid stream format 'LAB'"},
    ]
    body = {"successful": 1, "failed": 1, "results": results}
    flux = FakeFlux(fault=lambda request: answer(body) if request.method == "POST" else None)
    async with publishing(flux) as (publisher, _):
        receipts = await publisher.publish([event("a", n=1), event("b", n=1)])
    assert [receipt.step for receipt in receipts] == [Step.MATERIALISED, Step.FAILED]
    assert receipts[1].reason == "invalid stream format 'LAB'"


GATEWAY = Response("<html>Bad Gateway</html>", 502, media_type="text/html")


@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "lost"])
@pytest.mark.parametrize("number", [1, 3])
async def test_an_unclear_answer_never_makes_a_second_event(
    engine: bool, arrived: bool, number: int
) -> None:
    flux = FakeFlux(engine=engine)
    events = [event(f"e-{n % 2}", n=n) for n in range(number)]
    async with publishing(flux) as (publisher, _):
        if arrived:
            flux.fault = Once(GATEWAY)
        else:
            flux.doorkeeper = Once(GATEWAY)
        receipts = await publisher.publish(events)
    assert [receipt.step for receipt in receipts] == [Step.MATERIALISED] * number
    assert [entry.event.event_id for entry in flux.events] == [r.event.event_id for r in receipts]


async def test_what_cannot_be_found_out_is_unknown_and_not_sent_again() -> None:
    flux = FakeFlux(fault=lambda r: GATEWAY if r.url.path.startswith("/api/events") else None)
    async with publishing(flux) as (publisher, _):
        receipts = await publisher.publish([event("a", n=1), Event("lab", "me", {"x": 1})])
    assert [receipt.step for receipt in receipts] == [Step.UNKNOWN] * 2
    assert "502" in str(receipts[0].reason)
    assert len(flux.posted) == 2


async def test_after_a_server_that_is_gone_nothing_more_is_sent() -> None:
    client = FluxClient("http://127.0.0.1:9")
    events = [event("a", n=n) for n in range(501)]
    receipts = await Publisher(client, settings=QUICK).publish(events)
    await client.aclose()
    assert {receipt.step for receipt in receipts} == {Step.FAILED}
    assert str(receipts[500].reason).startswith("not sent, since")


async def test_many_and_large_events_are_split_to_the_limits_each_entitys_in_their_order() -> None:
    flux = FakeFlux()
    sizes: list[int] = []

    def measure(request: Request) -> Response | None:
        sizes.append(int(request.headers["content-length"]))
        return None

    flux.doorkeeper = measure
    events = [event("a", n=n, pad="x" * 500_000) for n in range(8)]
    events += [event("b", n=n) for n in range(600)]
    async with publishing(flux) as (publisher, followed):
        receipts = await publisher.publish(events)
        await followed.until(lambda: followed.world.state() == flux.state())
    assert all(receipt.accepted_ms is not None for receipt in receipts)
    assert max(sizes) <= 2_097_152
    assert len(sizes) > 2
    assert len(flux.posted) == len(events)
    for entity_id in ("a", "b"):
        assert of(entity_id, flux.posted) == of(entity_id, events)


async def test_without_a_world_the_state_is_asked() -> None:
    flux = FakeFlux()
    async with flux.serving() as url, FluxClient(url) as client:
        receipts = await Publisher(client, settings=QUICK).publish([event("a", n=1)])
    assert receipts[0].step is Step.MATERIALISED
    assert json.dumps(flux.state()) == '{"a": {"n": 1}}'


HOUR = 3_600 * NS


@pytest.mark.parametrize("age", [1, HOUR], ids=["lately", "an hour ago"])
@pytest.mark.parametrize("engine", [True, False], ids=["engine", "flux"])
async def test_what_may_have_arrived_is_there_once_and_only_looked_for_where_that_is_needed(
    engine: bool, age: int
) -> None:
    flux = FakeFlux(engine=engine)
    arrived, lost = (event(name, n=1)._replace(event_id=name, timestamp=1) for name in "ab")
    async with publishing(flux) as (publisher, followed):
        flux.apply(arrived)
        then = followed.session.server_now() - age
        receipts = await publisher.publish([arrived, lost], doubts={"a": then, "b": then})
        await followed.until(lambda: followed.world.state() == {"a": {"n": 1}, "b": {"n": 1}})
    assert [entry.event.event_id for entry in flux.events] == ["a", "b"]
    assert [receipt.step for receipt in receipts] == [Step.MATERIALISED] * 2
    assert ("/api/events" in flux.asked) == (not engine or age == HOUR)
