"""The layout: which row stands where, with headers, and groups folded away."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from flux_tui.replica.grouping import GroupBy
from flux_tui.replica.view.arrangement import Arrangement
from flux_tui.replica.view.rows import GroupRow, Key


class Layout:
    """Rows of an arrangement. ``key`` and ``index`` are O(log n)."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._headers = True
        self._folded: set[str] = set()
        self._order: list[str] = []
        self._places: dict[str, int] = {}
        self._starts: list[int] = [0]
        self.follow(arrangement)

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def groups(self) -> list[str]:
        """The groups that have entities to show, in order."""
        return self._order

    @property
    def folded(self) -> frozenset[str]:
        """The groups that are folded, also such as have nothing to show now."""
        return frozenset(self._folded)

    def is_folded(self, group: str) -> bool:
        """Whether a group's entities are folded away."""
        return self._headers and group in self._folded

    def fold(self, group: str, folded: bool) -> None:
        """Fold a group's entities away, or unfold them."""
        (self._folded.add if folded else self._folded.discard)(group)
        self._measure()

    def unfold_all(self) -> None:
        """Unfold everything, as other groups are followed from now on: they are other things."""
        self._folded.clear()

    def follow(self, arrangement: Arrangement) -> None:
        """Lay out anew: rows came, went or moved."""
        self._arrangement = arrangement
        self._headers = arrangement.grouping.by is not GroupBy.NONE
        if arrangement.members.keys() != self._places.keys():
            self._order = sorted(arrangement.members, key=arrangement.grouping.place_of)
            self._places = {group: place for place, group in enumerate(self._order)}
        self._measure()

    def key(self, index: int) -> Key | None:
        """What the row at an index stands for; None outside."""
        if not 0 <= index < len(self):
            return None
        place = bisect_right(self._starts, index) - 1
        group = self._order[place]
        offset = index - self._starts[place] - self._headers
        return Key(group, None if offset < 0 else self._arrangement.members[group][offset])

    def index(self, key: Key) -> int | None:
        """Where something stands now; None when it is not shown."""
        place = self._places.get(key.group)
        if place is None:
            return None
        start = self._starts[place]
        if key.entity is None:
            return start if self._headers else None
        arrangement = self._arrangement
        if (
            key.entity not in arrangement
            or self.is_folded(key.group)
            or arrangement.group_of(key.entity) != key.group
        ):
            return None
        return start + self._headers + arrangement.position(key.group, key.entity)

    def header(self, group: str) -> GroupRow:
        """A group's header."""
        return GroupRow(group, len(self._arrangement.members[group]), self.is_folded(group))

    def first_entity(self) -> int:
        """The first row of an entity, unless the first group is folded; 0 where there is none."""
        return int(self._headers and len(self) > 1 and not self.is_folded(self._order[0]))

    def _measure(self) -> None:
        members, headers = self._arrangement.members, self._headers
        folded = self._folded if headers else set()
        heights = [
            headers + (0 if group in folded else len(members[group])) for group in self._order
        ]
        self._starts = list(accumulate(heights, initial=0))
