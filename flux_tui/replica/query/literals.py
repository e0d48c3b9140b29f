"""What stands on the right of a comparison, read and written; and quoting."""

from __future__ import annotations

import json
import re

from flux_tui.errors import Malformed
from flux_tui.model.instant import NS
from flux_tui.model.printable import printable
from flux_tui.protocol.json_text import decode
from flux_tui.replica.query.syntax import Scalar
from flux_tui.replica.query.tokens import HAS, KEYWORDS

UNITS = {
    "d": 86_400 * NS,
    "h": 3_600 * NS,
    "m": 60 * NS,
    "s": NS,
    "ms": NS // 1_000,
    "us": NS // 1_000_000,
    "ns": 1,
}
"""Nanoseconds in each unit of a duration, the largest first."""

_CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DURATION = re.compile(r"(?:[0-9]{1,15}(?:\.[0-9]{1,9})?(?:ms|us|ns|[smhd]))+")
_DURATION_PART = re.compile(r"([0-9]+)(?:\.([0-9]+))?([a-z]+)")
_BARE = re.compile(r"\w[\w.:/-]*")
_BARE_SEGMENT = re.compile(r"\w[\w:/-]*")
_BARE_MIDDLE = re.compile(r"[\w.:/-]+")


def read_scalar(word: str) -> Scalar:
    """A bare right side: true, false, null and JSON's numbers are themselves, the rest is text.

    Raises ValueError for a number that no double can hold.
    """
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    return word if is_text_when_bare(word) else read_number(word)


def is_text_when_bare(word: str) -> bool:
    """Whether a bare right side is a text: neither a constant nor a number."""
    return word not in _CONSTANTS and _NUMBER.fullmatch(word) is None


def read_number(word: str) -> int | float:
    """A JSON number, typed as the wire would have it; raises ValueError for anything else."""
    if _NUMBER.fullmatch(word) is None:
        raise ValueError("no number")
    try:
        number = decode(word)
    except Malformed:
        raise ValueError("out of range") from None
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise ValueError("no number")
    return number


def read_duration(word: str) -> int:
    """``90s``, ``1.5h``, ``1h30m`` in nanoseconds; raises ValueError for anything else."""
    if _DURATION.fullmatch(word) is None:
        raise ValueError("no duration")
    total = 0
    for whole, fraction, unit in _DURATION_PART.findall(word):
        total += int(whole) * UNITS[unit]
        if fraction:
            total += int(fraction) * UNITS[unit] // 10 ** len(fraction)
    return total


def write_duration(duration: int) -> str:
    """Nanoseconds as the shortest exact duration: ``2m``, ``90s``, ``1h30m``."""
    parts = []
    for unit, length in UNITS.items():
        count, duration = divmod(duration, length)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def write_scalar(value: Scalar) -> str:
    """The right side that is read as this value, quoted only where it must be."""
    if isinstance(value, str):
        is_plain = _is_plain(value, _BARE) and is_text_when_bare(value)
        return value if is_plain else quote(value)
    return json.dumps(value)


def write_word(text: str) -> str:
    """A word that is looked for in ids, quoted where it would mean something else."""
    return _bare_unless_special(text, _BARE)


def write_segment(text: str) -> str:
    """A property's name or a step of a path, quoted where it would mean something else."""
    return _bare_unless_special(text, _BARE_SEGMENT)


def write_middle(text: str) -> str:
    """A text that follows a wildcard or another part of the same word."""
    return text if _is_plain(text, _BARE_MIDDLE) else quote(text)


def quote(text: str) -> str:
    """A text in quotes; what cannot be seen or could drive a terminal is escaped."""
    return f'"{"".join(map(_escape, text))}"'


def _escape(character: str) -> str:
    if character in '"\\' or printable(character) != character:
        return json.dumps(character)[1:-1]
    return character


def _bare_unless_special(text: str, form: re.Pattern[str]) -> str:
    special = text.lower() in KEYWORDS or text.startswith(HAS)
    return text if _is_plain(text, form) and not special else quote(text)


def _is_plain(text: str, form: re.Pattern[str]) -> bool:
    return form.fullmatch(text) is not None and printable(text) == text
