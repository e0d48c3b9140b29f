"""The best feed on offer is taken, or the one that is wanted, also while it runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flux_tui.client import FeedKind, Phase
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following
from tests.faults.proxied import proxied
from tests.faults.proxy import Fault, FaultProxy


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
