"""A server replaced by another is said to be another, by whatever feed and of whatever size.

One that lost nothing is not, however it comes back.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FeedKind, Phase
from flux_tui.model.instant import NS
from tests.faults.answers import answer
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import Followed, following
from tests.faults.proxied import WATCHFUL
from tests.faults.proxy import Fault, FaultProxy

ENGINE, REAL = True, False
SERVERS = pytest.mark.parametrize(
    ("engine", "feed"),
    [
        (ENGINE, FeedKind.SSE),
        (ENGINE, FeedKind.WEBSOCKET),
        (ENGINE, FeedKind.POLLING),
        (REAL, FeedKind.WEBSOCKET),
        (REAL, FeedKind.POLLING),
    ],
    ids=["engine-sse", "engine-ws", "engine-poll", "real-ws", "real-poll"],
)
REAL_FEEDS = pytest.mark.parametrize("feed", [FeedKind.WEBSOCKET, FeedKind.POLLING])


def world_of(engine: bool, kind: str, count: int) -> FakeFlux:
    flux = FakeFlux(engine=engine, log_id=f"log-{kind}", now=time.time_ns())
    for number in range(count):
        flux.set(f"{kind}-{number}", n=number)
    return flux


@asynccontextmanager
async def followed_through(
    flux: FakeFlux, feed: FeedKind
) -> AsyncIterator[tuple[FaultProxy, Followed]]:
    """A session that equals its server, behind a proxy."""
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        async with proxy.serving() as url, following(url, feed=feed, settings=WATCHFUL) as followed:
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            await followed.until(lambda: followed.world.state() == flux.state())
            yield proxy, followed


async def lose(proxy: FaultProxy, followed: Followed) -> None:
    proxy.fault = Fault(refuse=True)
    proxy.cut()
    await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)


async def replace_by(upstream: str, proxy: FaultProxy, followed: Followed, feed: FeedKind) -> None:
    """Another server answers from now on; who polls has noticed that the first one went."""
    if feed is FeedKind.POLLING:
        await lose(proxy, followed)
    proxy.upstream, proxy.fault = upstream, Fault()
    proxy.cut()


def beginning_with(flux: FakeFlux, body: Response) -> Callable[[Request], Response | None]:
    """The first list of entities is this, and all that follows is the usual."""

    def once(request: Request) -> Response | None:
        if request.url.path != "/api/state/entities":
            return None
        flux.fault = None
        return body

    return once


@SERVERS
@pytest.mark.parametrize("sizes", [(75, 1), (1, 75), (1, 1), (2, 30), (75, 80)], ids=str)
async def test_another_world_is_said_to_be_another_whatever_the_sizes(
    engine: bool, feed: FeedKind, sizes: tuple[int, int]
) -> None:
    flux, other = world_of(engine, "old", sizes[0]), world_of(engine, "new", sizes[1])
    async with followed_through(flux, feed) as (proxy, followed), other.serving() as upstream:
        assert followed.session.status.replaced is None
        await replace_by(upstream, proxy, followed, feed)
        await followed.until(lambda: followed.session.status.replaced is not None, "the news")
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.world.state() == other.state()
        assert followed.session.status.healed == 0, "no audit found that"
        assert not list(followed.world.deletions()), "nobody was deleted"


@SERVERS
@pytest.mark.parametrize("size", [1, 4, 75])
async def test_the_same_world_is_no_other_though_it_was_away_and_much_happened(
    engine: bool, feed: FeedKind, size: int
) -> None:
    flux = world_of(engine, "old", size)
    async with followed_through(flux, feed) as (proxy, followed):
        await lose(proxy, followed)
        for number in range(100):
            flux.set(f"new-{number}", n=1)
        for number in range(1, size):
            flux.delete(f"old-{number}")
        flux.restamp()
        proxy.fault = Fault()
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == flux.state())
        assert followed.session.status.replaced is None
        assert followed.session.status.vanished is None
        assert followed.session.status.healed == 0


@REAL_FEEDS
async def test_another_world_with_some_ids_in_common_is_known_by_its_past(feed: FeedKind) -> None:
    """What is there was so, by its stamps, long before the World was seen to be otherwise."""
    flux, other = world_of(REAL, "old", 20), world_of(REAL, "new", 20)
    other.now -= 3600 * NS
    other.restamp()
    for number in range(4):
        other.set(f"old-{number}", n=number)
    async with followed_through(flux, feed) as (proxy, followed), other.serving() as upstream:
        await replace_by(upstream, proxy, followed, feed)
        await followed.until(lambda: followed.session.status.replaced is not None, "the news")
        await followed.until(lambda: followed.world.state() == other.state())


@REAL_FEEDS
async def test_a_clock_that_went_back_with_a_restart_makes_no_other_world(feed: FeedKind) -> None:
    flux = world_of(REAL, "old", 20)
    async with followed_through(flux, feed) as (proxy, followed):
        await lose(proxy, followed)
        flux.now -= 3600 * NS
        flux.restamp()
        for number in range(9):
            flux.set(f"new-{number}", n=1)
            flux.delete(f"old-{number}")
        proxy.fault = Fault()
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == flux.state())
        assert followed.session.status.replaced is None


@REAL_FEEDS
@pytest.mark.parametrize("unread", ["nobody", "strangers"])
async def test_a_log_that_is_still_being_read_makes_no_other_world(
    feed: FeedKind, unread: str
) -> None:
    """A restarted Flux may list nobody, or those that were deleted long ago, before the others."""
    flux = world_of(REAL, "old", 5)
    stamp = "2026-11-25T01:19:03Z"
    ghosts = [{"id": f"ghost-{n}", "properties": {}, "lastUpdated": stamp} for n in range(9)]
    async with followed_through(flux, feed) as (proxy, followed):
        touched: set[str] = set()
        followed.world.observe(
            lambda outcomes: touched.update(o.change.entity_id for o in outcomes)
        )
        await lose(proxy, followed)
        flux.fault = beginning_with(flux, answer(ghosts if unread == "strangers" else []))
        proxy.fault = Fault()
        await followed.until(lambda: flux.fault is None)
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: followed.world.state() == flux.state())
        assert followed.session.status.replaced is None
        assert followed.session.status.vanished is None
        assert not touched & flux.state().keys(), "nobody who was there blinked"


@REAL_FEEDS
@pytest.mark.parametrize("other", [False, True], ids=["itself", "another"])
async def test_an_empty_world_is_told_and_whose_it_is_once_somebody_is_there(
    feed: FeedKind, other: bool
) -> None:
    flux, empty = world_of(REAL, "old", 30), FakeFlux()
    async with followed_through(flux, feed) as (proxy, followed), empty.serving() as upstream:
        await replace_by(upstream, proxy, followed, feed)
        await followed.until(lambda: followed.session.status.vanished is not None, "the news")
        await followed.until(lambda: not followed.world)
        assert followed.session.status.replaced is None
        empty.set("new-1" if other else "old-7", n=1)
        await followed.until(lambda: followed.session.status.vanished is None, "certainty")
        assert (followed.session.status.replaced is not None) is other
        assert followed.world.state() == empty.state()


async def test_a_few_that_all_go_between_two_polls_are_the_same_world() -> None:
    flux = world_of(REAL, "job", 2)
    async with followed_through(flux, FeedKind.POLLING) as (_, followed):
        for number in range(10, 20):
            flux.set(f"job-{number}", n=1)
        flux.delete("job-0")
        flux.delete("job-1")
        await followed.until(lambda: followed.world.state() == flux.state())
        assert followed.session.status.replaced is None


async def test_an_engine_in_a_real_ones_place_and_back_are_three_worlds() -> None:
    engine, real = world_of(ENGINE, "engine", 5), world_of(REAL, "real", 5)
    feed = FeedKind.WEBSOCKET
    async with followed_through(engine, feed) as (proxy, followed), real.serving() as upstream:
        home = proxy.upstream
        for place, flux in ((upstream, real), (home, engine)):
            before = followed.session.status.replaced
            await replace_by(place, proxy, followed, feed)
            await followed.until(lambda: followed.session.status.replaced != before, "the news")  # noqa: B023
            await followed.until(lambda: followed.world.state() == flux.state())  # noqa: B023
