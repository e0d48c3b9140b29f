"""The View: which entities of the World are shown, in what order, and where the focus is.

It follows the World change by change. Nothing is recomputed by a change itself: the ids that were
touched are gathered, and ``update`` brings rows, order and focus up to date once a frame.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from flux_tui.replica.grouping import group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import Outcome, World

BULK = 64
"""From so many moves in one group on, sorting it anew is cheaper than bisecting each."""

Predicate: TypeAlias = Callable[[EntityRecord], bool]
"""Whether an entity is to be shown."""

Rank: TypeAlias = int
"""What rows of a group are ordered by; ids break ties."""


class Sort(Enum):
    """The order of entities within their group."""

    ID = "id"
    CHANGED = "last change"


class Key(NamedTuple):
    """What a row stands for, whatever its number is: a group's header, or an entity."""

    group: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group's header: ``shown`` entities pass the filter."""

    name: str
    shown: int
    folded: bool


Row: TypeAlias = GroupRow | EntityRecord
"""One line of the list."""


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What an update did: ``moved`` when rows came, went or moved; ``touched`` ids to repaint."""

    moved: bool
    touched: frozenset[str]


class View:
    """Rows over a World: a filter, a sort, groups that fold, and a focus that follows its entity.

    ``row`` and ``index`` are O(log n); ``update`` costs what has changed since the last one.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._predicate: Predicate | None = None
        self._sort = Sort.ID
        self._reverse = False
        self._grouped = True
        self._folded: set[str] = set()
        self._members: dict[str, list[str]] = {}
        self._placed: dict[str, Rank] = {}
        self._order: list[str] = []
        self._starts: list[int] = [0]
        self._touched: set[str] = set()
        self._focus: Key | None = None
        self._focus_index = 0
        self._focus_chosen = False
        world.observe(self._on_outcomes)
        self.rebuild()

    # -- what is shown -------------------------------------------------------------------------

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def shown(self) -> int:
        """How many entities pass the filter, folded away or not."""
        return len(self._placed)

    @property
    def total(self) -> int:
        """How many entities the World has."""
        return len(self._world)

    @property
    def sort(self) -> Sort:
        """The order within groups."""
        return self._sort

    @property
    def reverse(self) -> bool:
        """Whether the order is turned round."""
        return self._reverse

    @property
    def grouped(self) -> bool:
        """Whether groups have headers."""
        return self._grouped

    @property
    def groups(self) -> list[str]:
        """The groups that have entities to show, in order."""
        return self._order

    def members(self, group: str) -> list[str]:
        """The ids shown in a group, in order; to be read, not kept."""
        return self._members.get(group, [])

    def row(self, index: int) -> Row | None:
        """The row at an index; None outside."""
        key = self.key(index)
        if key is None:
            return None
        if key.entity is None:
            return GroupRow(key.group, len(self._members[key.group]), key.group in self._folded)
        return self._world.get(key.entity)

    def key(self, index: int) -> Key | None:
        """What the row at an index stands for; None outside."""
        if not 0 <= index < len(self):
            return None
        place = bisect_right(self._starts, index) - 1
        group = self._order[place]
        offset = index - self._starts[place] - self._grouped
        return Key(group, None if offset < 0 else self._members[group][offset])

    def index(self, key: Key) -> int | None:
        """Where something stands now; None when it is not shown."""
        members = self._members.get(key.group)
        if members is None:
            return None
        start = self._starts[bisect_left(self._order, key.group)]
        if key.entity is None:
            return start if self._grouped else None
        if key.entity not in self._placed or key.group in self._folded:
            return None
        return start + self._grouped + self._position(members, key.entity)

    def key_of(self, entity_id: str) -> Key:
        """The key of an entity's row."""
        return Key(self._group_of(entity_id), entity_id)

    # -- what a person changes -----------------------------------------------------------------

    def show(self, predicate: Predicate | None) -> None:
        """Show what passes ``predicate``; None shows everything."""
        self._predicate = predicate
        self.rebuild()

    def order_by(self, sort: Sort, *, reverse: bool = False) -> None:
        """Order the rows of each group; by last change the newest come first."""
        self._sort, self._reverse = sort, reverse
        self.rebuild()

    def group(self, grouped: bool) -> None:
        """Give groups their headers, or show one plain list."""
        if grouped != self._grouped:
            self._grouped = grouped
            if self._focus is not None and self._focus.entity is not None:
                self._focus = self.key_of(self._focus.entity)
            self.rebuild()

    def fold(self, group: str, folded: bool) -> None:
        """Fold a group's entities away, or unfold them; the focus goes to the header."""
        (self._folded.add if folded else self._folded.discard)(group)
        self._lay_out()
        if folded and self._focus is not None and self._focus.group == group:
            self._focus = Key(group)
        self._settle_focus()

    # -- focus ---------------------------------------------------------------------------------

    @property
    def focus(self) -> Key | None:
        """What is focused; None while nothing is shown."""
        return self._focus

    @property
    def focus_index(self) -> int:
        """Where the focus stands now."""
        return self._focus_index

    def focus_on(self, key: Key) -> None:
        """Focus something that is shown."""
        self._focus, self._focus_chosen = key, True
        self._settle_focus()

    def move_to(self, index: int) -> None:
        """Focus the row at an index, or the nearest there is."""
        key = self.key(max(0, min(index, len(self) - 1)))
        if key is not None:
            self.focus_on(key)

    # -- following the World -------------------------------------------------------------------

    def update(self) -> ViewChange:
        """Bring rows, order and focus up to date with the World."""
        touched, self._touched = self._touched, set()
        moved = self._place(touched)
        if moved:
            self._lay_out()
            self._settle_focus()
        return ViewChange(moved, frozenset(touched))

    def rebuild(self) -> None:
        """Work everything out anew: after the filter, the sort or the grouping changed."""
        self._touched.clear()
        records = self._world.entities.values()
        shown = records if self._predicate is None else filter(self._predicate, records)
        self._placed = {record.id: self._rank(record) for record in shown}
        members: dict[str, list[str]] = {}
        for entity_id in self._placed:
            group = group_of(entity_id) if self._grouped else ""
            if group in members:
                members[group].append(entity_id)
            else:
                members[group] = [entity_id]
        for ids in members.values():
            self._put_in_order(ids)
        self._members = members
        self._lay_out()
        self._settle_focus()

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        self._touched.update([outcome.change.entity_id for outcome in outcomes])

    def _group_of(self, entity_id: str) -> str:
        return group_of(entity_id) if self._grouped else ""

    def _rank(self, record: EntityRecord) -> Rank:
        return 0 if self._sort is Sort.ID else -(record.changed or record.base)

    def _place(self, ids: Iterable[str]) -> bool:
        """Put each id where it belongs now; whether any row came, went or moved."""
        leaving: defaultdict[str, list[str]] = defaultdict(list)
        coming: defaultdict[str, dict[str, Rank]] = defaultdict(dict)
        for entity_id in ids:
            record = self._world.get(entity_id)
            wanted = record is not None and (self._predicate is None or self._predicate(record))
            rank = self._rank(record) if wanted and record is not None else None
            placed = self._placed.get(entity_id)
            if rank == placed:
                continue
            group = self._group_of(entity_id)
            if placed is not None:
                leaving[group].append(entity_id)
            if rank is not None:
                coming[group][entity_id] = rank
        for group in leaving.keys() | coming.keys():
            self._rearrange(group, leaving[group], coming[group])
        return bool(leaving or coming)

    def _rearrange(self, group: str, leaving: list[str], coming: dict[str, Rank]) -> None:
        members = self._members.setdefault(group, [])
        if len(leaving) + len(coming) > BULK:
            if leaving:
                gone = set(leaving)
                members[:] = [entity_id for entity_id in members if entity_id not in gone]
            for entity_id in leaving:
                del self._placed[entity_id]
            self._placed.update(coming)
            members.extend(coming)
            self._put_in_order(members)
        else:
            for entity_id in leaving:
                del members[self._position(members, entity_id)]
                del self._placed[entity_id]
            for entity_id, rank in coming.items():
                self._placed[entity_id] = rank
                members.insert(self._position(members, entity_id), entity_id)
        if not members:
            del self._members[group]

    def _order_key(self, entity_id: str) -> tuple[Rank, str]:
        return (self._placed[entity_id], entity_id)

    def _put_in_order(self, members: list[str]) -> None:
        key = None if self._sort is Sort.ID else self._order_key
        members.sort(key=key, reverse=self._reverse)

    def _position(self, members: list[str], entity_id: str) -> int:
        """Where a placed id stands, or is to be inserted, among sorted members."""
        key = self._order_key(entity_id)
        if not self._reverse:
            return bisect_left(members, key, key=self._order_key)
        low, high = 0, len(members)
        while low < high:
            middle = (low + high) // 2
            if self._order_key(members[middle]) > key:
                low = middle + 1
            else:
                high = middle
        return low

    def _lay_out(self) -> None:
        self._order = sorted(self._members)
        heights = (
            self._grouped + (0 if name in self._folded else len(self._members[name]))
            for name in self._order
        )
        self._starts = list(accumulate(heights, initial=0))

    def _settle_focus(self) -> None:
        """Keep the focus on what it is on; when that is gone, on what took its place.

        Until somebody moves it, it is on the first entity, however many come before it.
        """
        index = None if self._focus is None else self.index(self._focus)
        if not self._focus_chosen:
            index = self._first_entity_index()
            self._focus = self.key(index)
        elif index is None:
            index = max(0, min(self._focus_index, len(self) - 1))
            self._focus = self.key(index)
        self._focus_index = index

    def _first_entity_index(self) -> int:
        return int(self._grouped and len(self) > 1 and self._order[0] not in self._folded)
