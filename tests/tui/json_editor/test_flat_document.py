"""How wide a text is, without a look at each of its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.tui.json_editor import flat_document
from flux_tui.tui.json_editor.flat_document import FlatDocument, width_of

LINES = st.lists(st.text("aé日\t\x1b\u202e", max_size=12), min_size=1, max_size=12)


@given(LINES)
def test_a_text_is_as_wide_as_its_widest_line(lines: list[str]) -> None:
    assert FlatDocument("\n".join(lines)).get_size(4).width == max(map(width_of, lines))


def test_lines_that_cannot_be_the_widest_are_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[str] = []

    def measuring(text: str) -> int:
        measured.append(text)
        return width_of(text)

    monkeypatch.setattr(flat_document, "width_of", measuring)
    FlatDocument("é" * 100 + "\n" + "日" * 50 + ("\n" + "é" * 30) * 1000)
    assert measured == ["é" * 100]
