"""Long work gives everybody else their turn, and rests for who asks for it."""

from __future__ import annotations

import asyncio

from flux_tui.client.turns import HOPS, LONGEST_REST, Courtesy, Turns
from tests.client.clocks import StillClock


async def counting(counted: list[int]) -> None:
    """Counts the turns of the loop."""
    while True:
        counted[0] += 1
        await asyncio.sleep(0)


async def test_a_nap_is_several_turns_of_the_loop() -> None:
    counted = [0]
    counter = asyncio.create_task(counting(counted))
    await Turns(0.0).give()
    counter.cancel()
    assert counted[0] >= HOPS


async def test_a_slice_that_is_not_over_gives_nothing_away() -> None:
    counted = [0]
    counter = asyncio.create_task(counting(counted))
    await Turns(3600.0).give()
    counter.cancel()
    assert counted[0] == 0


async def test_whoever_asks_goes_first_and_then_the_work_goes_on() -> None:
    courtesy = Courtesy()
    turns = Turns(3600.0, courtesy)
    courtesy.ask(0.02)
    assert turns.over
    await turns.give()
    assert not turns.over


async def test_a_rest_ends_early_when_nobody_needs_it_any_more() -> None:
    courtesy = Courtesy()
    courtesy.ask(3600)
    resting = asyncio.create_task(Turns(3600.0, courtesy).give())
    await asyncio.sleep(0)
    courtesy.ask(0)
    async with asyncio.timeout(5):
        await resting


async def test_work_goes_on_though_somebody_asks_again_and_again() -> None:
    courtesy = Courtesy()
    courtesy.ask(3600)
    async with asyncio.timeout(5):
        await Turns(3600.0, courtesy).give()


async def test_who_needs_it_is_let_pass_for_longer() -> None:
    courtesy = Courtesy()
    courtesy.ask(60, longest=20 * LONGEST_REST)
    resting = asyncio.create_task(Turns(3600.0, courtesy).give())
    await asyncio.sleep(2 * LONGEST_REST)
    assert not resting.done()
    courtesy.ask(0)
    async with asyncio.timeout(5):
        await resting


async def test_work_that_comes_while_somebody_goes_first_waits() -> None:
    courtesy = Courtesy()
    turns = Turns(3600.0, courtesy)

    async def come() -> str:
        courtesy.ask(3600)
        return "work"

    waiting = asyncio.create_task(turns.wait(come()))
    for _ in range(HOPS):
        await asyncio.sleep(0)
    assert not waiting.done()
    courtesy.ask(0)
    async with asyncio.timeout(5):
        assert await waiting == "work"


async def test_waiting_for_more_work_is_a_nap_too() -> None:
    clock = StillClock()

    async def come_late() -> str:
        clock.pass_(9)
        return "work"

    turns = Turns(5.0, monotonic=clock.monotonic)
    clock.pass_(6)
    assert turns.over
    assert await turns.wait(come_late()) == "work"
    assert not turns.over
