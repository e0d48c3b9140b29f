"""Events cut into lanes of batches: all of them, once each, no entity's in another order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.publishing.batches import (
    LANES,
    LARGEST_BATCH,
    Partition,
    RequestCount,
    batches,
)
from flux_tui.model.event import Event, setting


def lanes(sized: list[tuple[Event, int]]) -> list[list[list[int]]]:
    partition = Partition()
    for event, length in sized:
        partition.add(event, length)
    return [list(batches(lane)) for lane in partition.lanes]


def events_of(entity_ids: list[str]) -> list[Event]:
    return [setting("s", "me", entity_id, {"n": 1}) for entity_id in entity_ids]


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(1, 40))
def test_no_event_overtakes_another_of_its_entity_and_none_is_lost(
    pattern: list[str], times: int
) -> None:
    events = events_of(pattern * times)
    cut = lanes([(event, 100) for event in events])
    sent = [[place for batch in lane for place in batch] for lane in cut]
    assert sorted(place for lane in sent for place in lane) == list(range(len(events)))
    assert len(cut) <= LANES
    assert all(len(batch) <= LARGEST_BATCH for lane in cut for batch in lane)
    for entity_id in set(pattern):
        (own,) = [lane for lane in sent if any(events[p].entity_id == entity_id for p in lane)]
        places = [place for place in own if events[place].entity_id == entity_id]
        assert places == sorted(places)
        assert len(places) == pattern.count(entity_id) * times


def test_what_fits_one_request_stays_one_in_its_order() -> None:
    events = events_of(["a", "b", "c", "a"])
    assert lanes([(event, 100) for event in events]) == [[[0, 1, 2, 3]]]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([90, 700_000, 1_200_000]))))
def test_requests_are_counted_as_they_are_cut(pattern: list[tuple[str, int]]) -> None:
    events = events_of([entity_id for entity_id, _ in pattern])
    lengths = [length for _, length in pattern]
    count = RequestCount()
    for event, length in zip(events, lengths, strict=True):
        count.add(event, length)
    cut = [batch for lane in lanes(list(zip(events, lengths, strict=True))) for batch in lane]
    assert count.number == len(cut)
    for batch in cut:
        sizes = [lengths[place] for place in batch]
        assert sum(sizes) < 2_097_152
        assert len(batch) == 1 or max(sizes) <= 1_048_576
