"""The most telling properties of a group: those that a person would put in a table's columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flux_tui.model.json import Json
from flux_tui.replica.condition import STATUS_NAMES
from flux_tui.replica.record import EntityRecord

SAMPLE = 64
"""How many members are looked at; the first ones in order, so that the choice is steady."""

LONG = 24
"""Characters from which on a text is too long to tell anything in a narrow column."""


@dataclass(slots=True)
class _Candidate:
    name: str
    present: int = 0
    numbers: int = 0
    clumsy: int = 0
    changes: int = 0
    values: set[str] = field(default_factory=set)

    def look_at(self, value: Json, changes: int) -> None:
        self.present += 1
        self.changes += changes
        self.numbers += isinstance(value, int | float) and not isinstance(value, bool)
        self.clumsy += isinstance(value, list | dict) or (
            isinstance(value, str) and len(value) > LONG
        )
        if not isinstance(value, list | dict):
            self.values.add(str(value)[:LONG])

    def score(self, members: int) -> float:
        """How telling: seen in most, differing among members, changing; status-like ones first."""
        score = 2.0 * self.present / members
        score += min(len(self.values), 8) / min(members, 8)
        score += min(self.changes / members, 2.0) / 2
        score += 0.5 * self.numbers / self.present
        if self.name.lower() in STATUS_NAMES:
            score += 3.0
        return score


def telling_properties(members: Sequence[EntityRecord]) -> list[str]:
    """The properties of a group, most telling first; nested ones only for want of others."""
    candidates: dict[str, _Candidate] = {}
    sample = members[:SAMPLE]
    for record in sample:
        for name, value in record.properties.items():
            candidate = candidates.get(name)
            if candidate is None:
                if len(candidates) >= 4 * SAMPLE:
                    continue
                candidate = candidates[name] = _Candidate(name)
            candidate.look_at(value, record.changes_of(name))
    handy = [c for c in candidates.values() if 2 * c.clumsy <= c.present]
    ranked = sorted(handy or candidates.values(), key=lambda c: (-c.score(len(sample)), c.name))
    return [candidate.name for candidate in ranked]


def usual_decimals(values: Iterable[Json]) -> int:
    """How many digits stand behind the point at most, up to 4: what numbers are aligned by."""
    most = 0
    for value in values:
        if isinstance(value, float):
            _, point, digits = repr(value).partition(".")
            if point and "e" not in digits:
                most = max(most, len(digits))
    return min(most, 4)
