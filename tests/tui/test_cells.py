"""Text takes exactly the cells it is given, and what is cut is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.printable import printable
from flux_tui.tui.cells import (
    CUT,
    cut_end,
    cut_middle,
    fit,
    fit_middle,
    fit_right,
    sparkline,
    trend,
    width_of,
)

texts = st.text(max_size=40).map(printable)


@given(texts, st.integers(1, 30))
def test_fitting_gives_exactly_the_width(text: str, width: int) -> None:
    for fitted in (fit(text, width), fit_right(text, width), fit_middle(text, width)):
        assert width_of(fitted) == width


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=9), st.integers(4, 8))
def test_a_cut_is_marked_and_ids_keep_both_ends(text: str, width: int) -> None:
    assert cut_end(text, width).endswith(CUT)
    cut = cut_middle(text, width)
    assert CUT in cut
    assert (cut[0], cut[-1]) == (text[0], text[-1])


@given(texts)
def test_what_fits_is_not_touched(text: str) -> None:
    assert cut_end(text, 100) == cut_middle(text, 100) == text


def test_wide_characters_count_twice() -> None:
    assert fit("東京", 5) == "東京 "
    assert cut_end("東京タワー", 6) == "東京" + CUT


def test_a_sparkline_goes_from_zero_to_the_highest() -> None:
    assert sparkline([0, 5, 10]) == "▁▅█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""


def test_a_trend_goes_from_the_lowest_to_the_highest() -> None:
    assert trend([20.0, 20.5, 21.0]) == "▁▅█"
    assert trend([-7, -7]) == "▄▄"
    assert trend([]) == ""


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_a_trend_has_a_block_for_every_value(values: list[float]) -> None:
    assert len(trend(values)) == len(values)
