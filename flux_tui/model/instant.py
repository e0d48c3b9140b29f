"""Instants: integer nanoseconds since 1970 (UTC), the unit of every time in the model.

Flux stamps with RFC 3339 text of nine or six fractional digits, trailing zeros dropped: text does
not compare, and microseconds collide, so both are converted to nanoseconds at once.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

NS = 1_000_000_000
"""Nanoseconds in a second."""

_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UTC = ("Z", "+00:00")
"""What follows the nine digits in most that Flux writes: read without a regular expression."""


def parse_rfc3339(text: str) -> int:
    """RFC 3339 text as nanoseconds since 1970; digits past the ninth are dropped.

    Raises ValueError for anything else.
    """
    digits = text[20:29]
    if text[29:] in _UTC and digits.isdecimal() and text.isascii():
        return _second(text[:20]) + int(digits)
    return _parse_any(text)


@lru_cache(maxsize=256)
def _second(text: str) -> int:
    """``2026-11-25T01:18:53.`` as nanoseconds since 1970; neighbours in a feed share it."""
    return _parse_any(f"{text}0Z")


def _parse_any(text: str) -> int:
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError(f"not an RFC 3339 time: {text[:40]!r}")
    moment, fraction, sign, hours, minutes = match.groups()
    seconds = _whole_seconds(moment)
    if sign:
        offset = int(hours) * 3600 + int(minutes) * 60
        seconds -= offset if sign == "+" else -offset
    return seconds * NS + int((fraction or "0")[:9].ljust(9, "0"))


@lru_cache(maxsize=256)
def _whole_seconds(text: str) -> int:
    moment = datetime.fromisoformat(text.upper()).replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(seconds=1)


def format_rfc3339(instant: int, *, suffix: str = "Z") -> str:
    """Nanoseconds since 1970 as RFC 3339 text with nine digits; ``suffix`` is ``Z`` or ``+00:00``.

    Flux writes the first in WebSocket frames and the second in states (``ws.jsonl``,
    ``http.jsonl``).
    """
    seconds, fraction = divmod(instant, NS)
    return f"{_moment_text(seconds)}.{fraction:09d}{suffix}"


@lru_cache(maxsize=256)
def _moment_text(seconds: int) -> str:
    """Seconds since 1970 as ``2026-11-25T01:18:53``; neighbours in a feed share it."""
    return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"
