"""A file's bytes are the text that somebody wrote, whichever editor it was."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.errors import UsageError
from flux_tui.model.encoding import decoded


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda t: t[:1] != "\ufeff"))
def test_the_text_is_the_same_in_each_encoding_and_its_mark_is_no_text(text: str) -> None:
    marked = codecs.BOM_UTF8 + text.encode()
    wide = codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    assert [decoded(data, "x") for data in (marked, wide, text.encode("utf-16"))] == [text] * 3


def test_of_what_is_no_text_the_place_is_told() -> None:
    with pytest.raises(UsageError, match=r"^x is not text in UTF-8: line 2, column 3 cannot"):
        decoded("a\näb\xff".encode("latin-1").replace(b"\xe4", "ä".encode()), "x")
