"""How a property moves: by how much it changed last, how often it changes, and its last values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from flux_tui.model.inline import rate_text
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.replica.history import History
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import trend
from flux_tui.tui.detail.columns import DELTA, TREND

LATELY = 17
"""The changes that a rate is the mean of: sixteen intervals."""


class Movement(NamedTuple):
    """Texts for the columns of a property; empty where there is nothing to say."""

    delta: str = ""
    trend: str = ""
    rate: str = ""


STILL = Movement()
"""What does not move, or is not a property."""


def movement_of(
    history: History, record: EntityRecord, name: str, now: int, until: int | None = None
) -> Movement:
    """How a property moves at ``now``, by what happened up to ``until``; both in ns."""
    trail = record.trail(name)
    if trail is None or not trail.changes:
        return STILL
    numbers = history.numbers(record.id, name, TREND - 2, until)
    return Movement(
        delta=difference(trail.before, record.properties.get(name)),
        trend=trend(numbers) if len(numbers) > 1 else "",
        rate=rate_text(_rate(history.times(record.id, name, LATELY, until), now)),
    )


def difference(before: Json, after: Json) -> str:
    """By how much a number grew, exactly, with its sign; empty for anything else."""
    numbers = [v for v in (before, after) if isinstance(v, int | float) and type(v) is not bool]
    if len(numbers) < 2:
        return ""
    change = Decimal(str(numbers[1])) - Decimal(str(numbers[0]))
    text = f"{change:+f}" if abs(change.adjusted()) < DELTA else ""
    return text if 0 < len(text) < DELTA - 1 else f"{change:+.0e}"


def _rate(times: Sequence[int], now: int) -> float:
    """Changes per second: a silence counts once it is longer than the usual interval."""
    intervals = len(times) - 1
    if intervals < 1:
        return 0.0
    lasted = max(times[-1] - times[0], (now - times[0]) * intervals // (intervals + 1))
    return intervals * NS / lasted if lasted > 0 else 0.0
