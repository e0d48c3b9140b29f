"""What the World is worth is said from the moment it is in doubt, and until it no longer is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import AuditSettings, FeedKind, FluxClient, Phase, Session, SessionStatus
from flux_tui.model.clock import SystemClock
from flux_tui.model.instant import NS
from flux_tui.replica.world import World
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following, running
from tests.faults.proxy import FaultProxy, page

QUIET = replace(QUICK, silence=0.05, audit=AuditSettings(interval=600, settle=0.03))


async def test_a_server_that_falls_silent_is_asked_and_believed_while_it_answers() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url, settings=QUIET) as followed:
        shown: list[SessionStatus] = []
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        followed.session.observe(shown.append)
        flux.skipping = True
        flux.tick()
        flux.set("a", n=2)
        await followed.until(lambda: followed.world.state() == flux.state())
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        silent = [status for status in shown if status.phase is Phase.STALE]
        assert "fallen silent" in str(silent[0].problem)


@pytest.mark.parametrize("feed", [FeedKind.SSE, FeedKind.WEBSOCKET])
async def test_a_silence_is_said_though_a_look_still_waits_for_its_answer(feed: FeedKind) -> None:
    flux = FakeFlux(engine=feed is FeedKind.SSE)
    flux.set("a", n=1)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        settings = replace(QUICK, silence=0.3, stream_silence=60)
        async with proxy.serving() as url, following(url, feed=feed, settings=settings) as followed:
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            flux.tick()
            await followed.until(lambda: followed.session.status.metrics is not None)

            def stall(request: Request) -> Response | None:
                proxy.fault.stall = True
                return None

            flux.fault = stall
            flux.say("event: event\ndata: nonsense\n\n")
            await followed.until(lambda: followed.session.status.phase is Phase.STALE, "doubt")
            assert "fallen silent" in str(followed.session.status.problem)
            flux.fault, proxy.fault.stall = None, False
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


async def test_a_server_that_cannot_be_asked_is_stale_and_then_given_up() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)

    def broken(request: Request) -> Response | None:
        return Response(page("x"), 500, media_type="text/html")

    async with flux.serving() as url, following(url) as followed:
        shown: list[SessionStatus] = []
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        followed.session.observe(shown.append)
        flux.fault = broken
        flux.set("a", n=2)
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        assert Phase.STALE in {status.phase for status in shown}
        flux.fault = None
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.world.state() == flux.state()


class Jumpy(SystemClock):
    """A machine that can sleep, with or without its monotonic clock, and whose clock can be set."""

    slept = 0
    went_on = 0.0

    def now(self) -> int:
        return super().now() + self.slept

    def monotonic(self) -> float:
        return super().monotonic() + self.went_on


@pytest.mark.parametrize("feed", list(FeedKind))
@pytest.mark.parametrize(
    ("slept", "went_on", "words"),
    [(3600, 0, "slept"), (-3600, 0, "was set"), (3600, 3600, "stood still")],
    ids=["asleep", "set back", "stopped"],
)
async def test_a_machine_that_slept_begins_anew(
    feed: FeedKind, slept: int, went_on: float, words: str
) -> None:
    flux, clock, world = FakeFlux(engine=feed is FeedKind.SSE), Jumpy(), World()
    flux.set("a", n=1)
    async with flux.serving() as url, FluxClient(url) as client:
        session = Session(client, world, feed=feed, clock=clock, settings=QUICK)
        async with running(session, world) as followed:
            shown: list[SessionStatus] = []
            await followed.until(lambda: session.status.phase is Phase.LIVE)
            session.observe(shown.append)
            clock.slept, clock.went_on = slept * NS, went_on
            await followed.until(lambda: Phase.STALE in {status.phase for status in shown})
            await followed.until(lambda: session.status.phase is Phase.LIVE)
            assert any(words in str(status.problem) for status in shown)
            flux.set("a", n=2)
            await followed.until(lambda: world.state() == flux.state())


async def test_a_poll_that_is_not_answered_makes_the_world_stale_before_it_fails() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        settings = replace(QUICK, silence=0.05)
        async with (
            proxy.serving() as url,
            following(url, feed=FeedKind.POLLING, settings=settings) as followed,
        ):
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            proxy.fault.stall = True
            await followed.until(lambda: followed.session.status.phase is Phase.STALE)
            assert "silent" in str(followed.session.status.problem)
            flux.set("a", n=2)
            proxy.fault.stall = False
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            await followed.until(lambda: followed.world.state() == flux.state())


async def test_the_servers_time_is_estimated_from_what_it_sends() -> None:
    flux = FakeFlux()
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.tick()
        await followed.until(lambda: followed.session.status.metrics)
        assert abs(followed.session.server_now() - flux.now) < 3600 * NS
