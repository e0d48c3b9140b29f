"""Receipts in columns say the same as if each had been written down by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.publishing.receipt import Advance, Receipt, Step
from flux_tui.client.publishing.receipts import LOST, Receipts
from flux_tui.model.event import setting

EVENTS = [setting("s", "me", f"e{n}", {"n": n}) for n in range(6)]

TIMED = (Step.ACCEPTED, Step.MATERIALISED)


@st.composite
def advances(draw: st.DrawFn) -> Advance:
    places = draw(st.lists(st.integers(0, len(EVENTS) - 1), unique=True))
    step = draw(st.sampled_from(Step))
    ms = [draw(st.floats(0, 1e6)) for _ in places] if step in TIMED else []
    return Advance(places, step, draw(st.none() | st.text(max_size=3)), ms)


@given(st.lists(advances(), max_size=20))
def test_each_receipt_is_what_was_told_of_its_event(told: list[Advance]) -> None:
    receipts = Receipts(EVENTS)
    singly = [Receipt(place, event, Step.WAITING) for place, event in enumerate(EVENTS)]
    lost: dict[int, None] = {}
    unsent: set[int] = set()
    for advance in told:
        receipts.take(advance)
        for number, place in enumerate(advance.places):
            new = replace(singly[place], step=advance.step, reason=advance.reason)
            was_waiting = singly[place].step is Step.WAITING
            (unsent.add if advance.step is Step.FAILED and was_waiting else unsent.discard)(place)
            if advance.step is Step.ACCEPTED:
                new = replace(new, accepted_ms=advance.ms[number])
            elif advance.step is Step.MATERIALISED:
                new = replace(new, materialised_ms=advance.ms[number])
            singly[place] = new
            if advance.step in LOST:
                lost.setdefault(place)
            else:
                lost.pop(place, None)
    assert list(receipts) == singly
    assert +receipts.counts == Counter(receipt.step for receipt in singly)
    assert receipts.unsent == len(unsent)
    assert receipts.lost == [singly[place] for place in sorted(lost)]
    assert receipts.first_lost == next((singly[place] for place in lost), None)


def test_a_part_of_them_is_read_as_of_a_list() -> None:
    receipts = Receipts(EVENTS)
    receipts.take(Advance([4], Step.SENT))
    assert [receipt.index for receipt in receipts[::2]] == [0, 2, 4]
    assert receipts[-2].step is Step.SENT
    assert receipts[-2].index == 4
