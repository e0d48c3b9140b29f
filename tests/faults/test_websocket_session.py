"""On a WebSocket that may skip, fall mute and disorder, the World ends equal to the server."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from flux_tui.client import FeedKind, Phase, SessionStatus
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import Followed, following


def until_mute(flux: FakeFlux, followed: Followed) -> Callable[[], bool]:
    """Changes once more each time: a look may be faster than the tick that makes it suspicious."""
    numbers = count(10)

    def is_mute() -> bool:
        flux.set("a", n=next(numbers))
        flux.tick()
        return followed.session.status.mute

    return is_mute


async def test_changes_arrive_as_they_happen() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        assert followed.session.status.feed is FeedKind.WEBSOCKET
        assert followed.world.state() == {"a": {"n": 1}}
        flux.set("a", n=2)
        flux.set("b", m=[1, {"x": None}])
        await followed.until(lambda: followed.world.state() == flux.state())
        flux.delete("a")
        await followed.until(lambda: followed.world.state() == {"b": {"m": [1, {"x": None}]}})


async def test_skipped_frames_are_found_counted_and_mended() -> None:
    flux = FakeFlux()
    for n in range(20):
        flux.set(f"e-{n}", n=n, same=True)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.skipping = True
        flux.set("e-1", n="lost")
        flux.delete("e-2")
        flux.set("new", n=1)
        flux.skipping = False
        flux.set("e-3", n="seen")
        await followed.until(lambda: followed.world.state() == flux.state(), "the healed World")
        await followed.until(lambda: followed.session.status.healed == 3)


async def test_totals_that_disagree_twice_lead_to_a_look_though_no_change_arrives() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.tick()
        flux.skipping = True
        flux.delete("a")
        flux.tick()
        flux.tick()
        await followed.until(lambda: followed.world.state() == {})


async def test_a_mute_server_is_named_polled_around_and_believed_when_it_speaks() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.mute = True
        await followed.until(until_mute(flux, followed), "muteness")
        flux.set("a", n=99)
        await followed.until(lambda: followed.world.state() == {"a": {"n": 99}})
        flux.mute = False
        flux.set("a", n=100)
        await followed.until(lambda: not followed.session.status.mute, "speech")
        assert followed.world.state() == {"a": {"n": 100}}


async def test_before_a_server_is_called_mute_it_is_known_that_silence_says_nothing() -> None:
    """The most regular are overdue after 6 s, and muteness shows after as many."""
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        shown: list[SessionStatus] = []
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.tick()
        await followed.until(lambda: followed.session.status.metrics is not None)
        followed.session.observe(shown.append)
        flux.mute = True
        flux.set("a", n=2)
        flux.tick()
        await followed.until(lambda: followed.session.status.deaf, "deafness")
        await followed.until(until_mute(flux, followed), "muteness")
        assert all(status.deaf for status in shown if status.mute)
        flux.mute = False
        flux.set("a", n="heard")
        await followed.until(lambda: not followed.session.status.deaf, "speech")


async def test_on_sse_events_without_an_effect_are_heard() -> None:
    flux = FakeFlux(engine=True)
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        shown: list[SessionStatus] = []
        followed.session.observe(shown.append)
        await followed.until(lambda: flux.subscribers)
        for _ in range(3):
            seen = followed.session.status.metrics
            flux.set("a")
            flux.tick()
            await followed.until(lambda: followed.session.status.metrics != seen)  # noqa: B023
        assert not any(status.deaf for status in shown)


async def test_events_without_an_effect_do_not_make_a_server_mute() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        for _ in range(6):
            flux.set("a")
            flux.tick()
        asked = len(flux.asked)
        await followed.until(lambda: len(flux.asked) > asked)
        assert not followed.session.status.mute


async def test_a_world_without_traffic_is_verified_without_asking() -> None:
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.tick()
        flux.set("a", n=2)
        flux.tick()
        await followed.until(lambda: flux.asked.count("/api/state/entities") > 1)
        await followed.until(lambda: followed.session.status.metrics is not None)
        for _ in range(3):
            verified, asked = followed.session.status.verified, len(flux.asked)
            flux.tick()
            await followed.until(lambda: followed.session.status.verified != verified)  # noqa: B023
        assert len(flux.asked) == asked
