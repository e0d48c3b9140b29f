"""JSON values, ages and instants as short text on one line, safe for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from math import isfinite

from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.model.printable import printable

WIDEST = 400
"""Characters of a value that are ever looked at for one line."""


LONGEST_FLOAT = 25
"""Characters that Python and JSON write a float in, at most."""


def value_text(value: Json, limit: int = WIDEST) -> str:
    """A value as people read it: text bare, the rest as JSON; cut with ``…`` at ``limit``.

    Costs what is shown, not what the value holds.
    """
    if isinstance(value, str):
        return printable(value, limit=limit) + ("…" if len(value) > limit else "")
    if isinstance(value, float) and isfinite(value) and limit >= LONGEST_FLOAT:
        return repr(value)
    return json_text(value, limit)


def json_text(value: Json, limit: int = WIDEST) -> str:
    """A value as JSON on one line, text in quotes; cut with ``…`` at ``limit``."""
    parts: list[str] = []
    left = _write(value, parts, limit)
    text = "".join(parts)
    return printable(text[:limit]) + "…" if left < 0 else printable(text)


def _write(value: Json, parts: list[str], left: int) -> int:
    """Append JSON text until the budget is used up; the answer is what is left of it."""
    if left < 0:
        return left
    if isinstance(value, list):
        return _write_items(((None, item) for item in value), "[]", parts, left)
    if isinstance(value, dict):
        return _write_items(value.items(), "{}", parts, left)
    text = _scalar(value, left)
    parts.append(text)
    return left - len(text)


def _write_items(
    items: Iterable[tuple[str | None, Json]], brackets: str, parts: list[str], left: int
) -> int:
    parts.append(brackets[0])
    left -= 2
    separator = ""
    for key, item in items:
        head = separator if key is None else f"{separator}{_scalar(key, left)}: "
        parts.append(head)
        left = _write(item, parts, left - len(head))
        if left < 0:
            return left
        separator = ", "
    parts.append(brackets[1])
    return left


def _scalar(value: Json, left: int) -> str:
    if isinstance(value, str):
        return json.dumps(value[: left + 2], ensure_ascii=False)
    return repr(value) if type(value) is int else json.dumps(value)


def name_text(name: str, limit: int = WIDEST) -> str:
    """An id or a name, printable; the empty one, which is a legal id, as ``""``.

    One of more characters than ``limit`` is cut in the middle: its end tells it from others, too.
    """
    if len(name) > limit:
        tail = (limit - 1) // 2
        name = f"{name[: limit - 1 - tail]}…{name[len(name) - tail :]}"
    return printable(name) or '""'


def age_text(age: int) -> str:
    """An age in ns in two or three characters: ``0s``, ``48s``, ``4m``, ``12h``, ``3d``, ``2y``."""
    seconds = max(0, age) // NS
    for unit, size in (("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)):
        number = seconds // size
        if number < {"s": 60, "m": 60, "h": 24, "d": 1000}[unit]:
            return f"{number}{unit}"
    return f"{seconds // 31_557_600}y"


def interval_text(interval: int) -> str:
    """An interval in ns as in "every 5 s", in the unit that suits it; never less than a second."""
    seconds = max(1, round(interval / NS))
    for unit, size, end in (("s", 1, 100), ("min", 60, 5400), ("h", 3600, 129_600)):
        if seconds < end:
            return f"{round(seconds / size)} {unit}"
    return f"{round(seconds / 86_400)} d"


def rate_text(rate: float) -> str:
    """Times per second as ``12/s``, ``3/m`` or ``2/h``; empty for less than once an hour."""
    for unit, times in (("s", 1), ("m", 60), ("h", 3600)):
        if rate * times >= 0.95:
            number = round(rate * times)
            return f"{number}/{unit}" if number < 10_000 else f"{number // 1000}k/{unit}"
    return ""


def size_text(size: int) -> str:
    """A number of bytes as ``340 B``, ``12 kB`` or ``1.2 MB``."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def clock_text(instant: int, *, utc: bool) -> str:
    """The time of day of an instant with tenths, local unless ``utc``: ``12:03:04.1``."""
    moment = datetime.fromtimestamp(instant // NS, UTC if utc else None)
    return f"{moment:%H:%M:%S}.{instant % NS // 100_000_000}"


def day_text(instant: int, *, utc: bool) -> str:
    """An instant in a file's name, local unless ``utc``: ``2026-11-25-120304``."""
    return f"{datetime.fromtimestamp(instant // NS, UTC if utc else None):%Y-%m-%d-%H%M%S}"


def moment_text(instant: int, *, utc: bool) -> str:
    """An instant with its date and zone, to the millisecond."""
    moment = datetime.fromtimestamp(instant // NS, UTC).astimezone(UTC if utc else None)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{instant % NS // 1_000_000:03d} {moment:%Z}"


def more_text(others: int, room: int) -> str:
    """How many more there are than what stands before this; nothing where there are none.

    Short where ``room`` has no place for words.
    """
    if not others:
        return ""
    said = f" and {others:,} more"
    return said if len(said) <= room else f" +{others:,}"
