"""The tally: how many of a group's shown entities are not well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from flux_tui.replica.condition import Condition
from flux_tui.replica.view.arrangement import Arrangement
from flux_tui.replica.view.picture import Picture


class Tally:
    """Counts by group. A group is counted when it is asked for, and followed from then on."""

    def __init__(self, picture: Picture, shown: Arrangement) -> None:
        self._picture = picture
        self._shown = shown
        self._counts: dict[str, Counter[Condition]] = {}
        self._of: dict[str, tuple[str, Condition]] = {}
        """Group and condition of whoever has been counted."""

    def count(self, group: str, condition: Condition) -> int:
        """How many of a group are in a condition that is not fine."""
        counts = self._counts.get(group)
        if counts is None:
            unwell = self._picture.unwell(self._shown.members.get(group, ()))
            counts = self._counts[group] = Counter(unwell.values())
            self._of.update({key: (group, found) for key, found in unwell.items()})
        return counts[condition]

    def recount(self, shown: Arrangement) -> None:
        """Other entities are shown now."""
        self._shown = shown
        self._of.clear()
        self._counts.clear()

    def go_on(self, shown: Arrangement) -> None:
        """The same entities are shown in the same groups, in another order: their counts hold."""
        self._shown = shown

    def follow(self, ids: Set[str]) -> frozenset[str]:
        """Count anew what has been touched; the groups whose counts differ now."""
        shown, counts = self._shown, self._counts
        unwell = self._picture.unwell(ids)
        recounted: set[str] = set()
        for entity_id in unwell.keys() | self._of.keys() & ids:
            before = self._of.pop(entity_id, None)
            condition = unwell.get(entity_id)
            after = None
            if condition and entity_id in shown:
                group = shown.group_of(entity_id)
                if group in counts:
                    after = self._of[entity_id] = (group, condition)
            if after != before:
                for change, counted in ((-1, before), (1, after)):
                    if counted is not None:
                        counts[counted[0]][counted[1]] += change
                        recounted.add(counted[0])
        return frozenset(recounted)
