"""What the list can be sorted and grouped by, as offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.replica.grouping import Grouping, group_of
from flux_tui.replica.query import QueryError, WorldVocabulary, parse
from flux_tui.replica.query.syntax import Has
from flux_tui.replica.view import Sort, View
from flux_tui.replica.world import World
from flux_tui.tui.explorer.chooser import Chooser, Offer


def sort_chooser(view: View, world: World) -> Chooser[Sort]:
    """By id, by last change, by rate, by any property of this world."""
    sorts = [Sort.ID, Sort.CHANGED, Sort.RATE]
    sorts += [Sort.by_property(name) for name in _properties(world)]
    if view.sort not in sorts:
        sorts.append(view.sort)

    def typed(text: str) -> Offer[Sort] | None:
        path = path_of(text)
        return None if path is None else Offer(".".join(path), Sort.by_property(*path))

    offers = [Offer(sort.label, sort, sort == view.sort) for sort in sorts]
    return Chooser("sort by (again: reversed)", offers, typed)


def grouping_chooser(view: View, world: World) -> Chooser[Grouping]:
    """By the id, not at all, by any property of this world."""
    groupings = [Grouping.ID, Grouping.NONE]
    groupings += [Grouping.by_property(name) for name in _properties(world)]
    if view.grouping not in groupings:
        groupings.append(view.grouping)

    def typed(text: str) -> Offer[Grouping] | None:
        path = path_of(text)
        return None if path is None else Offer(".".join(path), Grouping.by_property(*path))

    offers = [Offer(grouping.label, grouping, grouping == view.grouping) for grouping in groupings]
    return Chooser("group by", offers, typed)


def path_of(text: str) -> tuple[str, ...] | None:
    """A property, or the path into one, as the query language reads it; None when it is none."""
    try:
        expression = parse(f"has:{text}").expression
    except QueryError:
        return None
    return expression.reference.path if isinstance(expression, Has) else None


def _properties(world: World) -> Iterable[str]:
    return WorldVocabulary(world, group_of).properties()
