"""Times of a stream whose leader's clock steps back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.engine.log.jetstream.times import Times

stored = st.lists(st.integers(1, 40), min_size=1, max_size=40)
gaps = st.lists(st.integers(1, 3), min_size=40, max_size=40)


@given(stored, gaps)
def test_received_grows_is_never_before_the_stream_and_stays_what_it_was(
    times_stored: list[int], steps: list[int]
) -> None:
    times, sequence = Times(), 0
    told: list[tuple[int, int, int]] = []
    for at, step in zip(times_stored, steps, strict=False):
        sequence += step
        told.append((sequence, at, times.received(sequence, at)))
    received = [one[2] for one in told]
    assert received == sorted(set(received))
    assert all(got >= at for _, at, got in told)
    assert [times.received(number, at) for number, at, _ in told] == received


@given(stored)
def test_a_clock_that_only_goes_forward_is_told_as_it_is(times_stored: list[int]) -> None:
    forward = sorted(set(times_stored))
    times = Times()
    assert [times.received(number, at) for number, at in enumerate(forward, start=1)] == forward


@given(stored, st.integers(0, 60))
def test_the_last_event_at_a_time_is_found_also_where_the_clock_was_behind(
    times_stored: list[int], instant: int
) -> None:
    times = Times()
    received = [times.received(number, at) for number, at in enumerate(times_stored, start=1)]
    last = sum(one <= instant for one in received)
    stream = sum(max(times_stored[: number + 1]) <= instant for number in range(len(received)))
    assert times.last_before(stream, instant) == last


@given(stored, st.integers(0, 39))
def test_who_begins_in_the_middle_goes_on_as_who_was_there_from_the_start(
    times_stored: list[int], middle: int
) -> None:
    first = Times()
    received = [first.received(number, at) for number, at in enumerate(times_stored, start=1)]
    middle = min(middle, len(received) - 1)
    later = Times()
    later.begin(middle + 1, received[middle])
    rest = list(enumerate(times_stored, start=1))[middle + 1 :]
    assert [later.received(number, at) for number, at in rest] == received[middle + 1 :]
