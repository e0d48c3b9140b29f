"""A session of a part of a world equals that part of the server's state, by every feed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flux_tui.client import AuditSettings, FeedKind, Phase
from flux_tui.model.json import Json
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.scope import Scope, read_scope
from tests.engine.running import local_engine
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following

State = dict[str, dict[str, Json]]
UNAUDITED = replace(QUICK, audit=AuditSettings(interval=600))
"""Nothing is looked at without a reason: what the feed tells must lead there."""

FEEDS = pytest.mark.parametrize("feed", list(FeedKind))
HOT = read_scope(None, None, "temp>30")

Belongs = Callable[[str, dict[str, Any]], bool]

SCOPES: dict[str, tuple[Scope, Belongs]] = {
    "prefix": (read_scope("lab/a", None, None), lambda i, p: i.startswith("lab/a")),
    "namespace": (read_scope(None, "lab", None), lambda i, p: i.startswith("lab/")),
    "ids": (
        read_scope(None, None, "lab/*1 or hall"),
        lambda i, p: "hall" in i or (i.startswith("lab/") and i.endswith("1")),
    ),
    "values": (read_scope(None, None, "n>5"), lambda i, p: p.get("n", 0) > 5),
    "what is missing": (read_scope(None, None, "not has:m"), lambda i, p: "m" not in p),
    "all three": (
        read_scope("lab/", "lab", "n>5 or has:m"),
        lambda i, p: i.startswith("lab/") and ("m" in p or p.get("n", 0) > 5),
    ),
}
"""Each scope, and in plain words what belongs to it."""

IDS = ("lab/a1", "lab/a2", "lab/b1", "hall/a1", "hall/b2", "lab")


def part(flux: FakeFlux, belongs: Belongs) -> State:
    return {i: p for i, p in flux.state().items() if belongs(i, p)}


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["set n", "set n", "set m", "set both", "delete", "tick", "wait"]),
        st.sampled_from(IDS),
        st.integers(0, 11),
    ),
    min_size=5,
    max_size=40,
)


async def act(feed: FeedKind, name: str, operations: list[tuple[str, str, int]]) -> None:
    scope, belongs = SCOPES[name]
    flux = FakeFlux(engine=feed is FeedKind.SSE)
    for number, entity_id in enumerate(IDS):
        flux.set(entity_id, n=2 * number, other="same")
    async with (
        flux.serving() as url,
        following(url, feed=feed, scope=scope, settings=UNAUDITED) as followed,
    ):
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        for what, entity_id, n in operations:
            match what:
                case "set n":
                    flux.set(entity_id, n=n)
                case "set m":
                    flux.set(entity_id, m=n)
                case "set both":
                    flux.set(entity_id, n=n, m=n)
                case "delete":
                    flux.delete(entity_id)
                case "tick":
                    flux.tick()
                case _:
                    await asyncio.sleep(n / 1000)
        await followed.until(lambda: followed.world.state() == part(flux, belongs), "equality")


@pytest.mark.parametrize("name", list(SCOPES))
@FEEDS
@given(operations=OPERATIONS)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_whatever_happens_the_world_is_what_belongs_of_the_servers_state(
    feed: FeedKind, name: str, operations: list[tuple[str, str, int]]
) -> None:
    asyncio.run(act(feed, name, operations))


@FEEDS
async def test_an_entity_that_comes_to_match_is_there_whole_and_leaves_when_it_no_longer_does(
    feed: FeedKind,
) -> None:
    flux = FakeFlux(engine=feed is FeedKind.SSE)
    flux.set("a", temp=20, unit="C", room={"floor": 3})
    async with (
        flux.serving() as url,
        following(url, feed=feed, scope=HOT, settings=UNAUDITED) as followed,
    ):
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.world.state() == {}
        flux.set("a", temp=31)
        whole: State = {"a": {"temp": 31, "unit": "C", "room": {"floor": 3}}}
        await followed.until(lambda: followed.world.state() == whole, "the whole entity")
        outcomes: list[Outcome] = []
        followed.world.observe(outcomes.extend)
        flux.set("a", temp=29)
        await followed.until(lambda: followed.world.state() == {}, "an empty World")
        if feed is not FeedKind.POLLING:
            assert outcomes[-1].kind is Kind.LEFT
        assert followed.session.status.healed == 0


@FEEDS
async def test_a_part_is_verified_by_itself_and_not_by_the_totals_of_the_whole(
    feed: FeedKind,
) -> None:
    flux = FakeFlux(engine=feed is FeedKind.SSE)
    for entity_id in IDS:
        flux.set(entity_id, n=1)
    scope, belongs = SCOPES["namespace"]
    async with flux.serving() as url, following(url, feed=feed, scope=scope) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        verified = followed.session.status.verified
        for n in range(4):
            flux.tick()
            flux.set("lab/a1", n=n)
        await followed.until(lambda: followed.session.status.verified != verified)
        await followed.until(lambda: followed.world.state() == part(flux, belongs))
        assert followed.session.status.healed == 0
        if feed is not FeedKind.POLLING:
            flux.skipping = True
            flux.set("lab/a2", n="lost")
            flux.set("hall/a1", n="lost, and nobody's business")
            flux.skipping = False
            flux.set("lab/a1", n="seen")
            await followed.until(lambda: followed.world.state() == part(flux, belongs))
            await followed.until(lambda: followed.session.status.healed == 1)


async def test_the_server_selects_what_it_can() -> None:
    flux = FakeFlux(engine=True)
    scope = read_scope("lab/a", "lab", None)
    async with flux.serving() as url, following(url, scope=scope) as followed:
        await followed.until(lambda: flux.streamed)
        assert flux.streamed == ["prefix=lab%2Fa&namespace=lab"]


async def test_a_part_of_a_real_engine_is_followed_by_each_feed() -> None:
    from flux_tui.client import FluxClient
    from flux_tui.model.event import setting

    async with local_engine() as engine, FluxClient(engine.url) as client:
        await client.publish_batch([setting("t", "me", i, {"temp": 1, "u": "C"}) for i in IDS])
        for feed in FeedKind:
            scope = read_scope(None, "lab", "temp>30")
            async with following(engine.url, feed=feed, scope=scope) as followed:
                await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
                await client.publish(setting("t", "me", "lab/b1", {"temp": 40}))
                await client.publish(setting("t", "me", "hall/b2", {"temp": 40}))
                await followed.until(
                    lambda: followed.world.state() == {"lab/b1": {"temp": 40, "u": "C"}}
                )
                await client.publish(setting("t", "me", "lab/b1", {"temp": 4}))
                await followed.until(lambda: followed.world.state() == {})
