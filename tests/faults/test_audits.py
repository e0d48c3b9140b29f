"""A WebSocket's audits: what is looked at, when, and that each loss is found and counted once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flux_tui.client import AuditSettings, Phase
from flux_tui.model.change import Metrics, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.replica.audit import Comparison
from flux_tui.replica.reconcile import Reconciler
from flux_tui.replica.world import World
from tests.faults.fake_flux import FakeFlux
from tests.faults.following import QUICK, following

SAMPLING = replace(QUICK, audit=AuditSettings(interval=0.0, settle=0.01, thrift=1e9, sample=2))
"""Samples are taken all the time while changes arrive, and never everything."""

UNREASONED = replace(QUICK, lag=0.05, audit=AuditSettings(interval=600, settle=0.01))
"""Nothing is looked at without a reason."""


def entity_paths(flux: FakeFlux) -> list[str]:
    prefix = "/api/state/entities/"
    return [path.removeprefix(prefix) for path in flux.asked if path.startswith(prefix)]


async def test_samples_walk_through_the_whole_world_before_they_come_again() -> None:
    flux = FakeFlux()
    for n in range(9):
        flux.set(f"e-{n}", n=n)
    async with flux.serving() as url, following(url, settings=SAMPLING) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: len(entity_paths(flux)) >= 18)
        looked_at = entity_paths(flux)
        assert len(set(looked_at[:9])) == len(set(looked_at[9:18])) == 9


async def test_the_entity_that_somebody_looks_at_is_in_every_sample() -> None:
    flux = FakeFlux()
    for n in range(50):
        flux.set(f"e-{n}", n=n)
    async with flux.serving() as url, following(url, settings=SAMPLING) as followed:
        followed.session.focus = "e-7"
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        await followed.until(lambda: entity_paths(flux).count("e-7") >= 5)
        assert len(set(entity_paths(flux))) >= 8
        flux.skipping = True
        flux.set("e-7", n="lost")
        await followed.until(lambda: followed.world.state() == flux.state())


async def test_after_a_lag_everything_is_looked_at_once_more() -> None:
    """A reader that lags is skipped forward without a word."""
    flux = FakeFlux()
    flux.set("a", n=1)
    async with flux.serving() as url, following(url, settings=UNREASONED) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.now += 3600 * NS
        flux.set("a", n=2)
        await followed.until(lambda: followed.world.state() == flux.state())
        flux.skipping = True
        flux.set("lost", n=1)
        flux.skipping = False
        flux.now -= NS
        flux.set("a", n=3)
        await followed.until(lambda: followed.session.status.phase is Phase.CATCHING_UP, "a lag")
        flux.now += 3 * NS
        flux.set("a", n=4)
        await followed.until(lambda: followed.world.state() == flux.state(), "the healed World")
        assert followed.session.status.healed == 1
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)


LOSSES = {
    "a value": 1,
    "two properties of one entity": 2,
    "an entity of three properties": 1,
    "a deletion": 1,
    "a deletion and what was made anew": 2,
}
"""What a reader that is skipped may miss, and how many differences that makes."""


@pytest.mark.parametrize("loss", list(LOSSES))
async def test_each_loss_is_found_and_counted_once(loss: str) -> None:
    flux = FakeFlux()
    for n in range(10):
        flux.set(f"e-{n}", n=n, unit="C")
    async with flux.serving() as url, following(url) as followed:
        await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
        flux.skipping = True
        match loss:
            case "a value":
                flux.set("e-1", n="lost")
            case "two properties of one entity":
                flux.set("e-1", n="lost", new=True)
            case "an entity of three properties":
                flux.set("new", a=1, b=2, c=3)
            case "a deletion":
                flux.delete("e-2")
            case _:
                flux.delete("e-2")
                flux.set("e-2", n="anew")
        flux.skipping = False
        flux.set("e-9", n="seen")
        await followed.until(lambda: followed.world.state() == flux.state(), "the healed World")
        asked = len(flux.asked)
        flux.set("e-9", n="seen again")
        await followed.until(lambda: len(flux.asked) > asked + 5, "more looks")
        assert followed.session.status.healed == LOSSES[loss]


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["set", "set", "set", "delete", "tick"]), st.integers(0, 11)),
    max_size=60,
)


def differences_for(flux: FakeFlux, told: Iterable[StateChange | Metrics], before: World) -> int:
    """How many differences there are for who had ``before`` and got the messages ``told`` alone."""
    known = [Entity(r.id, dict(r.properties), r.updated) for r in before.entities.values()]
    world = World()
    reconciler = Reconciler(world)
    reconciler.start(known)
    for message in told:
        if not isinstance(message, Metrics):
            reconciler.apply(message)
    comparison = Comparison(world)
    records = flux.world.entities.values()
    comparison.take([Entity(r.id, dict(r.properties), r.updated) for r in records])
    return comparison.mend()


@given(OPERATIONS, st.randoms(use_true_random=False), st.integers(1, 20))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_what_three_queues_skip_and_disorder_is_found_and_counted(
    operations: list[tuple[str, int]], random: Random, size: int
) -> None:
    async def act() -> None:
        flux = FakeFlux()
        for n in range(6):
            flux.set(f"e-{n}", p0=n, p1=n)
        async with flux.serving() as url, following(url) as followed:
            await followed.until(lambda: followed.session.status.phase is Phase.LIVE)
            flux.hold(random, (size, 1 + size // 4, 1))
            for what, n in operations:
                if what == "set":
                    flux.set(f"e-{n % 7}", **{f"p{n % 3}": n})
                elif what == "delete":
                    flux.delete(f"e-{n % 7}")
                else:
                    flux.tick()
            differing = differences_for(flux, flux.release(), followed.world)
            flux.set("last", n=1)
            await followed.until(lambda: followed.world.state() == flux.state(), "equality")
            await followed.until(lambda: followed.session.status.healed == differing, "the count")

    asyncio.run(act())
