"""The frame budget: at once when idle, once for many requests under load, and nothing is lost."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.frame import FrameBudget, beat


class Running:
    """What is painted; it may be taken down."""

    is_running = True


class Frames(list[str]):
    """What was painted; a test can wait for the second one."""

    def __init__(self) -> None:
        super().__init__()
        self._second = asyncio.Event()

    def paint(self) -> None:
        """One more."""
        self.append("painted")
        if len(self) == 2:
            self._second.set()

    async def until_second(self) -> None:
        """Wait for it."""
        async with asyncio.timeout(5):
            await self._second.wait()


async def test_many_requests_are_one_frame_and_the_first_comes_at_once() -> None:
    frames: list[str] = []
    budget = FrameBudget(Running(), lambda: frames.append("painted"), budget=3600)
    for _ in range(5):
        budget.request()
    await asyncio.sleep(0)
    assert frames == ["painted"]
    budget.request()
    await asyncio.sleep(0)
    assert frames == ["painted"], "the next one waits for its turn"
    budget.close()


async def test_what_was_asked_for_under_load_is_painted_in_the_end() -> None:
    frames = Frames()
    budget = FrameBudget(Running(), frames.paint, budget=0.01)
    budget.request()
    await asyncio.sleep(0)
    budget.request()
    await frames.until_second()


async def test_a_shorter_budget_counts_from_the_last_frame() -> None:
    frames = Frames()
    budget = FrameBudget(Running(), frames.paint, budget=3600)
    budget.request()
    await asyncio.sleep(0)
    budget.take_at_least(0.01)
    budget.request()
    await frames.until_second()


async def test_a_shorter_budget_brings_forward_what_is_asked_for_already() -> None:
    frames = Frames()
    budget = FrameBudget(Running(), frames.paint, budget=3600)
    budget.request()
    await asyncio.sleep(0)
    budget.request()
    budget.take_at_least(0.01)
    await frames.until_second()
    assert frames == ["painted", "painted"]


async def test_what_is_taken_down_is_painted_no_more() -> None:
    owner, frames = Running(), list[str]()
    budget = FrameBudget(owner, lambda: frames.append("painted"))
    budget.request()
    owner.is_running = False
    await asyncio.sleep(0)
    assert frames == []


async def test_a_closed_budget_paints_no_more() -> None:
    frames: list[str] = []
    budget = FrameBudget(Running(), lambda: frames.append("painted"))
    budget.request()
    budget.close()
    budget.request()
    await asyncio.sleep(0)
    assert frames == []


async def test_a_frame_lets_somebody_go_first_once() -> None:
    painted = asyncio.Event()
    asked: list[float] = []

    def rest() -> float:
        asked.append(0.001)
        return 0.001

    budget = FrameBudget(Running(), painted.set, rest=rest)
    budget.request()
    await asyncio.sleep(0)
    assert not painted.is_set()
    async with asyncio.timeout(5):
        await painted.wait()
    assert len(asked) == 1, "whoever asks without end does not stop the picture"


@given(st.floats(0, 1e7), st.sampled_from([0.05, 0.25, 0.4]))
def test_a_beat_comes_within_its_interval(instant: float, interval: float) -> None:
    assert -1e-6 < beat(instant, interval) - instant < interval + 1e-6


@given(st.floats(0, 1e6))
def test_every_fifth_of_the_short_beats_is_a_long_one(instant: float) -> None:
    long = beat(instant, 0.25)
    assert beat(long - 0.025, 0.05) == pytest.approx(long)
