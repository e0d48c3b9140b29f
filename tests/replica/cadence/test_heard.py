"""What was heard at once is told from what was not, however often a feed came and went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.replica.cadence.heard import MOST, Heard


@given(st.lists(st.integers(1, 50), max_size=40), st.integers(0, 2100))
def test_an_instant_is_in_the_time_that_began_last_unless_that_ended(
    lengths: list[int], instant: int
) -> None:
    heard, now, began = Heard(), 0, None
    expected: int | None = None
    for number, length in enumerate(lengths):
        now += 1
        if number % 2 == 0:
            heard.begin(now)
            heard.begin(now + 1)
            began = now
        else:
            heard.end(now)
            began = None
        if began is not None and began <= instant <= now + length + 1:
            expected = began
        now += length
    if began is not None and instant >= began:
        expected = began
    assert heard.goes_on is (began is not None)
    assert heard.began(instant) == expected


def test_of_very_many_times_the_last_are_remembered() -> None:
    heard = Heard()
    for number in range(3 * MOST):
        heard.begin(10 * number)
        heard.end(10 * number + 5)
    assert heard.began(20) is None
    assert heard.began(10 * (3 * MOST - 1)) is not None
    heard.clear()
    assert heard.began(10 * (3 * MOST - 1)) is None
