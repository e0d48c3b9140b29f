"""What a filter does, in numbers."""

from __future__ import annotations

import pytest

from flux_tui.tui.filter_bar.counts import Counts


@pytest.mark.parametrize(
    ("counts", "width", "text"),
    [
        (Counts(12, 65), 80, "12 shown · 65 hidden"),
        (Counts(12, 65, 3), 80, "12 shown · 65 hidden · 3 unknown"),
        (Counts(8, 61, 39), 60, "8 of 108 · 39 unknown"),
        (Counts(12, 65, 3), 40, "12 of 80, 3?"),
        (Counts(99_999, 1), 40, "99,999 of 100,000"),
        (Counts(12, 65, is_off=True), 80, "off, f puts it on"),
        (Counts(12, 65, looking=40), 80, "looking, 40 %"),
    ],
)
def test_numbers_are_in_words_where_there_is_room(counts: Counts, width: int, text: str) -> None:
    assert counts.text(width, "f") == text
