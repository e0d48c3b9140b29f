"""Events cut into lanes of requests: all of them, once each, no entity's in another order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.publishing.batches import LANES, LARGEST_BATCH, Batch, LaneCut, RequestCount
from flux_tui.client.publishing.portions import PORTION, requests
from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.written import Ready
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import Event, setting


async def sent(events: Sequence[Event], lengths: Sequence[int]) -> list[tuple[int, Batch]]:
    """The requests of events whose texts are so long, each with its lane."""
    publication, kept = Publication(events, (), SystemClock()), list[Event]()
    long = {length: "x" * length for length in lengths}
    texts = [long[length] for length in lengths]
    ready = (Ready([event], [text]) for event, text in zip(events, texts, strict=True))

    async def keep(portion: Ready) -> None:
        kept.extend(portion.events)

    found = []
    async for lane, batch in requests(publication, ready, keep, lambda: None):
        assert kept == events[: len(kept)]
        assert max(batch) < len(kept), "nothing is sent before it is kept"
        found.append((lane, batch))
    assert kept == events
    assert publication.texts == texts
    return found


def events_of(entity_ids: Sequence[str]) -> list[Event]:
    return [setting("s", "me", entity_id, {"n": 1}) for entity_id in entity_ids]


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(1, 40))
def test_no_event_overtakes_another_of_its_entity_and_none_is_lost(
    pattern: list[str], times: int
) -> None:
    events, cut = events_of(pattern * times), LaneCut()
    ended = cut.add(events, [100] * len(events), 0)
    assert_in_order(events, [*ended, *cut.rest()])


def assert_in_order(events: Sequence[Event], sent: Sequence[tuple[int, Batch]]) -> None:
    """Each event is sent once, and those of an entity by one lane in their order."""
    assert sorted(place for _, batch in sent for place in batch) == list(range(len(events)))
    assert all(lane < LANES and len(batch) <= LARGEST_BATCH for lane, batch in sent)
    last: dict[str | None, tuple[int, int]] = {}
    for lane, batch in sent:
        for place in batch:
            by, before = last.get(events[place].entity_id, (lane, -1))
            assert (by, before < place) == (lane, True)
            last[events[place].entity_id] = lane, place


async def test_many_go_portion_by_portion_in_the_order_of_each_entity() -> None:
    events = events_of([f"e-{number % 7}" for number in range(2 * PORTION + 10)])
    assert_in_order(events, await sent(events, [100] * len(events)))


async def test_what_fits_one_request_stays_one_in_its_order() -> None:
    assert await sent(events_of("abca"), [100] * 4) == [(0, [0, 1, 2, 3])]
    assert await sent([], []) == []


async def test_where_nothing_can_be_kept_the_next_ones_are_not_made_any_more() -> None:
    events = events_of("ab") * PORTION
    made = iter([Ready([event], ["x"]) for event in events])

    async def keep(portion: Ready) -> None:
        raise OSError("the disk is full")

    others = asyncio.all_tasks()
    sending = requests(Publication(events, (), SystemClock()), made, keep, lambda: None)
    with pytest.raises(OSError, match="full"):
        await anext(sending)
    assert asyncio.all_tasks() == others


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([90, 700_000, 1_200_000]))),
    st.sampled_from([1, 200]),
)
async def test_requests_are_counted_as_they_are_cut(
    pattern: list[tuple[str, int]], times: int
) -> None:
    pattern = pattern[:8] + [one for one in pattern if one[1] == 90] * times
    events = events_of([entity_id for entity_id, _ in pattern])
    lengths = [length for _, length in pattern]
    count = RequestCount()
    for event, length in zip(events, lengths, strict=True):
        count.add(event, length)
    cut = await sent(events, lengths)
    assert count.number == len(cut)
    for _, batch in cut:
        sizes = [lengths[place] for place in batch]
        assert sum(sizes) < 2_097_152
        assert len(batch) == 1 or max(sizes) <= 1_048_576
