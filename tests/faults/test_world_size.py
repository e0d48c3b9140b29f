"""A world that takes more memory than it may is not loaded, and how to open a part is said."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from flux_tui.client import FeedKind, Phase, Trouble
from flux_tui.client.session.world_size import WorldSize
from flux_tui.errors import WorldTooLarge
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following

MEGABYTE = 1_000_000


@pytest.mark.parametrize("feed", list(FeedKind))
async def test_it_is_left_alone_until_a_person_wants_it_again(feed: FeedKind) -> None:
    flux = FakeFlux(engine=feed is not FeedKind.WEBSOCKET)
    flux.set("small", n=1)
    for number in range(3_000):
        flux.set(f"entity-{number}", text="x" * 200)
    settings = replace(QUICK, world_bytes=MEGABYTE)
    async with flux.serving() as url, following(url, feed=feed, settings=settings) as followed:
        session = followed.session
        await followed.until(lambda: session.status.phase is Phase.OFFLINE)
        assert "more than 1 MB of memory; open a part" in (session.status.problem or "")
        assert session.status.trouble is Trouble.TOO_LARGE
        assert session.status.is_partial
        soon = time.time_ns() + 60 * NS
        assert (session.status.retry_at or 0) > soon, "it is not asked again and again for so much"
        for number in range(3_000):
            flux.delete(f"entity-{number}")
        session.switch(feed)
        await followed.until(lambda: session.status.phase is Phase.LIVE)
        assert followed.world.state() == flux.state()
        assert not session.status.is_partial


async def test_once_it_is_smaller_it_is_followed() -> None:
    flux = FakeFlux()
    for number in range(3_000):
        flux.set(f"entity-{number}", text="x" * 200)
    settings = replace(QUICK, world_bytes=MEGABYTE, until_smaller=0.2)
    async with flux.serving() as url, following(url, settings=settings) as followed:
        session = followed.session
        await followed.until(lambda: session.status.trouble is Trouble.TOO_LARGE)
        for number in range(2_900):
            flux.delete(f"entity-{number}")
        await followed.until(lambda: session.status.phase is Phase.LIVE)
        assert followed.world.state() == flux.state()
        assert not session.status.is_partial


def test_a_world_is_measured_by_samples_of_it() -> None:
    size = WorldSize(10 * MEGABYTE, "http://flux.test")
    alike = [Entity(f"entity-{n}", {"text": "x" * 1000}, 1) for n in range(1000)]
    size.take(alike)
    assert 1 * MEGABYTE < size.bytes < 2 * MEGABYTE
    with pytest.raises(WorldTooLarge, match="more than 10 MB"):
        size.take(alike * 10)
