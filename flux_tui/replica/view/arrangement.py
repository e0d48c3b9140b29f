"""The arrangement: ids by group, each group in order; only what is touched is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Final

from flux_tui.replica.grouping import UNGROUPED, GroupBy, Grouping, group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.filter import Filter
from flux_tui.replica.view.order import Order, Rank, SortBy

FEW = 64
"""Up to so many moves in one group, each is made by itself: a long list is slow to sieve."""

STEP = 2000
"""Ids that are grouped or sorted between two looks at the clock: a millisecond or two."""

SHARE = 8
"""Where a larger part than one in so many comes or moves, sorting all is cheaper than merging."""

Placing = Mapping[str, EntityRecord | None]
"""Ids with the records to be placed for them; None for those that are not to be shown."""


class Arrangement:
    """Ids in ``members`` by group, in order; ``ranks`` are what they were ordered by."""

    def __init__(self, order: Order, grouping: Grouping) -> None:
        self.order: Final = order
        self.grouping: Final = grouping
        self.members: dict[str, list[str]] = {}
        self.ranks: dict[str, Rank] = {}
        self.read_group = grouping.reader()
        self._groups: dict[str, str] | None = {} if grouping.by is GroupBy.PROPERTY else None
        self._by_id: dict[str, list[str]] = {}
        """Members in the order of their ids, where that is known: equal ranks are sorted by it."""

    def __len__(self) -> int:
        return len(self.ranks)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self.ranks

    def group_of(self, entity_id: str) -> str:
        """The group that an id is placed in; of one that is not placed, as far as the id tells."""
        if self._groups is not None:
            return self._groups.get(entity_id, UNGROUPED)
        return group_of(entity_id) if self.grouping.by is GroupBy.ID else UNGROUPED

    def position(self, group: str, entity_id: str) -> int:
        """Where a placed id stands in its group."""
        return self.order.position(self.members[group], self.ranks, entity_id)

    # -- as a whole ----------------------------------------------------------------------------

    def fill(self, records: Iterable[EntityRecord]) -> None:
        """Place all of some records, in place of what there was."""
        records = list(records)
        if self._groups is not None:
            self._groups = {}
        members = self._grouped(records)
        self.ranks = self._ranked(records)
        for ids in members.values():
            ids.sort()
        self._arrange_all(members)

    def reordered(self, order: Order, records: Mapping[str, EntityRecord]) -> Arrangement:
        """The same in another order; ``records`` are those of all its ids, and no others."""
        other = Arrangement(order, self.grouping)
        ranks = order.ranks(list(records.values()))
        other.ranks = dict(zip(records, ranks, strict=True))
        other._groups = self._groups
        other._arrange_all({group: self._in_order_of_ids(group) for group in self.members})
        return other

    def take(
        self,
        ranks: dict[str, Rank],
        known: Mapping[str, str],
        find: Callable[[str], EntityRecord | None],
    ) -> Iterator[None]:
        """Hold what is ranked so, in place of what there was, a step at a time.

        ``known`` are groups that were read before, and hold now; the records of others are found.
        Whoever is not found, or changes meanwhile, is to be placed anew when all is done.
        """
        self.ranks = ranks
        ids, read = list(ranks), self.read_group
        groups: dict[str, str] = {}
        members: dict[str, list[str]] = {}
        for start in range(0, len(ids), STEP):
            for entity_id in ids[start : start + STEP]:
                group = known.get(entity_id)
                if group is None:
                    record = find(entity_id)
                    group = UNGROUPED if record is None else read(record)
                groups[entity_id] = group
                members.setdefault(group, []).append(entity_id)
            yield
        if self._groups is not None:
            self._groups = groups
        self._by_id, self.members = members, {}
        for group, part in members.items():
            part.sort()
            yield from self._arrange(group, part)

    def _arrange(self, group: str, ids: list[str]) -> Iterator[None]:
        """Take a group's members, given in the order of their ids.

        Of many, parts are sorted one by one: runs that are in order are sorted quickly as a whole.
        """
        order, arranged = self.order, ids
        if len(ids) > STEP and order.sort.by is not SortBy.ID:
            arranged = []
            for start in range(0, len(ids), STEP):
                arranged += order.arranged(ids[start : start + STEP], self.ranks)
                yield
        self.members[group] = order.arranged(arranged, self.ranks)
        yield

    def filtered(self, wanted: Filter, records: Mapping[str, EntityRecord]) -> Arrangement:
        """What is wanted of it, in the same order and groups."""
        return self._part(lambda ids: wanted.of(ids, records))

    def among(self, wanted: Container[str]) -> Arrangement:
        """These ids of it, in the same order and groups."""
        return self._part(lambda ids: [entity_id for entity_id in ids if entity_id in wanted])

    def _part(self, kept_of: Callable[[list[str]], list[str]]) -> Arrangement:
        other = Arrangement(self.order, self.grouping)
        for group, ids in self.members.items():
            if kept := kept_of(ids):
                other.members[group] = kept
        if sum(map(len, other.members.values())) == len(self.ranks):
            other.ranks = self.ranks.copy()
        else:
            ranks = self.ranks
            other.ranks = {key: ranks[key] for ids in other.members.values() for key in ids}
        if self._groups is not None:
            other._groups = {key: group for group, ids in other.members.items() for key in ids}
        return other

    # -- bit by bit ----------------------------------------------------------------------------

    def place(self, records: Placing) -> bool:
        """Put each id where it belongs now; whether any came, went or moved."""
        ranks = self.ranks
        newcomers = [r for r in records.values() if r is not None and r.id not in ranks]
        moved = len(newcomers) < len(records) and self._move(records)
        self._welcome(newcomers)
        return moved or bool(newcomers)

    def _welcome(self, newcomers: list[EntityRecord]) -> None:
        """Place what was not placed: a world that is loaded comes by the thousand."""
        self.ranks.update(self._ranked(newcomers))
        for group, ids in self._grouped(newcomers).items():
            self._by_id.pop(group, None)
            self._insert(group, ids)

    def _move(self, records: Placing) -> bool:
        """Place anew, or no more, those of some ids that are placed; whether any went or moved."""
        leaving: defaultdict[str, list[str]] = defaultdict(list)
        coming: defaultdict[str, list[str]] = defaultdict(list)
        moved: dict[str, Rank] = {}
        ranks, rank_of, by_value = self.ranks, self.order.rank, self._groups is not None
        for entity_id, record in records.items():
            if entity_id not in ranks:
                continue
            if record is None:
                leaving[self.group_of(entity_id)].append(entity_id)
                continue
            rank = rank_of(record)
            stays = rank == ranks[entity_id]
            if stays and not by_value:
                continue
            before = self.group_of(entity_id)
            group = self.read_group(record) if by_value else before
            if not stays or group != before:
                leaving[before].append(entity_id)
                coming[group].append(entity_id)
                moved[entity_id] = rank
        for group in leaving.keys() | coming.keys():
            if leaving.get(group) != coming.get(group):
                self._by_id.pop(group, None)
        for group, ids in leaving.items():
            self._remove(group, ids)
        self.ranks.update(moved)
        for group, ids in coming.items():
            if self._groups is not None:
                self._groups.update(dict.fromkeys(ids, group))
            self._insert(group, ids)
        return bool(leaving)

    def _remove(self, group: str, leaving: list[str]) -> None:
        members = self.members[group]
        if len(leaving) <= FEW:
            for entity_id in leaving:
                del members[self.position(group, entity_id)]
        else:
            gone = set(leaving)
            members[:] = [entity_id for entity_id in members if entity_id not in gone]
        for entity_id in leaving:
            del self.ranks[entity_id]
            if self._groups is not None:
                del self._groups[entity_id]
        if not members:
            del self.members[group]

    def _insert(self, group: str, coming: list[str]) -> None:
        """Put ranked ids into a group."""
        members = self.members.setdefault(group, [])
        if SHARE * len(coming) > len(members):
            members[:] = self.order.arranged(sorted([*members, *coming]), self.ranks)
        elif len(coming) <= FEW:
            for entity_id in coming:
                members.insert(self.position(group, entity_id), entity_id)
        else:
            self._merge(members, coming)

    def _merge(self, members: list[str], coming: list[str]) -> None:
        """Insert many into many more: the parts between them are copied as they are."""
        order, ranks = self.order, self.ranks
        merged: list[str] = []
        done = 0
        arriving = order.arranged(sorted(coming), ranks)
        if order.position(members, ranks, arriving[0]) == len(members):
            members += arriving
            return
        for entity_id in arriving:
            place = order.position(members, ranks, entity_id)
            merged += members[done:place]
            merged.append(entity_id)
            done = place
        merged += members[done:]
        members[:] = merged

    def _ranked(self, records: list[EntityRecord]) -> dict[str, Rank]:
        ids = [record.id for record in records]
        return dict(zip(ids, self.order.ranks(records), strict=True))

    def _grouped(self, records: list[EntityRecord]) -> dict[str, list[str]]:
        """Ids by the group that they are placed in from now on."""
        grouped: dict[str, list[str]] = {}
        if self.grouping.by is GroupBy.ID:
            for record in records:
                entity_id = record.id
                group = group_of(entity_id)
                if group in grouped:
                    grouped[group].append(entity_id)
                else:
                    grouped[group] = [entity_id]
        elif self._groups is not None:
            groups = {record.id: self.read_group(record) for record in records}
            self._groups.update(groups)
            for entity_id, group in groups.items():
                grouped.setdefault(group, []).append(entity_id)
        elif records:
            grouped[UNGROUPED] = [record.id for record in records]
        return grouped

    def _arrange_all(self, members: dict[str, list[str]]) -> None:
        """Take all groups, their members given in the order of their ids."""
        self._by_id = members
        self.members = {
            group: self.order.arranged(ids, self.ranks) for group, ids in members.items()
        }

    def _in_order_of_ids(self, group: str) -> list[str]:
        known = self._by_id.get(group)
        return sorted(self.members[group]) if known is None else known
