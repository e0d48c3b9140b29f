"""How often: read as it is typed, and never more at a time than the server takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import UsageError
from flux_tui.tui.repeating.rhythm import LEAST, Rhythm, next_round, read_rhythm


@pytest.mark.parametrize(
    ("every", "times", "rhythm"),
    [
        ("5", "", Rhythm(5.0)),
        (" 0.5 ", "10", Rhythm(0.5, 10)),
        ("500ms", "", Rhythm(0.5)),
        ("2m", "1", Rhythm(120.0, 1)),
        ("1m30s", "", Rhythm(90.0)),
    ],
)
def test_a_rhythm_is_read_as_people_write_it(every: str, times: str, rhythm: Rhythm) -> None:
    assert read_rhythm(every, times) == rhythm


@pytest.mark.parametrize("every", ["", "0", "-1", "often", "0.01", "2d", "nan", "inf", "5 s", "٥"])
def test_what_is_no_rhythm_is_refused(every: str) -> None:
    with pytest.raises(UsageError):
        read_rhythm(every, "")


@pytest.mark.parametrize("times", ["0", "-1", "2.5", "all", "9999999999"])
def test_what_is_no_number_of_times_is_refused(times: str) -> None:
    with pytest.raises(UsageError):
        read_rhythm("5", times)


@given(st.floats(0, 1e6), st.floats(LEAST, 1e4), st.floats(0, 1e5))
def test_the_next_round_is_never_past_and_each_missed_one_is_counted(
    due: float, every: float, took: float
) -> None:
    then, missed = next_round(due, every, due + took)
    assert then > due + took - every * 1e-6
    assert then - due == pytest.approx((missed + 1) * every)
    assert missed * every <= took + every * 1e-6
