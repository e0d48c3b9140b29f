"""A sending that a limit or a person holds up: each event goes later, once, or is said not to."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import Sending, Step
from tests.faults.answers import answer
from tests.faults.fake_flux import FakeFlux
from tests.faults.publishing import Once, event, publishing

LIMITED = answer({"error": "rate limit exceeded"}, status=429)
LIMITED.headers["Retry-After"] = "0"


async def test_a_reached_limit_is_waited_for_and_each_event_goes_once() -> None:
    flux = FakeFlux(doorkeeper=Once(LIMITED))
    async with publishing(flux) as (publisher, _):
        sending = Sending()
        receipts = await publisher.publish([event("a", n=1), event("b", n=1)], sending=sending)
    assert [receipt.step for receipt in receipts] == [Step.MATERIALISED] * 2
    assert len(flux.posted) == 2
    assert sending.reason == "rate limit exceeded"


async def test_with_nobody_to_stop_the_waiting_a_reached_limit_is_a_failure() -> None:
    flux = FakeFlux(doorkeeper=Once(LIMITED))
    async with publishing(flux) as (publisher, _):
        (receipt,) = await publisher.publish([event("a", n=1)])
    assert receipt.step is Step.FAILED
    assert "rate limit exceeded" in str(receipt.reason)


async def test_a_stopped_sending_ends_while_it_waits_and_says_what_was_not_sent() -> None:
    sending = Sending()

    def refuse(request: Request) -> Response | None:
        sending.stop()
        return answer({"error": "rate limit exceeded"}, status=429)

    flux = FakeFlux(doorkeeper=refuse)
    async with publishing(flux) as (publisher, _):
        receipts = await publisher.publish([event("a", n=n) for n in range(501)], sending=sending)
    assert {receipt.reason for receipt in receipts} == {"not sent: the sending was stopped"}
    assert {receipt.step for receipt in receipts} == {Step.FAILED}
    assert not flux.posted


async def test_a_paused_sending_sends_nothing_until_it_goes_on() -> None:
    sending = Sending()
    sending.pause()
    flux = FakeFlux()
    async with publishing(flux) as (publisher, _):
        task = asyncio.create_task(publisher.publish([event("a", n=1)], sending=sending))
        await asyncio.sleep(0)
        assert not flux.posted
        sending.resume()
        (receipt,) = await task
    assert receipt.step is Step.MATERIALISED


async def test_events_that_a_limit_keeps_out_of_a_batch_go_later_unless_they_were_overtaken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flux_tui.client.publishing.lane.UNSAID", 0.0)
    errors = ["rate limit exceeded", None, "rate limit exceeded"]
    results = [{"eventId": str(n), "stream": "lab", "error": e} for n, e in enumerate(errors)]
    flux = FakeFlux(doorkeeper=Once(answer({"successful": 1, "failed": 2, "results": results})))
    events = [event("a", n=1), event("a", n=2), event("b", n=1)]
    async with publishing(flux) as (publisher, _):
        flux.set("a", n=2)
        receipts = await publisher.publish(events, sending=Sending())
    assert [receipt.step for receipt in receipts] == [
        Step.FAILED,
        Step.MATERIALISED,
        Step.MATERIALISED,
    ]
    assert "a later event of its entity was let in" in str(receipts[0].reason)
    assert [posted.entity_id for posted in flux.posted] == ["b"]
