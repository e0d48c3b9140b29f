"""Many events at once: in slices, no more than an editor takes, each as it was seen before."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.series import Series, Steps
from flux_tui.errors import UsageError
from flux_tui.protocol.json_reading import on_one_line
from flux_tui.tui.series.asking import read_numbers, read_rounds, read_times
from flux_tui.tui.series.making import make
from flux_tui.tui.series.written import template_of_words

AT = Moment(1_000)
EACH = template_of_words(
    "lab", "me", '{"k": "{{n}}",\n "of": "{{id}}", "at": "{{time}}", "u": "{{uuid}}"}'
)


def of(ids: list[str], *, first: int = 1, by: int = 1) -> Series:
    return Series(EACH, len(ids), numbers=Steps(first, by), times=Steps(first, by), ids=ids)


async def made_of(series: Series) -> list[str]:
    return (await make(series, AT, lambda made: None)).lines


@given(st.lists(st.text(), min_size=1, max_size=20), st.integers(), st.integers())
def test_each_event_is_the_one_that_was_seen_before(ids: list[str], first: int, by: int) -> None:
    ids = [entity_id for entity_id in ids if "{{env:" not in entity_id] or ["a"]
    series = of(ids, first=first, by=by)
    lines = asyncio.run(made_of(series))
    assert lines == [on_one_line(series.event(place, AT)) for place in range(series.size)]
    assert len(set(lines)) == len(lines)


async def test_whoever_waits_has_a_turn_and_is_told_how_far_it_is() -> None:
    told: list[int] = []
    turns = 0

    async def wait() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    waiting = asyncio.create_task(wait())
    made = await make(of([f"lamp-{n}" for n in range(20_000)]), AT, told.append)
    waiting.cancel()
    assert len(made.lines) == 20_000
    assert told == sorted(told)
    assert turns > len(told) > 1


async def test_it_can_be_given_up() -> None:
    making = asyncio.create_task(made_of(of(["a"] * 100_000)))
    await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making


async def test_an_id_that_would_be_taken_for_a_secret_is_left_out_and_told() -> None:
    made = await make(of(["a", "{{env:TOKEN}}", "b"]), AT, lambda made: None)
    assert len(made.lines) == 2
    assert "taken for the environment's" in made.problems[0]


async def test_more_than_an_editor_takes_is_refused() -> None:
    with pytest.raises(UsageError, match="takes 100,000 events, and these are 100,001"):
        await made_of(of(["a"] * 100_001))
    with pytest.raises(UsageError, match="takes 16 MB"):
        await made_of(of(["a" * 1_000_000] * 20))


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "x", "100001", "٣"])
def test_so_many_rounds_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="events: how many"):
        read_rounds(text)


def test_what_is_typed_is_read() -> None:
    assert read_rounds(" 1,000 ") == 1000
    assert read_numbers("", "") == Steps(1, 1)
    assert read_numbers("-5", "+2") == Steps(-5, 2)
    assert read_times("now", "", 7) is None
    assert read_times("", "-1h", 7) == Steps(7, -3_600_000)
    assert read_times("1000", "", 7) == Steps(1000, 0)


@pytest.mark.parametrize("words", [("1.5", "1"), ("1", "x"), ("9" * 16, "")])
def test_numbers_are_whole(words: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="whole numbers"):
        read_numbers(*words)
