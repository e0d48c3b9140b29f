"""How often something is published again, and when the next time is."""

from __future__ import annotations

from dataclasses import dataclass

from flux_tui.errors import UsageError
from flux_tui.model.instant import NS
from flux_tui.replica.query.literals import read_duration

LEAST = 0.1
"""Seconds between two rounds at least: who wants more at once writes a batch."""

MOST = 86_400.0
"""Seconds between two rounds at most: an explorer is not left open for longer than days."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many seconds; ``times`` None is until it is stopped."""

    every: float
    times: int | None = None


def read_rhythm(every: str, times: str) -> Rhythm:
    """A rhythm as it is typed: ``5`` or ``500ms``, and how often; raises UsageError."""
    return Rhythm(_read_every(every.strip()), _read_times(times.strip()))


def next_round(due: float, every: float, now: float) -> tuple[float, int]:
    """When the round after the one that was due at ``due`` is due, and how many are left out.

    What should have been while that one took its time is left out: rounds never pile up.
    """
    missed = max(0, int((now - due) // every))
    return due + (missed + 1) * every, missed


def _read_every(text: str) -> float:
    try:
        seconds = float(text) if _is_number(text) else read_duration(text) / NS
    except ValueError:
        raise UsageError("every so many seconds: 5, 0.5, 500ms or 2m") from None
    if not LEAST <= seconds <= MOST:
        raise UsageError(f"between {LEAST:g} s and a day")
    return seconds


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii()


def _read_times(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and int(text[:9]) > 0 and len(text) <= 9):
        raise UsageError("how many times: a number, or nothing for until it is stopped")
    return int(text)
