"""The parts of a session that need no server."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client import Phase, SessionStatus
from flux_tui.client.session.backoff import Backoff
from flux_tui.client.session.pulse import Pulse
from flux_tui.client.session.server_clock import WINDOW, ServerClock
from flux_tui.client.session.together import run_together
from flux_tui.client.status import StatusBoard
from flux_tui.errors import Unreachable
from flux_tui.model.change import Metrics
from flux_tui.model.instant import NS
from tests.client.clocks import StillClock


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_attempts_begin_at_once_and_never_wait_longer_than_said(seed: int, failures: int) -> None:
    backoff = Backoff(0.25, 10.0, Random(seed))
    delays = [backoff.delay() for _ in range(failures)]
    assert delays[0] == 0.0
    bounds = [min(0.25 * 2**n, 10.0) for n in range(failures - 1)]
    assert all(b / 2 <= delay <= b for b, delay in zip(bounds, delays[1:], strict=True))
    backoff.reset()
    assert backoff.delay() == 0.0


@given(st.integers(-10_000, 10_000), st.lists(st.floats(0, 3), min_size=1, max_size=20))
def test_the_servers_clock_is_that_of_the_message_that_travelled_fastest(
    offset: int, delays: list[float]
) -> None:
    clock = StillClock()
    server_clock = ServerClock(clock)
    for delay in delays:
        stamp = clock.now() + offset * NS
        clock.pass_(delay)
        server_clock.hear(stamp)
    error = clock.now() + offset * NS - server_clock.now()
    assert 0 <= error <= min(delays) * NS + 1


def test_the_servers_clock_is_ours_until_it_is_heard() -> None:
    clock = StillClock()
    assert ServerClock(clock).now() == clock.now()


def test_a_clock_that_was_set_back_is_believed_after_a_while() -> None:
    clock = StillClock()
    server_clock = ServerClock(clock)
    for _ in range(2):
        server_clock.hear(clock.now() + 100 * NS)
        clock.pass_(WINDOW + 1)
    for _ in range(2):
        server_clock.hear(clock.now())
        clock.pass_(WINDOW + 1)
    server_clock.hear(clock.now())
    assert server_clock.now() == clock.now()


def metrics(at: int, entities: int, events: int) -> Metrics:
    return Metrics(at, entities, events, 1.0, 1, 1)


def test_lag_is_how_far_a_change_is_behind_the_servers_clock() -> None:
    clock = StillClock()
    pulse = Pulse(clock, ServerClock(clock))
    pulse.take(1, clock.now())
    assert pulse.lag == 0
    stamp = clock.now()
    clock.pass_(3)
    pulse.take(1, stamp)
    assert pulse.lag == 3
    pulse.measure(metrics(clock.now(), 1, 5), entities=1)
    assert pulse.lag == 3
    pulse.measure(metrics(clock.now(), 1, 5), entities=1)
    assert pulse.lag == 0


def test_a_clock_that_stands_still_tells_nothing_of_a_lag() -> None:
    clock = StillClock(1_795_608_000 * NS)
    pulse = Pulse(clock, ServerClock(clock))
    for _ in range(20):
        pulse.take(5, NS)
        pulse.measure(metrics(NS, 1, 5), entities=1)
        clock.pass_(1)
    assert pulse.lag == 0
    pulse.take(1, 2 * NS)
    clock.pass_(2)
    pulse.take(1, 2 * NS)
    assert pulse.lag >= 2, "it goes on"


def test_silence_is_suspicious_only_where_metrics_used_to_come() -> None:
    clock = StillClock()
    pulse = Pulse(clock, ServerClock(clock))
    clock.pass_(100)
    assert not pulse.is_silent(6)
    pulse.measure(metrics(clock.now(), 0, 0), entities=0)
    clock.pass_(7)
    assert pulse.is_silent(6)
    pulse.looked(6)
    clock.pass_(100)
    assert not pulse.is_silent(6)


async def test_works_that_run_together_fail_with_the_first_failure_itself() -> None:
    ended: list[str] = []

    async def for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("other")

    async def fails() -> None:
        raise Unreachable("gone")

    with pytest.raises(Unreachable, match="gone"):
        await run_together(for_ever(), fails())
    assert ended == ["other"]


async def test_a_cancellation_is_not_lost_to_a_failure_at_the_same_moment() -> None:
    fail = asyncio.Event()

    async def fails() -> None:
        await fail.wait()
        raise Unreachable("gone")

    task = asyncio.create_task(run_together(fails()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    fail.set()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def test_a_bug_outweighs_a_servers_fault() -> None:
    async def fails() -> None:
        raise Unreachable("gone")

    async def is_wrong() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise KeyError("bug")

    with pytest.raises(KeyError, match="bug"):
        await run_together(is_wrong(), fails())


def test_a_phase_keeps_its_beginning_while_its_problem_changes() -> None:
    clock = StillClock()
    board = StatusBoard(clock)
    shown: list[SessionStatus] = []
    end = board.observe(shown.append)
    board.enter(Phase.OFFLINE, problem="first")
    began = clock.now()
    clock.pass_(5)
    board.enter(Phase.OFFLINE, problem="second", retry_at=7)
    assert (board.status.since, board.status.problem) == (began, "second")
    board.enter(Phase.LIVE)
    assert (board.status.since, board.status.problem, board.status.retry_at) == (
        began + 5 * NS,
        None,
        None,
    )
    board.enter(Phase.LIVE)
    end()
    board.heal(3)
    assert [status.phase for status in shown] == [Phase.OFFLINE, Phase.OFFLINE, Phase.LIVE]
