"""An entity's past over the wire: slow, failing and hostile servers, floods, large events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from flux_tui.client import FluxClient
from flux_tui.client.past.page import LARGEST
from flux_tui.client.past.pasts import Pasts
from flux_tui.client.past.reader import PastReader
from flux_tui.client.past.status import Reading
from flux_tui.model.instant import NS
from tests.client.clocks import StillClock
from tests.client.past.kept_log import until
from tests.faults.answers import answer
from tests.faults.fake_flux import FakeFlux

HOSTILE = "a/../b?c#\x00\x1b[31m\u202e%2F 漢"


@asynccontextmanager
async def reading(flux: FakeFlux, entity_id: str = "e") -> AsyncIterator[PastReader]:
    """A reader of an entity's past, running until the end."""
    flux.history_by_arrival = True
    async with flux.serving() as url, FluxClient(url, timeout=5) as client:
        reader = Pasts(client, lambda: flux.now, StillClock()).of(entity_id)
        task = asyncio.create_task(reader.run())
        yield reader
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("entity_id", ["e", HOSTILE, "x" * 1_000], ids=["plain", "hostile", "long"])
async def test_every_event_is_read_exactly_as_it_was_published(entity_id: str) -> None:
    flux = FakeFlux()
    for number in range(1_200):
        flux.set(entity_id, n=number, text="\u2028\x00")
        flux.set("another", n=number)
        flux.now += NS // 10
    async with reading(flux, entity_id) as reader:
        await until(lambda: reader.status.reading is Reading.WHOLE)
        expected = [e.event for e in flux.events if e.event.entity_id == entity_id]
        assert list(reader.history.events) == expected
        flux.set(entity_id, n=-1)
        reader.nudge()
        await until(lambda: reader.history.events[-1] == flux.events[-1].event)


async def test_large_events_are_asked_for_in_small_pages() -> None:
    flux = FakeFlux()
    for number in range(12):
        flux.set("e", n=number, text="x" * (LARGEST // 6))
        flux.now += NS
    async with reading(flux) as reader:
        await until(lambda: reader.status.reading is Reading.WHOLE)
        assert [event.properties["n"] for event in reader.history.events if event.properties] == [
            *range(12)
        ]


async def test_a_failure_in_the_middle_is_said_and_what_was_read_stays() -> None:
    flux = FakeFlux()
    for number in range(3_000):
        flux.set("e", n=number)
        flux.now += NS

    def fail(request: Request) -> Response | None:
        late = flux.asked.count("/api/events") > 4
        return answer({"error": "storage unavailable"}, status=500) if late else None

    flux.fault = fail
    async with reading(flux) as reader:
        await until(lambda: reader.status.reading is Reading.FAILED)
        assert "storage unavailable" in (reader.status.problem or "")
        assert 0 < len(reader.history.events) < 3_000


@pytest.mark.parametrize(
    "nonsense",
    [answer({"no": "list"}), answer([{"eventId": 3}]), PlainTextResponse("[", 200)],
    ids=["no list", "no event", "no JSON"],
)
async def test_nonsense_is_called_so(nonsense: Response) -> None:
    flux = FakeFlux(fault=lambda request: nonsense)
    async with reading(flux) as reader:
        await until(lambda: reader.status.reading is Reading.FAILED)
        assert "GET /api/events" in (reader.status.problem or "")


async def test_ending_while_the_server_is_slow_leaves_nothing_behind() -> None:
    flux = FakeFlux()
    asked = asyncio.Event()

    def stall(request: Request) -> Response | None:
        asked.set()
        return None

    flux.set("e", n=1)
    flux.fault = stall
    async with reading(flux) as reader:
        await asked.wait()
    assert reader.status.reading in (Reading.STOPPED, Reading.WHOLE)


async def test_pasts_that_were_left_are_kept_and_those_that_read_nothing_go_first() -> None:
    flux = FakeFlux(history_by_arrival=True)
    flux.set("e", n=1)
    async with flux.serving() as url, FluxClient(url) as client:
        pasts = Pasts(client, lambda: flux.now, StillClock())
        first = pasts.of("e")
        task = asyncio.create_task(first.run())
        await until(lambda: first.status.reading is Reading.WHOLE)
        task.cancel()
        passed_by = pasts.of("e-0")
        for number in range(1, 20):
            pasts.of(f"e-{number}")
        assert pasts.of("e") is first
        assert pasts.of("e-0") is not passed_by
