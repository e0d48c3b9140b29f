"""Whatever happens to connections, the World is kept, marked, and true again afterwards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FeedKind, Phase, SessionSettings, SessionStatus
from flux_tui.client.feeds.feed import Keepalive
from flux_tui.model.entity import Entity
from flux_tui.replica.outcome import Outcome
from tests.faults.fake_flux import FakeFlux, answer, written
from tests.faults.following import QUICK, Followed, following
from tests.faults.proxy import Fault, FaultProxy, page

WATCHFUL = replace(QUICK, keepalive=Keepalive(0.05, 0.1), stream_silence=0.3)
"""Half-open connections are found at once."""

FEEDS = pytest.mark.parametrize("feed", [FeedKind.SSE, FeedKind.WEBSOCKET, FeedKind.POLLING])


@asynccontextmanager
async def proxied(
    feed: FeedKind | None, *, settings: SessionSettings = WATCHFUL
) -> AsyncIterator[tuple[FakeFlux, FaultProxy, Followed, list[SessionStatus]]]:
    """A live session behind a fault proxy, and every status that it showed."""
    flux = FakeFlux(engine=feed is not FeedKind.WEBSOCKET)
    flux.set("a", n=1)
    flux.set("b", n=1)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        async with (
            proxy.serving() as url,
            following(url, feed=feed, settings=settings) as followed,
        ):
            shown: list[SessionStatus] = []
            followed.session.observe(shown.append)
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            await followed.until(lambda: followed.world.state() == flux.state())
            yield flux, proxy, followed, shown


def change_all(flux: FakeFlux) -> None:
    flux.set("a", n=2)
    flux.delete("b")
    flux.set("c", n=1)


def phases(shown: list[SessionStatus]) -> set[Phase]:
    return {status.phase for status in shown}


@FEEDS
async def test_a_cut_connection_is_made_again_and_what_was_missed_is_caught_up(
    feed: FeedKind,
) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        proxy.cut()
        change_all(flux)
        await followed.until(lambda: followed.world.state() == flux.state())
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.set("a", n=3)
        await followed.until(lambda: followed.world.state() == flux.state())


@FEEDS
async def test_a_connection_broken_in_the_middle_of_a_message_is_no_trouble(
    feed: FeedKind,
) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        proxy.fault = Fault(cut_after=700)
        proxy.cut()
        for n in range(20):
            flux.set("a", pad="x" * 100, n=n)
        await followed.until(lambda: followed.session.status.phase is not Phase.LIVE)
        proxy.fault = Fault()
        await followed.until(lambda: followed.world.state() == flux.state())
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


@FEEDS
async def test_a_half_open_connection_is_found_and_replaced(feed: FeedKind) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        connections = proxy.connections
        proxy.fault.stall = True
        change_all(flux)
        if feed is not FeedKind.POLLING:
            await followed.until(lambda: proxy.connections > connections, "a new connection")
        proxy.fault.stall = False
        await followed.until(lambda: followed.world.state() == flux.state())


@FEEDS
async def test_a_server_that_is_away_leaves_the_world_as_it_was_and_says_so(
    feed: FeedKind,
) -> None:
    async with proxied(feed) as (flux, proxy, followed, shown):
        world = followed.world.state()
        proxy.fault = Fault(refuse=True)
        proxy.cut()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        status = followed.session.status
        assert status.retry_at is not None
        assert status.retry_at >= status.since
        assert status.problem
        assert status.verified is not None
        assert followed.world.state() == world
        change_all(flux)
        proxy.fault = Fault()
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == flux.state())
        assert Phase.STALE in phases(shown)
        assert followed.session.status.problem is None


@pytest.mark.parametrize("status", ["200 OK", "500 Internal Server Error", "502 Bad Gateway"])
@FEEDS
async def test_pages_of_html_are_a_problem_that_passes(feed: FeedKind, status: str) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        proxy.fault = Fault(canned=page(status))
        proxy.cut()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        assert "\n" not in str(followed.session.status.problem)
        change_all(flux)
        proxy.fault = Fault()
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == flux.state())


async def test_where_a_proxy_opens_no_websocket_the_state_is_polled() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream, Fault(upgrades=False))
        async with proxy.serving() as url, following(url) as followed:
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            assert followed.session.status.feed is FeedKind.POLLING
            flux.set("a", n=2)
            await followed.until(lambda: followed.world.state() == flux.state())


async def test_polling_gives_way_to_a_better_feed_when_there_is_one() -> None:
    flux = FakeFlux()
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream, Fault(upgrades=False))
        settings = replace(QUICK, reprobe=0.05)
        async with proxy.serving() as url, following(url, settings=settings) as followed:
            await followed.until(lambda: followed.session.status.feed is FeedKind.POLLING)
            proxy.fault = Fault()
            await followed.until(lambda: followed.session.status.feed is FeedKind.WEBSOCKET)
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


async def test_the_feed_can_be_switched_while_it_runs() -> None:
    async with proxied(FeedKind.SSE) as (flux, _, followed, _):
        for feed in (FeedKind.POLLING, FeedKind.SSE):
            followed.session.switch(feed)
            await followed.until(lambda: followed.session.status.feed is feed)  # noqa: B023
            flux.set("a", n=str(feed))
            await followed.until(lambda: followed.world.state() == flux.state())


@pytest.mark.parametrize("feed", [FeedKind.SSE, FeedKind.WEBSOCKET])
async def test_while_another_feed_is_sought_the_world_is_not_called_live(feed: FeedKind) -> None:
    async with proxied(FeedKind.SSE) as (_, proxy, followed, _):
        proxy.fault.stall = True
        followed.session.switch(feed)
        await followed.until(lambda: followed.session.status.phase is Phase.CATCHING_UP)
        proxy.fault.stall = False
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.session.status.feed is feed


@FEEDS
async def test_attempts_that_fail_are_spaced_however_long_each_of_them_took(
    feed: FeedKind,
) -> None:
    async with proxied(feed, settings=replace(WATCHFUL, stable=0.0)) as (_, proxy, followed, _):
        proxy.fault = Fault(refuse=True)
        proxy.cut()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)


@FEEDS
async def test_a_server_with_other_content_replaces_the_world(feed: FeedKind) -> None:
    async with proxied(feed) as (_, proxy, followed, _):
        other = FakeFlux(engine=feed is not FeedKind.WEBSOCKET, log_id="log-2")
        other.set("z", n=1)
        async with other.serving() as upstream:
            proxy.upstream = upstream
            proxy.cut()
            await followed.until(lambda: followed.world.state() == {"z": {"n": 1}})
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


async def test_what_a_first_snapshot_brings_is_no_news_though_it_comes_in_two_attempts() -> None:
    """Of a world that was never whole nothing has changed."""
    flux = FakeFlux()
    for n in range(2000):
        flux.set(f"e-{n}", n=n)
    broken = json.dumps([written(Entity(f"e-{n}", {"n": n}, flux.now)) for n in range(2000)])[:-1]

    def break_off(request: Request) -> Response | None:
        listed = request.url.path == "/api/state/entities"
        return Response(broken, media_type="application/json") if listed else None

    flux.fault = break_off
    async with flux.serving() as url, following(url) as followed:
        shown: list[SessionStatus] = []
        followed.session.observe(shown.append)
        await followed.until(lambda: followed.world, "a part")
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        flux.fault = None
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.world.state() == flux.state()
        assert {phase for phase in phases(shown) if phase.is_following} == {Phase.LIVE}


async def test_a_partial_snapshot_after_a_restart_makes_nothing_vanish() -> None:
    """A real Flux answers before it has read its log; what it lacks is looked at once more."""
    async with proxied(FeedKind.WEBSOCKET) as (flux, proxy, followed, _):
        touched: list[str] = []
        followed.world.observe(
            lambda outcomes: touched.extend(o.change.entity_id for o in outcomes)
        )
        partial = answer([])

        def only_once(request: Request) -> Response | None:
            if request.url.path != "/api/state/entities":
                return None
            flux.fault = None
            return partial

        proxy.fault = Fault(refuse=True)
        proxy.cut()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        flux.fault = only_once
        proxy.fault = Fault()
        await followed.until(lambda: flux.fault is None)
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.world.state() == flux.state()
        assert touched == []


@pytest.mark.parametrize("moment", ["live", "stalled", "offline", "looking"])
@FEEDS
async def test_no_task_outlives_a_session_whenever_it_is_cancelled(
    feed: FeedKind, moment: str
) -> None:
    flux = FakeFlux(engine=feed is FeedKind.SSE)
    flux.set("a", n=1)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        async with proxy.serving() as url:
            before = asyncio.all_tasks()
            async with following(url, feed=feed, settings=WATCHFUL) as followed:
                await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
                proxy.fault.stall = moment == "stalled"
                if moment == "offline":
                    proxy.fault = Fault(refuse=True)
                    proxy.cut()
                    await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
                if moment == "looking":
                    flux.skipping, asked = True, len(flux.asked)
                    flux.set("lost", n=1)
                    flux.tick()
                    flux.tick()
                    await followed.until(lambda: len(flux.asked) > asked)
            proxy.fault.stall = False
            flux.disconnect()
            async with asyncio.timeout(5):
                while not asyncio.all_tasks() <= before:  # noqa: ASYNC110 - the server's take a turn
                    await asyncio.sleep(0.005)


async def test_a_bug_is_not_taken_for_a_servers_fault() -> None:
    def buggy(outcomes: Sequence[Outcome]) -> None:
        raise ZeroDivisionError

    async def follow_with_a_bug(url: str, flux: FakeFlux) -> None:
        async with following(url) as followed:
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            followed.world.observe(buggy)
            flux.set("a", n=1)
            await followed.until(followed.task.done)

    flux = FakeFlux()
    async with flux.serving() as url:
        with pytest.raises(ZeroDivisionError):
            await follow_with_a_bug(url, flux)
