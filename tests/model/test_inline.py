"""Names, intervals and rates in as few words as a person needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.inline import interval_text, name_text, rate_text
from flux_tui.model.instant import NS


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 s"),
        (4.98, "5 s"),
        (60, "60 s"),
        (120, "2 min"),
        (3600, "60 min"),
        (7200, "2 h"),
        (86_400, "24 h"),
        (259_200, "3 d"),
    ],
)
def test_intervals(seconds: float, text: str) -> None:
    assert interval_text(round(seconds * NS)) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (12.3, "12/s"),
        (0.98, "1/s"),
        (0.2, "12/m"),
        (1 / 60, "1/m"),
        (1 / 600, "6/h"),
        (1 / 7200, ""),
        (0.0, ""),
        (75_000, "75k/s"),
    ],
)
def test_rates(rate: float, text: str) -> None:
    assert rate_text(rate) == text


def test_a_name_is_cut_in_the_middle_which_is_marked() -> None:
    assert name_text("campus/building-2/room-302", 13) == "campus…om-302"
    assert name_text("room-302", 8) == "room-302"
    assert name_text("", 8) == '""'


@given(st.text(min_size=1, max_size=60), st.integers(1, 50))
def test_a_name_is_never_longer_than_it_may_be(name: str, limit: int) -> None:
    shown = name_text(name, limit)
    assert len(shown) == min(len(name), limit)
    assert ("…" in shown) or len(name) <= limit
