"""Timestamps as they are typed."""

from __future__ import annotations

import pytest

from flux_tui.tui.composer.timestamps import parse_timestamp


@pytest.mark.parametrize(
    ("typed", "ms"),
    [
        ("now", None),
        (" NOW ", None),
        ("", None),
        ("1795569491888", 1_795_569_491_888),
        ("2026-02-03T12:30:00Z", 1_770_121_800_000),
        ("2026-02-03 13:30:00.5+01:00", 1_770_121_800_500),
    ],
)
def test_now_milliseconds_and_rfc_3339_are_understood(typed: str, ms: int | None) -> None:
    assert parse_timestamp(typed) == ms


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0", "timestamp must be positive, got 0"),
        ("-5", "timestamp must be positive, got -5"),
        ("99999999999999999999", "64 bits"),
        ("yesterday", "milliseconds since 1970"),
        ("2026-02-30T00:00:00Z", "milliseconds since 1970"),
        ("2026-02-03T12:30:00", "milliseconds since 1970"),
    ],
)
def test_what_is_no_timestamp_says_what_one_is(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_timestamp(typed)
