"""Whether what an entity says of itself is good, doubtful or bad."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from flux_tui.model.json import Json


class Condition(IntEnum):
    """From good to bad, so that ``max`` is the worst."""

    FINE = 0
    WARNING = 1
    FAILING = 2


STATUS_NAMES = ("status", "state", "health", "condition", "level", "severity", "phase")
"""Properties whose text says how an entity is, most telling first."""

# fmt: off
_FAILING = frozenset({
    "alarm", "alert", "blocked", "broken", "crashed", "crashloopbackoff", "critical", "dead",
    "down", "emergency", "error", "errored", "evacuated", "failed", "failing", "failure", "fatal",
    "fault", "faulty", "hot", "lost", "offline", "outage", "panic", "unavailable", "unhealthy",
    "unreachable",
})
_WARNING = frozenset({
    "cold", "degraded", "delayed", "draining", "full", "late", "low", "maintenance", "overdue",
    "overloaded", "recovering", "restarting", "retrying", "saturated", "silent", "slow", "stale",
    "suspect", "throttled", "unknown", "unstable", "warm", "warn", "warning",
})
# fmt: on
SPEAKING = frozenset(
    spelled for name in STATUS_NAMES for spelled in (name, name.capitalize(), name.upper())
)
"""The names of the properties whose text is listened to, as they may be spelled."""

_WORDS = {
    **dict.fromkeys(_WARNING, Condition.WARNING),
    **dict.fromkeys(_FAILING, Condition.FAILING),
}


def condition_of_value(name: str, value: Json) -> Condition:
    """What one property says: only status-like names speak, and only in words that are known."""
    if name not in SPEAKING or not isinstance(value, str) or len(value) > 40:
        return Condition.FINE
    return _WORDS.get(value.lower(), Condition.FINE)


def condition_of(properties: Mapping[str, Json]) -> Condition:
    """The worst that any property says."""
    worst = fine = Condition.FINE
    for name in properties:
        if name in SPEAKING:
            condition = condition_of_value(name, properties[name])
            if condition is not fine:
                worst = max(worst, condition)
    return worst
