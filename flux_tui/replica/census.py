"""A census: who there is in a World, and who of them stands out."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice

from flux_tui.replica.arrivals import Arrivals
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.condition import Condition
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.grouping import group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World

MOST = 100
"""How many of each kind a census names: more than anybody reads."""

FADED = 1 / 60
"""Changes per second below which a rate is the echo of a single change, and nobody is busy."""

STRIDE = 200
"""Entities that are counted between two chances to do something else: about half a millisecond."""


@dataclass(slots=True)
class GroupCount:
    """One group by the shape of the ids: how many it has, and how many of them are not well."""

    name: str
    entities: int = 0
    failing: int = 0
    warning: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Census:
    """Each list has the most striking first, at most ``MOST``; times are the server's, in ns."""

    groups: list[GroupCount] = field(default_factory=list)
    """The biggest."""
    group_count: int = 0
    """How many groups there are."""
    busiest: list[tuple[str, float]] = field(default_factory=list)
    """Who changes most, in changes per second."""
    quietest: list[tuple[str, int]] = field(default_factory=list)
    """Who was heard of when: those overdue by their own rhythm first, then those quiet longest."""
    newest: list[tuple[str, int]] = field(default_factory=list)
    """Who has appeared, and when."""
    deleted: list[tuple[str, int]] = field(default_factory=list)
    """Who is gone, and since when."""


def take_census(
    world: World, conditions: Conditions, cadence: Cadence, arrivals: Arrivals
) -> Generator[None, None, Census]:
    """Count everybody; it yields after each few, and may go on after the World has changed.

    The generator's value is the census. Who comes or goes meanwhile may or may not be in it.
    """
    groups: dict[str, GroupCount] = {}
    rates: list[tuple[float, str]] = []
    quiet: list[tuple[bool, int, str]] = []
    for records in _in_strides(world):
        for record in records:
            entity_id = record.id
            name = group_of(entity_id)
            group = groups.get(name)
            if group is None:
                group = groups[name] = GroupCount(name)
            silent = cadence.is_silent(entity_id)
            _count(group, conditions.of(entity_id), silent)
            rate = cadence.rate_of(entity_id)
            if rate >= FADED:
                rates.append((rate, entity_id))
            _keep_largest(quiet, (silent, -record.updated, entity_id))
        yield
    quiet.sort(reverse=True)
    return Census(
        groups=heapq.nlargest(MOST, groups.values(), key=lambda group: group.entities),
        group_count=len(groups),
        busiest=[(entity_id, rate) for rate, entity_id in heapq.nlargest(MOST, rates)],
        quietest=[(entity_id, -updated) for _, updated, entity_id in quiet],
        newest=arrivals.newest(MOST),
        deleted=list(islice(((i, at) for i, at in world.deletions() if i not in world), MOST)),
    )


def _in_strides(world: World) -> Iterator[list[EntityRecord]]:
    ids = iter(list(world.entities))
    while stride := list(islice(ids, STRIDE)):
        yield [record for entity_id in stride if (record := world.get(entity_id)) is not None]


def _count(group: GroupCount, condition: Condition, silent: bool) -> None:
    group.entities += 1
    group.failing += condition is Condition.FAILING
    group.warning += condition is Condition.WARNING
    group.silent += silent


def _keep_largest(kept: list[tuple[bool, int, str]], one: tuple[bool, int, str]) -> None:
    """Keep ``MOST`` of the largest in a heap whose first is the least of them."""
    if len(kept) < MOST:
        heapq.heappush(kept, one)
    elif one > kept[0]:
        heapq.heapreplace(kept, one)
