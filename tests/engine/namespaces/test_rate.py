"""How much a namespace may write within a minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.engine.namespaces.rate import MINUTE, Bucket


def taken(bucket: Bucket, now: float, limit: int, tries: int) -> int:
    """How many of so many tries succeed at one moment."""
    return sum(bucket.take(now, limit) for _ in range(tries))


def test_a_minutes_worth_may_go_at_once_and_then_no_more() -> None:
    assert taken(Bucket(), 0.0, 5, 8) == 5


def test_what_was_taken_comes_back_bit_by_bit_over_a_minute() -> None:
    bucket = Bucket()
    taken(bucket, 100.0, 60, 60)
    assert taken(bucket, 101.0, 60, 5) == 1
    assert taken(bucket, 111.0, 60, 50) == 10
    assert taken(bucket, 111.0 + 10 * MINUTE, 60, 100) == 60


def test_a_limit_that_is_lowered_counts_at_once() -> None:
    bucket = Bucket()
    assert taken(bucket, 0.0, 10_000, 3) == 3
    assert taken(bucket, 0.0, 5, 8) == 5


def test_nothing_may_be_written_where_the_limit_is_nothing() -> None:
    assert taken(Bucket(), 0.0, 0, 3) == 0


def test_many_at_once_are_owed_and_paid_for_later() -> None:
    bucket = Bucket()
    assert bucket.take(0.0, 60, 180)
    assert not bucket.take(MINUTE, 60)
    assert not bucket.take(2 * MINUTE, 60)
    assert bucket.take(2 * MINUTE + 1, 60)


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(0, 20))
def test_no_minute_sees_more_than_two_minutes_worth(pauses: list[float], limit: int) -> None:
    bucket, now, times = Bucket(), 0.0, list[float]()
    for pause in pauses:
        now += pause
        if bucket.take(now, limit):
            times.append(now)
    for start in times:
        assert sum(start <= time <= start + MINUTE for time in times) <= 2 * limit
