"""A large world and a flood leave everybody else their turn."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from flux_tui.client import FeedKind, Phase
from tests.client.serving import Recorder, serving
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following

UPDATED = "2026-11-25T01:18:11.890704815+00:00"


async def test_a_hundred_thousand_entities_arrive_while_others_go_on() -> None:
    listed = [
        {"id": f"kind-{n}", "properties": {"n": n, "u": "C"}, "lastUpdated": UPDATED}
        for n in range(100_000)
    ]
    settings = replace(QUICK, poll=600.0)
    async with (
        serving(Recorder(body=json.dumps(listed))) as url,
        following(url, feed=FeedKind.POLLING, settings=settings) as followed,
    ):
        seen: set[int] = set()
        while followed.session.status.phase is not Phase.LIVE:
            seen.add(followed.session.status.loaded)
            await asyncio.sleep(0)
        assert len(followed.world) == followed.session.status.loaded == 100_000
        assert len(seen) > 20


@pytest.mark.parametrize("engine", [True, False], ids=["sse", "ws"])
async def test_a_flood_leaves_others_their_turn_and_ends_in_the_servers_state(
    engine: bool,
) -> None:
    flux = FakeFlux(engine=engine)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: flux.subscribers)
        for n in range(9_000):
            flux.set(f"e-{n % 100}", n=n, m=n % 7)
        seen: set[int] = set()
        while followed.world.state() != flux.state():
            seen.add(max((r.updated for r in followed.world.entities.values()), default=0))
            await asyncio.sleep(0)
        assert len(seen) > 2
