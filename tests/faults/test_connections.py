"""Whatever happens to connections, the World is kept, marked, and true again afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from flux_tui.client import FeedKind, Phase, Trouble
from flux_tui.client.session.follow_polling import THRIFT
from flux_tui.replica.outcome import Outcome
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import PATIENCE, following
from tests.faults.proxied import FEEDS, WATCHFUL, phases, proxied
from tests.faults.proxy import Fault, FaultProxy, page, refusing


def change_all(flux: FakeFlux) -> None:
    flux.set("a", n=2)
    flux.delete("b")
    flux.set("c", n=1)


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


async def test_a_poll_that_was_held_up_does_not_put_off_the_next_for_long() -> None:
    thrifty = replace(WATCHFUL, silence=PATIENCE / THRIFT + 0.1)
    async with proxied(FeedKind.POLLING, settings=thrifty) as (flux, proxy, followed, _):
        proxy.fault.stall = True
        await followed.until(lambda: followed.session.status.phase is Phase.STALE)
        proxy.fault.stall = False
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        change_all(flux)
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
        behind_a_proxy = status.startswith("502")
        trouble = Trouble.AWAY if behind_a_proxy else Trouble.NOT_UNDERSTOOD
        await followed.until(lambda: followed.session.status.trouble is trouble)
        change_all(flux)
        proxy.fault = Fault()
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == flux.state())


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        ("401 Unauthorized", Trouble.REFUSED),
        ("403 Forbidden", Trouble.REFUSED),
        ("429 Too Many Requests", Trouble.REFUSED),
        ("500 Internal Server Error", Trouble.FAILING),
        ("404 Not Found", Trouble.NOT_UNDERSTOOD),
    ],
)
@FEEDS
async def test_a_server_that_answers_and_gives_no_world_is_told_from_one_that_is_away(
    feed: FeedKind, status: str, trouble: Trouble
) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        proxy.fault = Fault(canned=refusing(status))
        proxy.cut()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        await followed.until(lambda: followed.session.status.trouble is trouble)
        change_all(flux)
        proxy.fault = Fault()
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.session.status.trouble is None
        await followed.until(lambda: followed.world.state() == flux.state())


@FEEDS
async def test_attempts_that_fail_are_spaced_however_long_each_of_them_took(
    feed: FeedKind,
) -> None:
    async with proxied(feed, settings=replace(WATCHFUL, stable=0.0)) as (_, proxy, followed, _):
        proxy.fault = Fault(refuse=True)
        proxy.cut()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)


@FEEDS
async def test_lost_connections_are_counted_and_failed_attempts_are_not(feed: FeedKind) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        for losses in range(1, 4):
            verified = followed.session.status.verified
            flux.tick()
            if feed is FeedKind.SSE:
                await followed.until(lambda: followed.session.status.verified != verified)  # noqa: B023
            proxy.fault = Fault(refuse=True)
            proxy.cut()
            await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
            assert followed.session.status.losses == losses
            proxy.fault = Fault()
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


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
