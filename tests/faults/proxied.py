"""A live session behind a fault proxy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from flux_tui.client import FeedKind, Phase, SessionSettings, SessionStatus
from flux_tui.client.feeds.feed import Keepalive
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, Followed, following
from tests.faults.proxy import FaultProxy

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


def phases(shown: list[SessionStatus]) -> set[Phase]:
    return {status.phase for status in shown}
