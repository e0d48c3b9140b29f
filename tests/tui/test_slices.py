"""Work in slices: others have their turns, it can be replaced and stopped, and ends once."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Iterator

from flux_tui.tui.slices import SLICE, Slices


def nobody() -> float:
    return 0.0


def long_work(log: list[int], steps: int = 10) -> Iterator[None]:
    """Each step takes a whole slice."""
    for step in range(steps):
        ends = time.perf_counter() + SLICE
        while time.perf_counter() < ends:
            pass
        log.append(step)
        yield


async def test_others_have_their_turns_between_two_slices() -> None:
    done, log, turns = asyncio.Event(), list[int](), 0
    Slices(nobody).start(long_work(log), done.set)
    while not done.is_set():
        turns += 1
        await asyncio.sleep(0)
    assert log == list(range(10))
    assert turns > 10


async def test_what_is_short_is_done_at_once() -> None:
    done: list[str] = []
    slices = Slices(nobody)
    slices.start(iter([None] * 10), lambda: done.append("a"), at_once=10)
    assert done == ["a"]
    assert not slices.working


async def test_another_work_takes_the_place_of_the_first_which_never_ends() -> None:
    ended: list[str] = []
    done, log = asyncio.Event(), list[int]()
    slices = Slices(nobody)
    slices.start(long_work(log, 1000), lambda: ended.append("first"))
    slices.start(iter([None]), done.set)
    await done.wait()
    assert not ended
    assert not log


async def test_stopped_it_does_nothing_more() -> None:
    log: list[int] = []
    slices = Slices(nobody)
    slices.start(long_work(log), lambda: log.append(-1))
    slices.stop()
    await asyncio.sleep(3 * SLICE)
    assert not log


async def test_it_rests_while_somebody_goes_first_but_not_for_ever() -> None:
    done, asked = asyncio.Event(), list[float]()

    def somebody() -> float:
        asked.append(1.0)
        return 1.0

    Slices(somebody).start(iter([None]), done.set)
    await done.wait()
    assert len(asked) > 10


async def test_what_is_done_is_not_kept() -> None:
    class Work:
        """Something large."""

    work, done = Work(), asyncio.Event()
    kept, slices = weakref.ref(work), Slices(nobody)
    slices.start(iter([None]), lambda work=work: done.set())  # type: ignore[misc]
    del work
    await done.wait()
    assert kept() is None
