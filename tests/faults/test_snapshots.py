"""What a snapshot tells, and does not: other worlds, parts of one, the first of all."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import FeedKind, Phase, SessionStatus
from flux_tui.model.entity import Entity
from tests.faults.answers import answer, written
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import following
from tests.faults.proxied import FEEDS, phases, proxied
from tests.faults.proxy import Fault


@FEEDS
async def test_a_server_with_other_content_replaces_the_world_and_that_is_noticed(
    feed: FeedKind,
) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        flux.set("c", n=1)
        await followed.until(lambda: followed.world.state() == flux.state())
        other = FakeFlux(engine=flux.engine, log_id="log-2")
        for n in range(3):
            other.set(f"z-{n}", n=1)
        async with other.serving() as upstream:
            proxy.upstream = upstream
            proxy.cut()
            await followed.until(lambda: followed.world.state() == other.state())
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            assert followed.session.status.replaced is not None


@FEEDS
async def test_the_same_server_after_a_while_is_not_taken_for_another(feed: FeedKind) -> None:
    async with proxied(feed) as (flux, proxy, followed, _):
        for n in range(1, 4):
            proxy.fault = Fault(refuse=True)
            proxy.cut()
            await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
            flux.oldest = len(flux.events) + 2
            flux.set(f"new-{n}", n=1)
            flux.delete("a")
            flux.restamp()
            proxy.fault = Fault()
            flux.oldest = 1
            await followed.until(lambda: followed.world.state() == flux.state())
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.session.status.replaced is None


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
