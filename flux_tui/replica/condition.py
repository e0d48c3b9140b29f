"""Whether what an entity says of itself is good, doubtful or bad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum

from flux_tui.model.change import EntityDeleted
from flux_tui.model.json import Json
from flux_tui.replica.grouping import group_of
from flux_tui.replica.world import Kind, Outcome, World


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
_STATUS = frozenset(STATUS_NAMES)
_WORDS = {
    **dict.fromkeys(_WARNING, Condition.WARNING),
    **dict.fromkeys(_FAILING, Condition.FAILING),
}


def condition_of_value(name: str, value: Json) -> Condition:
    """What one property says: only status-like names speak, and only in words that are known."""
    if not isinstance(value, str) or len(value) > 40 or name.lower() not in _STATUS:
        return Condition.FINE
    return _WORDS.get(value.lower(), Condition.FINE)


def condition_of(properties: Mapping[str, Json]) -> Condition:
    """The worst that any property says."""
    worst = Condition.FINE
    for name in properties:
        if name in _STATUS:
            worst = max(worst, condition_of_value(name, properties[name]))
    return worst


class Conditions:
    """The condition of every entity of a World, and how many of each group are not fine."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._of: dict[str, Condition] = {}
        self._counts: dict[str, Counter[Condition]] = {}
        for entity_id in world.entities:
            self._judge(entity_id)
        world.observe(self._on_outcomes)

    def of(self, entity_id: str) -> Condition:
        """How one entity is."""
        return self._of.get(entity_id, Condition.FINE)

    @property
    def unwell(self) -> Mapping[str, Condition]:
        """The entities that are not fine, by id."""
        return self._of

    def count(self, group: str, condition: Condition) -> int:
        """How many of a group (by ``group_of``) are in a condition that is not fine."""
        counts = self._counts.get(group)
        return counts[condition] if counts else 0

    def total(self, condition: Condition) -> int:
        """How many of all are in a condition that is not fine."""
        return sum(counts[condition] for counts in self._counts.values())

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        doubtful = {
            change.entity_id
            for kind, change, _, _ in outcomes
            if kind is Kind.CREATED
            or isinstance(change, EntityDeleted)
            or (kind is Kind.CHANGED and change.property.lower() in STATUS_NAMES)
        }
        for entity_id in doubtful:
            self._judge(entity_id)

    def _judge(self, entity_id: str) -> None:
        record = self._world.get(entity_id)
        now = Condition.FINE if record is None else condition_of(record.properties)
        before = self._of.get(entity_id, Condition.FINE)
        if now is not before:
            if now is Condition.FINE:
                del self._of[entity_id]
            else:
                self._of[entity_id] = now
            counts = self._counts.setdefault(group_of(entity_id), Counter())
            counts[before] -= 1
            counts[now] += 1
