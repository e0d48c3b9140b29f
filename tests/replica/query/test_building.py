"""Terms made from what stands on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.replica.query import BareContext, narrowed, parse, term_at, term_for
from flux_tui.replica.record import EntityRecord
from tests.replica.query.expressions import NOW, texts
from tests.strategies import json_values


@given(texts, json_values | texts, st.booleans())
def test_a_cell_s_term_matches_the_cell(name: str, value: Json, negated: bool) -> None:
    entity = EntityRecord("e", {name: value}, NOW)
    term = term_for(name, value, negated=negated)
    assert parse(term).matches(entity, BareContext(NOW)) is not negated
    assert printable(term) == term


@given(texts, texts, json_values, st.booleans(), st.booleans())
def test_a_nested_value_s_term_matches_it_there(
    name: str, inner: str, value: Json, is_list: bool, negated: bool
) -> None:
    nested: Json = [None, value] if is_list else {inner: value}
    entity = EntityRecord("e", {name: nested}, NOW)
    term = term_at((name, 1 if is_list else inner), value, negated=negated)
    assert parse(term).matches(entity, BareContext(NOW)) is not negated


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("status", "error", "status=error"),
        ("status", "in use", 'status="in use"'),
        ("temp", 30.5, "temp=30.5"),
        ("port", "8080", 'port="8080"'),
        ("on", True, "on=true"),
        ("on", "true", 'on="true"'),
        ("a.b", 1, '"a.b"=1'),
        ("or", None, '"or"=null'),
        ("x", "\x1b[31m", r'x="\u001b[31m"'),
        ("o", {"a": 1}, "has:o"),
    ],
)
def test_a_cell_s_term_is_quoted_only_where_it_must_be(name: str, value: Json, term: str) -> None:
    assert term_for(name, value) == term


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", "v=1"),
        ("  ", "v=1"),
        ("temp @age<1m", "temp @age<1m v=1"),
        ("a or b", "(a or b) v=1"),
        ("(a or b)", "((a or b)) v=1"),
    ],
)
def test_narrowing_keeps_what_was_asked_and_adds_to_it(text: str, result: str) -> None:
    assert narrowed(text, "v=1") == result
    assert str(parse(result)) == str(parse(f"({text}) v=1" if text.strip() else "v=1"))
