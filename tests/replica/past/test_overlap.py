"""Pages that overlap what is known are joined to it without a loss and without a double."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.replica.past.overlap import join
from tests.replica.past.events import event

EVENTS = [event(number, n=number) for number in range(20)]

spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)


@given(spans, spans)
def test_two_spans_of_one_log_are_joined_where_they_overlap(
    known: list[int], page: list[int]
) -> None:
    (a, b), (c, d) = known, page
    joint = join(EVENTS[a:b], EVENTS[c:d])
    if max(a, c) < min(b, d):
        assert joint is not None
        assert list(joint.older) == EVENTS[c:a]
        assert list(joint.newer) == EVENTS[b:d]
    else:
        assert joint is None


def test_an_id_that_was_used_twice_is_no_overlap() -> None:
    twice = event(1, n="other")
    assert join([EVENTS[1]], [twice]) is None
    joint = join([EVENTS[1], EVENTS[2]], [twice, EVENTS[1], EVENTS[2], EVENTS[3]])
    assert joint is not None
    assert (joint.older, joint.newer) == ([twice], [EVENTS[3]])


def test_events_of_another_log_do_not_fit() -> None:
    assert join(EVENTS[:3], [EVENTS[0], event(1, n="another"), EVENTS[2]]) is None
