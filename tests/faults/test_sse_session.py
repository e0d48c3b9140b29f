"""On SSE nothing is skipped: the session resumes where it was, or begins anew when it cannot."""

from __future__ import annotations

from dataclasses import replace

from flux_tui.client import FeedKind, Phase, SessionStatus
from flux_tui.replica.outcome import Kind, Outcome
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following
from tests.faults.proxy import Fault, FaultProxy


async def test_whole_events_arrive_with_their_source() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: flux.subscribers)
        assert followed.session.status.feed is FeedKind.SSE
        event = flux.set("a", n=2)
        await followed.until(lambda: followed.world.state() == {"a": {"n": 2}})
        trail = followed.world.entities["a"].trail("n")
        assert trail is not None
        assert (trail.source, trail.event_id) == ("test", event.event_id)


async def test_the_streams_of_others_are_heard_of() -> None:
    flux = FakeFlux(engine=True)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: flux.subscribers)
        flux.set("a", n=1)
        await followed.until(lambda: list(followed.session.streams) == ["fake"])


async def test_a_lost_connection_resumes_by_sequence_without_a_second_snapshot() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: flux.subscribers)
        flux.disconnect()
        await followed.until(lambda: not flux.subscribers)
        flux.set("a", n=2)
        flux.set("b", n=1)
        await followed.until(lambda: followed.world.state() == flux.state())
        assert flux.asked.count("/api/state/entities") == 1


async def test_a_log_that_no_longer_has_the_position_is_begun_anew() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    flux.set("gone", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: flux.subscribers)
        flux.disconnect()
        await followed.until(lambda: not flux.subscribers)
        flux.delete("gone")
        flux.set("b", n=1)
        flux.oldest = len(flux.events) + 1
        await followed.until(lambda: followed.world.state() == flux.state())
        assert flux.asked.count("/api/state/entities") == 2


async def test_another_log_behind_the_same_address_is_noticed_by_its_identity() -> None:
    flux = FakeFlux(engine=True)
    for n in range(5):
        flux.set("a", n=n)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        other = FakeFlux(engine=True, log_id="log-2")
        for n in range(9):
            other.set("z", n=n)
        flux.log_id, flux.events, flux.world = "log-2", other.events, other.world
        flux.disconnect()
        await followed.until(lambda: followed.world.state() == {"z": {"n": 8}})


async def test_another_log_after_a_long_absence_is_loaded_at_once() -> None:
    """Whoever says so is there: nothing is to be waited for."""
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        async with proxy.serving() as url, following(url) as followed:
            shown: list[SessionStatus] = []
            followed.session.observe(shown.append)
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            proxy.fault = Fault(refuse=True)
            proxy.cut()
            await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
            flux.log_id = "log-2"
            flux.set("a", n="of another log")
            proxy.fault = Fault()
            await followed.until(lambda: followed.world.state() == flux.state())
            said = {status.phase for status in shown if "another log" in str(status.problem)}
            assert said == {Phase.STALE}


async def test_a_log_that_is_another_one_each_time_is_not_asked_without_a_pause() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    patient = replace(QUICK, first_delay=600, longest_delay=600)
    async with flux.serving() as url, following(url, settings=patient) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.oldest = len(flux.events) + 2
        flux.disconnect()
        await followed.until(lambda: followed.session.status.phase is Phase.OFFLINE)
        assert flux.asked.count("/api/state/entities") < 5


async def test_what_is_equal_after_a_new_snapshot_neither_glows_nor_loses_its_age() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    flux.set("b", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: flux.subscribers)
        flux.set("a", n=2)
        await followed.until(lambda: followed.world.state() == flux.state())
        changed = followed.world.entities["a"].changed
        outcomes: list[Outcome] = []
        followed.world.observe(outcomes.extend)
        flux.restamp()
        flux.oldest = len(flux.events) + 2
        flux.disconnect()
        await followed.until(lambda: flux.asked.count("/api/state/entities") > 1)
        flux.oldest = 1
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.set("b", n=5)
        await followed.until(lambda: followed.world.state() == flux.state())
        assert [outcome.change.entity_id for outcome in outcomes] == ["b"]
        assert outcomes[0].kind is Kind.CHANGED
        assert followed.world.entities["a"].changed == changed


async def test_metrics_that_agree_verify_and_that_disagree_lead_to_a_look() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: flux.subscribers)
        verified = followed.session.status.verified
        flux.tick()
        await followed.until(lambda: followed.session.status.verified != verified)
        flux.mute = True
        flux.set("lost", n=1)
        flux.tick()
        flux.tick()
        await followed.until(lambda: followed.world.state() == flux.state())
        assert followed.session.status.healed == 1
