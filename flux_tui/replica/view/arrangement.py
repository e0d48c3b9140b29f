"""The arrangement: ids by group, each group in order; only what is touched is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from flux_tui.replica.grouping import UNGROUPED, GroupBy, Grouping, group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view.filter import Filter
from flux_tui.replica.view.order import Order, Rank

FEW = 64
"""Up to so many moves in one group, each is made by itself: a long list is slow to sieve."""

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
        ids = [record.id for record in records]
        self.ranks = dict(zip(ids, self.order.ranks(records), strict=True))
        members: dict[str, list[str]] = {}
        if self.grouping.by is GroupBy.NONE and ids:
            members[UNGROUPED] = ids
        elif self.grouping.by is GroupBy.ID:
            for entity_id in ids:
                group = group_of(entity_id)
                if group in members:
                    members[group].append(entity_id)
                else:
                    members[group] = [entity_id]
        elif self._groups is not None:
            self._groups = dict(zip(ids, map(self.read_group, records), strict=True))
            for entity_id, group in self._groups.items():
                members.setdefault(group, []).append(entity_id)
        for group_ids in members.values():
            group_ids.sort()
        self._arrange_all(members)

    def reordered(self, order: Order, records: Mapping[str, EntityRecord]) -> Arrangement:
        """The same in another order; ``records`` are those of all its ids, and no others."""
        other = Arrangement(order, self.grouping)
        ranks = order.ranks(list(records.values()))
        other.ranks = dict(zip(records, ranks, strict=True))
        other._groups = self._groups
        other._arrange_all({group: self._in_order_of_ids(group) for group in self.members})
        return other

    def filtered(self, wanted: Filter, records: Mapping[str, EntityRecord]) -> Arrangement:
        """What is wanted of it, in the same order and groups."""
        other = Arrangement(self.order, self.grouping)
        for group, ids in self.members.items():
            if kept := wanted.of(ids, records):
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
        leaving: defaultdict[str, list[str]] = defaultdict(list)
        coming: defaultdict[str, dict[str, Rank]] = defaultdict(dict)
        ranks, rank_of, by_value = self.ranks, self.order.rank, self._groups is not None
        for entity_id, record in records.items():
            is_placed = entity_id in ranks
            if record is None:
                if is_placed:
                    leaving[self.group_of(entity_id)].append(entity_id)
                continue
            rank = rank_of(record)
            if not is_placed:
                coming[self.read_group(record)][entity_id] = rank
                continue
            stays = rank == ranks[entity_id]
            if stays and not by_value:
                continue
            before = self.group_of(entity_id)
            group = self.read_group(record) if by_value else before
            if not stays or group != before:
                leaving[before].append(entity_id)
                coming[group][entity_id] = rank
        for group in leaving.keys() | coming.keys():
            if list(leaving.get(group, ())) != list(coming.get(group, ())):
                self._by_id.pop(group, None)
        for group, ids in leaving.items():
            self._remove(group, ids)
        for group, arrivals in coming.items():
            self._insert(group, arrivals)
        return bool(leaving or coming)

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

    def _insert(self, group: str, coming: dict[str, Rank]) -> None:
        members = self.members.setdefault(group, [])
        self.ranks.update(coming)
        if self._groups is not None:
            self._groups.update(dict.fromkeys(coming, group))
        if SHARE * len(coming) > len(members):
            members[:] = self.order.arranged(sorted([*members, *coming]), self.ranks)
        elif len(coming) <= FEW:
            for entity_id in coming:
                members.insert(self.position(group, entity_id), entity_id)
        else:
            self._merge(members, list(coming))

    def _merge(self, members: list[str], coming: list[str]) -> None:
        """Insert many into many more: the parts between them are copied as they are."""
        order, ranks = self.order, self.ranks
        merged: list[str] = []
        done = 0
        for entity_id in order.arranged(sorted(coming), ranks):
            place = order.position(members, ranks, entity_id)
            merged += members[done:place]
            merged.append(entity_id)
            done = place
        merged += members[done:]
        members[:] = merged

    def _arrange_all(self, members: dict[str, list[str]]) -> None:
        """Take all groups, their members given in the order of their ids."""
        self._by_id = members
        self.members = {
            group: self.order.arranged(ids, self.ranks) for group, ids in members.items()
        }

    def _in_order_of_ids(self, group: str) -> list[str]:
        known = self._by_id.get(group)
        return sorted(self.members[group]) if known is None else known
