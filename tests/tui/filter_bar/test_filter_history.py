from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.filter_bar.filter_history import MOST, FilterHistory


def test_one_goes_back_through_what_was_used_and_forward_to_what_was_typed() -> None:
    history = FilterHistory(("second", "first"))
    assert history.older("ty") == "second"
    assert history.older("second") == "first"
    assert history.older("first") is None
    assert history.newer() == "second"
    assert history.newer() == "ty"
    assert history.newer() is None


def test_what_is_shown_already_is_passed_over() -> None:
    history = FilterHistory(("second", "first"))
    assert history.older("second") == "first"
    assert history.newer() == "second"


@given(st.lists(st.text(max_size=3)))
def test_the_last_used_comes_first_and_none_twice(texts: list[str]) -> None:
    history = FilterHistory()
    for text in texts:
        history.use(text)
    wanted = dict.fromkeys(text.strip() for text in reversed(texts) if text.strip())
    assert history.used == tuple(wanted)[:MOST]
