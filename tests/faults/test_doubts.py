"""What the World is worth is said from the moment it is in doubt, and until it no longer is."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from flux_tui.client import AuditSettings, FluxClient, Phase, Session, SessionStatus
from flux_tui.model.clock import SystemClock
from flux_tui.model.instant import NS
from flux_tui.replica.world import World
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following, running
from tests.faults.proxy import page

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
    """A machine that can sleep."""

    slept = 0

    def now(self) -> int:
        return super().now() + self.slept


async def test_a_machine_that_slept_begins_anew() -> None:
    flux, clock, world = FakeFlux(engine=True), Jumpy(), World()
    flux.set("a", n=1)
    async with flux.serving() as url, FluxClient(url) as client:
        session = Session(client, world, clock=clock, settings=QUICK)
        async with running(session, world) as followed:
            shown: list[SessionStatus] = []
            await followed.until(lambda: flux.subscribers)
            session.observe(shown.append)
            clock.slept = 3600 * NS
            await followed.until(lambda: Phase.STALE in {status.phase for status in shown})
            await followed.until(lambda: session.status.phase is Phase.LIVE)
            assert any("slept" in str(status.problem) for status in shown)
            flux.set("a", n=2)
            await followed.until(lambda: world.state() == flux.state())


async def test_the_servers_time_is_estimated_from_what_it_sends() -> None:
    flux = FakeFlux()
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.tick()
        await followed.until(lambda: followed.session.status.metrics)
        assert abs(followed.session.server_now() - flux.now) < 3600 * NS
