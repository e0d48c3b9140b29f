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
from flux_tui.client.publishing.receipt import Receipt, Step
from flux_tui.model.event import setting


def lanes(sized: list[tuple[Receipt, int]]) -> list[list[list[Receipt]]]:
    partition = Partition()
    for receipt, length in sized:
        partition.add(receipt, length)
    return [list(batches(lane)) for lane in partition.lanes]


def receipts_of(entity_ids: list[str]) -> list[Receipt]:
    events = [setting("s", "me", entity_id, {"n": 1}) for entity_id in entity_ids]
    return [Receipt(index, event, Step.WAITING) for index, event in enumerate(events)]


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(1, 40))
def test_no_event_overtakes_another_of_its_entity_and_none_is_lost(
    pattern: list[str], times: int
) -> None:
    receipts = receipts_of(pattern * times)
    cut = lanes([(receipt, 100) for receipt in receipts])
    sent = [[receipt for batch in lane for receipt in batch] for lane in cut]
    assert sorted(r.index for lane in sent for r in lane) == list(range(len(receipts)))
    assert len(cut) <= LANES
    assert all(len(batch) <= LARGEST_BATCH for lane in cut for batch in lane)
    for entity_id in set(pattern):
        (own,) = [lane for lane in sent if any(r.event.entity_id == entity_id for r in lane)]
        places = [r.index for r in own if r.event.entity_id == entity_id]
        assert places == sorted(places)
        assert len(places) == pattern.count(entity_id) * times


def test_what_fits_one_request_stays_one_in_its_order() -> None:
    receipts = receipts_of(["a", "b", "c", "a"])
    assert lanes([(receipt, 100) for receipt in receipts]) == [[receipts]]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([90, 700_000, 1_200_000]))))
def test_requests_are_counted_as_they_are_cut(pattern: list[tuple[str, int]]) -> None:
    receipts = receipts_of([entity_id for entity_id, _ in pattern])
    sized = list(zip(receipts, (length for _, length in pattern), strict=True))
    count = RequestCount()
    for receipt, length in sized:
        count.add(receipt.event, length)
    cut = [batch for lane in lanes(sized) for batch in lane]
    assert count.number == len(cut)
    lengths = {receipt.index: length for receipt, length in sized}
    for batch in cut:
        sizes = [lengths[receipt.index] for receipt in batch]
        assert sum(sizes) < 2_097_152
        assert len(batch) == 1 or max(sizes) <= 1_048_576
