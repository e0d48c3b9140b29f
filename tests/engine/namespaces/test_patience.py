"""Who is refused much waits its turn, and nobody else waits for it."""

from __future__ import annotations

import asyncio

import pytest

from flux_tui.engine.namespaces.patience import MOST_WAITING, Patience, TooManyWait
from tests.engine.namespaces.worlds import World, event, world


def has_its_turn_at_once(patience: Patience) -> bool:
    """Whether there is nothing to wait for."""
    turn = patience.turn()
    try:
        turn.send(None)
    except StopIteration:
        return True
    turn.close()
    return False


async def test_who_owes_nothing_has_its_turn_at_once() -> None:
    assert has_its_turn_at_once(Patience())


async def test_who_owes_waits_and_then_owes_nothing() -> None:
    patience = Patience()
    patience.owe(50_000, 1.0)
    assert not has_its_turn_at_once(patience)
    await patience.turn()
    assert has_its_turn_at_once(patience)


async def test_those_who_wait_have_their_turns_one_by_one_in_the_order_they_came() -> None:
    patience, turns = Patience(), list[int]()
    patience.owe(10_000, 1.0)

    async def request(number: int) -> None:
        await patience.turn()
        turns.append(number)
        patience.owe(10_000, 1.0)

    await asyncio.gather(*map(request, range(5)))
    assert turns == [0, 1, 2, 3, 4]


async def test_there_is_an_end_to_those_who_wait() -> None:
    patience = Patience()
    patience.owe(100_000_000, 1.0)
    waiting = [asyncio.create_task(patience.turn()) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyWait):
        await patience.turn()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(patience.turn(), 0.01)


@pytest.mark.parametrize("flooder", ["lab", "nobody", "malformed"])
async def test_a_flood_that_comes_to_nothing_leaves_others_their_turns(
    flooder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flux_tui.engine.namespaces.patience.PAUSES", 40)  # For a busy machine.
    async with world() as made:
        await made.limit(rate_limit_per_namespace_per_minute=100)
        await made.batch(["lab/a"] * 101, made.lab)
        flood = [asyncio.create_task(_flood(made, flooder)) for _ in range(20)]
        for _ in range(10):
            assert (await made.publish("other/a", made.other)).status_code == 200
        assert not all(task.done() for task in flood)
        for task in flood:
            task.cancel()
        await asyncio.gather(*flood, return_exceptions=True)


async def _flood(made: World, flooder: str) -> None:
    """Send what is refused, and much of it."""
    many = ["lab/a"] * 2_000
    if flooder == "malformed":
        content = b'{"events": [%b' % (b'{"stream": "s"},' * 10_000)
        await made.client.post("/api/events/batch", content=content)
    else:
        await made.batch(many, made.lab if flooder == "lab" else "no token of anybody")


async def test_who_has_too_many_requests_waiting_is_told_to_send_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flux_tui.engine.namespaces.patience.MOST_WAITING", 2)
    async with world() as made:
        events = {"events": [event("lab/a")] * 5_000}
        answers = await asyncio.gather(
            *(made.client.post("/api/events/batch", json=events) for _ in range(12))
        )
        told = {answer.status_code: answer for answer in answers}
        assert set(told) == {200, 429}
        assert told[429].headers["retry-after"] == "1"
