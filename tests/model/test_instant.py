"""Instants are exact to the nanosecond, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.inline import age_text
from flux_tui.model.instant import NS, format_rfc3339, parse_rfc3339

YEAR_9999 = 253_402_300_799 * NS


@given(st.integers(0, YEAR_9999), st.sampled_from(["Z", "+00:00"]))
def test_text_and_back(instant: int, suffix: str) -> None:
    assert parse_rfc3339(format_rfc3339(instant, suffix=suffix)) == instant


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("1970-01-01T00:00:01Z", NS),
        ("1970-01-01T00:00:00.5Z", NS // 2),
        ("1970-01-01T00:00:00.000000001Z", 1),
        ("1970-01-01T00:00:00.1234567899Z", 123_456_789),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31t23:59:59z", -NS),
    ],
)
def test_fractions_and_offsets(text: str, nanoseconds: int) -> None:
    assert parse_rfc3339(text) == nanoseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-11-25",
        "2026-11-25T01:18:53",
        "2026-13-01T00:00:00Z",
        "2026-13-01T00:00:00.123456789Z",
        "2026-11-25 01:18:5_.123456789Z",
        "2026-11-25T01:18:53.12345678_Z",
        "2026-11-25T01:18:53.12345678٣Z",
        "2026-11-25T01:18:53.123456789-00",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"RFC 3339|month"):
        parse_rfc3339(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0s"), (0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86_400, "1d")],
)
def test_ages_are_short(seconds: int, text: str) -> None:
    assert age_text(seconds * NS) == text


def test_the_sixtieth_second_is_refused_however_it_is_written() -> None:
    for text in ("2026-11-25T01:18:60Z", "2026-11-25T01:18:60.000000000Z"):
        with pytest.raises(ValueError, match="second"):
            parse_rfc3339(text)
