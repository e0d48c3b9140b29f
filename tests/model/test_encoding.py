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


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "marked"])
def test_of_what_is_no_text_the_place_is_told(mark: bytes) -> None:
    with pytest.raises(UsageError, match=r"^x is not text in UTF-8: line 2, column 3 cannot"):
        decoded(mark + "a\näb".encode() + b"\xff", "x")


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=["le", "be"])
def test_so_is_that_of_half_a_character_in_utf_16(mark: bytes) -> None:
    order = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    with pytest.raises(UsageError, match=r"^x is not text in UTF-16: line 2, column 4 cannot"):
        decoded(mark + "a\n\u0a0aäb".encode(order) + b"\x00", "x")
