"""After any sequence of changes and faults, once the faults end, the World equals the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flux_tui.client import FeedKind, Phase
from flux_tui.client.feeds.feed import Keepalive
from flux_tui.model.change import EntityDeleted, PropertySet
from tests.faults.answers import frame
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following
from tests.faults.proxy import Fault, FaultProxy, page

WATCHFUL = replace(QUICK, keepalive=Keepalive(0.05, 0.2), stream_silence=0.5)


@dataclass
class Stage:
    """A server and the network before it."""

    flux: FakeFlux
    proxy: FaultProxy

    def apply(self, step: Step) -> None:
        STEPS[step[0]](self, step[1])

    def end_faults(self) -> None:
        self.proxy.fault = Fault()
        self.flux.skipping = self.flux.mute = False
        self.flux.fault = None
        self.flux.oldest = 1
        self.flux.release()

    def set_some(self, n: int) -> None:
        for k in range(1 + n % 4):
            self.flux.set(f"e-{(n + k) % 6}", **{f"p{n % 3}": n, "k": k})

    def delete(self, n: int) -> None:
        self.flux.delete(f"e-{n % 6}")

    def skip(self, n: int) -> None:
        self.flux.skipping = n % 2 == 0 and not self.flux.engine

    def fall_mute(self, n: int) -> None:
        self.flux.mute = n % 2 == 0 and not self.flux.engine

    def fall_behind(self, n: int) -> None:
        """The reader is slow: what waits for it is reordered, and what is too much is lost."""
        if not self.flux.engine:
            self.flux.hold(Random(n), (3 + n, 1 + n // 4, 1))

    def catch_up(self, n: int) -> None:
        self.flux.release()

    def restart(self, n: int) -> None:
        if self.flux.engine:
            self.flux.disconnect()
        else:
            self.flux.restart()

    def restamp(self, n: int) -> None:
        if not self.flux.engine:
            self.flux.restamp()

    def repeat(self, n: int) -> None:
        """What was told is told again, and on a WebSocket what is older than that."""
        self.flux.repeat()
        if not self.flux.engine:
            now = self.flux.now - n
            self.flux.say(frame(PropertySet(f"e-{n % 6}", "p0", "old", now)))
            self.flux.say(frame(EntityDeleted(f"e-{(n + 1) % 6}", now)))

    def forget_the_log(self, n: int) -> None:
        """The log no longer has what was before, or it is another one with the same content."""
        if n % 2:
            self.flux.oldest = len(self.flux.events) + 1
        else:
            self.flux.log_id = f"log-{n}"
        self.flux.disconnect()

    def tick(self, n: int) -> None:
        self.flux.tick()

    def say_nonsense(self, n: int) -> None:
        kinds = ["{", '{"type":"state_update"}', '{"type":"new"}', "\x00"]
        text = kinds[n % 4]
        self.flux.say(f"event: event\ndata: {text}\n\n" if self.flux.engine else text)

    def cut(self, n: int) -> None:
        self.proxy.cut()

    def disconnect(self, n: int) -> None:
        self.flux.disconnect()

    def break_network(self, n: int) -> None:
        faults = [
            Fault(refuse=True),
            Fault(stall=True),
            Fault(canned=page("502 Bad Gateway")),
            Fault(canned=page("500 Internal Server Error")),
            Fault(canned=page("200 OK")),
            Fault(canned=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[{"),
            Fault(cut_after=50 * n),
            Fault(delay=0.01),
            Fault(upgrades=False),
        ]
        self.proxy.fault = faults[n % len(faults)]

    def mend_network(self, n: int) -> None:
        self.proxy.fault = Fault()


STEPS: dict[str, Callable[[Stage, int], None]] = {
    "set": Stage.set_some,
    "set more": Stage.set_some,
    "delete": Stage.delete,
    "skip": Stage.skip,
    "mute": Stage.fall_mute,
    "fall behind": Stage.fall_behind,
    "catch up": Stage.catch_up,
    "restart": Stage.restart,
    "restamp": Stage.restamp,
    "repeat": Stage.repeat,
    "forget": Stage.forget_the_log,
    "tick": Stage.tick,
    "nonsense": Stage.say_nonsense,
    "cut": Stage.cut,
    "disconnect": Stage.disconnect,
    "break": Stage.break_network,
    "mend": Stage.mend_network,
}
Step = tuple[str, int]


async def act(feed: FeedKind, steps: list[Step]) -> None:
    flux = FakeFlux(engine=feed is FeedKind.SSE)
    flux.set("e-0", p0=0)
    async with flux.serving() as upstream:
        proxy = FaultProxy(upstream)
        async with (
            proxy.serving() as url,
            following(url, feed=feed, settings=WATCHFUL) as followed,
        ):
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            stage = Stage(flux, proxy)
            for step in steps:
                stage.apply(step)
                await asyncio.sleep(step[1] / 1000)
            stage.end_faults()
            for _ in range(3):
                flux.tick()
            await followed.until(lambda: followed.world.state() == flux.state(), "equality")
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE, "life")


@pytest.mark.parametrize("feed", list(FeedKind))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(list(STEPS)), st.integers(0, 15)), min_size=8, max_size=40
    )
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_once_faults_end_the_world_equals_the_server(feed: FeedKind, steps: list[Step]) -> None:
    asyncio.run(act(feed, steps))
