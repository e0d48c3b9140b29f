"""The tally: how many of each group's shown entities are not well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from flux_tui.replica.condition import Condition
from flux_tui.replica.view.arrangement import Arrangement
from flux_tui.replica.view.picture import Picture


class Tally:
    """Counts by group; only entities that are not fine are remembered."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._of: dict[str, tuple[str, Condition]] = {}
        self._counts: dict[str, Counter[Condition]] = {}

    def count(self, group: str, condition: Condition) -> int:
        """How many of a group are in a condition that is not fine."""
        counts = self._counts.get(group)
        return counts[condition] if counts else 0

    def recount(self, shown: Arrangement) -> None:
        """Count all anew."""
        self._of.clear()
        self._counts.clear()
        for entity_id, condition in self._picture.unwell():
            if entity_id in shown:
                self._add(entity_id, shown.group_of(entity_id), condition)

    def follow(self, ids: Iterable[str], shown: Arrangement) -> frozenset[str]:
        """Count anew what has been touched; the groups whose counts differ now."""
        recounted: set[str] = set()
        for entity_id in ids:
            condition = self._picture.condition(entity_id)
            before = self._of.get(entity_id)
            if not condition and before is None:
                continue
            after = None
            if condition and entity_id in shown:
                after = (shown.group_of(entity_id), condition)
            if after == before:
                continue
            if before is not None:
                del self._of[entity_id]
                self._counts[before[0]][before[1]] -= 1
                recounted.add(before[0])
            if after is not None:
                self._add(entity_id, *after)
                recounted.add(after[0])
        return frozenset(recounted)

    def _add(self, entity_id: str, group: str, condition: Condition) -> None:
        self._of[entity_id] = (group, condition)
        self._counts.setdefault(group, Counter())[condition] += 1
