"""Regular expressions find what Python's find, and never hang."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.replica.query.pattern import Pattern, PatternError
from flux_tui.replica.query.pattern.cost import reach
from flux_tui.replica.query.pattern.linear import LinearSearch
from flux_tui.replica.query.pattern.syntax import structure

ATOMS = [
    "a",
    "b",
    ".",
    r"\w",
    r"\d",
    "[ab]",
    "[^a]",
    "[]a]",
    r"[\]b]",
    r"\x61",
    r"\.",
    "{",
    "a{,",
    r"\u0062",
]
PLACES = ["^", "$", r"\b", r"\B", r"\A", r"\Z"]
REPEATS = ["*", "+", "?", "{2}", "{1,2}", "{,2}", "{1,}", "*?", "+?", "??"]

atoms = st.sampled_from(ATOMS)
sources = st.recursive(
    atoms | st.sampled_from(PLACES),
    lambda inner: (
        st.lists(inner, max_size=3).map("".join)
        | st.builds("({}|{})".format, inner, inner)
        | st.builds("(?:{}){}".format, inner, st.sampled_from(REPEATS))
        | st.builds("(?P<g>{})".format, inner)
        | st.builds("{}{}".format, atoms, st.sampled_from(REPEATS))
    ),
    max_leaves=6,
)


@given(sources, st.text("aAb1. \n{]", max_size=8), st.booleans())
def test_the_linear_search_finds_what_backtracking_finds(
    source: str, text: str, ignore_case: bool
) -> None:
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    try:
        expected = re.compile(source, flags).search(text) is not None
    except re.error:
        return
    assert LinearSearch(structure(source), flags)(text) is expected
    assert Pattern(source, ignore_case).search(text) is expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"^(\w+-?)*$", "a" * 40 + "!"),
        (r"^(\w+\s?)*$", "a" * 5_000 + "!"),
        ("(a|a)*b", "a" * 5_000),
        ("(x+x+)+y", "x" * 5_000),
        (".*.*.*.*.*=x", "=" * 5_000),
        ("(a?){90}a{90}b", "a" * 90),
        ("([a-z]{1,40}){1,10}!", "a" * 400),
    ],
)
def test_a_text_made_to_hang_backtracking_is_answered(source: str, text: str) -> None:
    assert Pattern(source).search(text) is False


@pytest.mark.parametrize("source", ["error", "a.*b", "(a|b)+c"])
def test_a_text_of_usual_length_is_never_too_long(source: str) -> None:
    assert Pattern(source).search("x" * 20_000) is False


def test_a_text_too_long_to_search_in_time_is_neither_yes_nor_no() -> None:
    assert Pattern("(a+b?)+c").search("a" * 1_000_000) is None
    assert Pattern("error").search("x" * 1_000_000 + "error") is True


def test_backtracking_is_kept_from_repeats_within_repeats() -> None:
    assert reach(structure("(a+)+")) == 0
    assert reach(structure("(a|b)*")) == 0
    assert reach(structure("a*b*c*")) < reach(structure("a*b*")) < reach(structure("a*"))


@pytest.mark.parametrize(
    "source",
    [
        "(?=a)b",
        "(?<!a)b",
        "(?i)a",
        "(?>a)",
        r"(a)\1",
        "(?P<n>a)(?P=n)",
        "a*+",
        "a++",
        "[a",
        "(",
        "*",
        "a{501}",
        "((a{9}){9}){9}",
        "(?:){65000}",
        "x" * 501,
        "(" * 31 + ")" * 31,
    ],
)
def test_what_cannot_be_searched_in_linear_time_is_refused(source: str) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(source)
    assert 0 <= caught.value.position <= len(source)
