"""Any text can be coloured, and what is wrong in it is underlined."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.replica.query import QueryError, Role, highlight, parse
from tests.replica.query.expressions import SIGNS


def roles(text: str) -> list[tuple[str, Role]]:
    return [(text[span.start : span.end], span.role) for span in highlight(text).spans]


def test_each_part_has_its_role() -> None:
    assert roles('temp or !(has:a b.c>=3 d="x") @age<2m /e/i') == [
        ("temp", Role.ID),
        ("or", Role.KEYWORD),
        ("!", Role.KEYWORD),
        ("(", Role.PARENTHESIS),
        ("has:", Role.KEYWORD),
        ("a", Role.PROPERTY),
        ("b.c", Role.PROPERTY),
        (">=", Role.OPERATOR),
        ("3", Role.CONSTANT),
        ("d", Role.PROPERTY),
        ("=", Role.OPERATOR),
        ('"x"', Role.TEXT),
        (")", Role.PARENTHESIS),
        ("@age", Role.TERM),
        ("<", Role.OPERATOR),
        ("2m", Role.CONSTANT),
        ("/e/i", Role.REGEX),
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("a @sorce=b", "@sorce"), ("@age>5 b", "5"), ("/a(/ b", "(/"), ('a="b', None), ("a b)", ")")],
)
def test_what_is_wrong_is_underlined(text: str, wrong: str | None) -> None:
    highlighting = highlight(text)
    assert highlighting.error is not None
    marked = [part for part, role in roles(text) if role is Role.ERROR]
    assert wrong is None or wrong in marked


@given(st.text() | st.text(SIGNS))
def test_spans_are_in_order_and_lack_only_spaces(text: str) -> None:
    highlighting = highlight(text)
    position = 0
    for span in highlighting.spans:
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        position = span.end
    assert not text[position:].strip()
    if highlighting.error is None:
        parse(text)
    else:
        with pytest.raises(QueryError, match=re.escape(str(highlighting.error))):
            parse(text)
