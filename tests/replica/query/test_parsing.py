"""A text is read as the query that it says, or refused at the right column."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flux_tui.replica.query import Query, QueryError, parse
from flux_tui.replica.query.parser import parse_expression
from flux_tui.replica.query.rendering import render
from flux_tui.replica.query.syntax import Expression
from tests.replica.query.expressions import SIGNS, expressions

WORDS = ["and", "or", "not", "has:", "@age", "@source", "@stale", "2m", "x", '"', "/", "(", ")"]


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("a b", "a and b"),
        ("a b or c d", "(a b) or (c d)"),
        ("not a b", "(not a) b"),
        ("!a or b", "(!a) or b"),
        ("NOT a AND b OR c", "!a b or c"),
        ("temp >= 30", "temp>=30"),
        ("@age > 90s", "@age>1m30s"),
        ("@age<0.5h", "@age<30m"),
        ("((a))", "a"),
        ('"temp"', "temp"),
        ('lab/"x"', "lab/x"),
        (r'"\u0061"', "a"),
        ("x=1e2", "x=100.0"),
        ("  ", ""),
    ],
)
def test_two_ways_to_say_one_thing(text: str, same_as: str) -> None:
    assert parse_expression(text) == parse_expression(same_as)


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("temp>", 5, "a value"),
        ("temp> )", 6, "a value"),
        ("a (b", 4, "closing )"),
        ("a b)", 3, "opening ("),
        ("a or", 4, "something to look for"),
        ("or a", 0, '"or"'),
        ("a and or b", 6, '"or"'),
        ("()", 1, "something to look for"),
        ("not", 3, "something to look for"),
        ("=5", 0, "name of a property"),
        ("a=1=2", 3, "quoted"),
        ("f(x)", 1, "a space, or quotes"),
        ("has:", 4, "name of a property"),
        ("has: a", 4, "name of a property"),
        ("has:a=1", 5, "leave the has: away"),
        ('a="b', 4, 'closing "'),
        (r'a="\q"', 3, r"\\"),
        ("/ab", 3, "closing /"),
        ("/ab/x", 4, "flag i"),
        ("/a(/", 2, "unterminated"),
        (r"x~/(a)\1/", 6, "without backreferences"),
        ("/(?=a)/", 1, "look-around"),
        ("/a*+/", 3, "possessive"),
        ("name~foo", 5, "/regular expression/"),
        ("x<true", 2, "order"),
        ("x=1e999", 2, "double"),
        ("@age>5", 5, "duration"),
        ("@age=5s", 4, "one of < <= > >="),
        ("@age", 4, "one of < <= > >="),
        ("@rate>fast", 6, "number"),
        ("@stale=1", 6, "nothing behind @stale"),
        ("@sorce=a", 0, "perhaps @source"),
        ("@", 0, "@marked"),
    ],
)
def test_an_error_names_the_column_and_what_was_expected(
    text: str, column: int, expected: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.column == column
    assert expected in caught.value.expected
    assert f"column {column + 1}: expected {caught.value.expected}" in str(caught.value)
    assert column <= caught.value.end <= len(text)


def test_an_error_shows_nothing_that_drives_a_terminal() -> None:
    with pytest.raises(QueryError) as caught:
        parse("a=\x1b[31m=")
    assert "\x1b" not in str(caught.value)


@given(st.text() | st.text(SIGNS) | st.lists(st.sampled_from(WORDS)).map(" ".join))
@example("(" * 5_000)
@example("!" * 5_000)
@example("not " * 5_000)
@example("/" + "(" * 5_000 + ")" * 5_000 + "/")
@example("/a{4294967295}/")
@example("/a{99999999999}/")
@example("/[[a]/")
@example('"\\ud800"')
@example("x=" + "9" * 5_000)
@example("@age>" + "9" * 5_000 + "d")
def test_any_text_is_a_query_or_an_error_within_it(text: str) -> None:
    query, error = read(text)
    if error is not None:
        assert 0 <= error.column <= error.end <= len(text)
    if query is not None:
        assert repr(parse_expression(str(query))) == repr(query.expression)


def read(text: str) -> tuple[Query | None, QueryError | None]:
    try:
        return parse(text), None
    except QueryError as error:
        return None, error


@given(expressions)
def test_what_is_written_out_is_read_back_as_the_same(expression: Expression) -> None:
    assert repr(parse_expression(render(expression))) == repr(expression)
