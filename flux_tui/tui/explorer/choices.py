"""What the list can be sorted and grouped by, as offers to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from flux_tui.replica.grouping import Grouping, group_of
from flux_tui.replica.query import QueryError, parse
from flux_tui.replica.query.syntax import Has
from flux_tui.replica.view import Sort, View
from flux_tui.replica.world import World
from flux_tui.replica.world_vocabulary import WorldVocabulary
from flux_tui.tui.explorer.chooser import Chooser, Offer

T = TypeVar("T", Sort, Grouping)


def sort_chooser(view: View, world: World) -> Chooser[Sort]:
    """By id, by last change, by rate, by any property of this world."""
    first = [Sort.ID, Sort.CHANGED, Sort.RATE]
    return _chooser("sort by (again: reversed)", first, Sort.by_property, view.sort, world)


def grouping_chooser(view: View, world: World) -> Chooser[Grouping]:
    """By the id, not at all, by any property of this world."""
    first = [Grouping.ID, Grouping.NONE]
    return _chooser("group by", first, Grouping.by_property, view.grouping, world)


def _chooser(
    title: str, first: list[T], by_property: Callable[..., T], current: T, world: World
) -> Chooser[T]:
    """``first``, then a choice for each property; whatever path is typed is one, too."""
    choices = first + [by_property(name) for name in _properties(world)]
    if current not in choices:
        choices.append(current)

    def typed(text: str) -> Offer[T] | None:
        path = path_of(text)
        return None if path is None else Offer(".".join(path), by_property(*path))

    offers = [Offer(choice.label, choice, choice == current) for choice in choices]
    return Chooser(title, offers, typed)


def path_of(text: str) -> tuple[str, ...] | None:
    """A property, or the path into one, as the query language reads it; None when it is none."""
    try:
        expression = parse(f"has:{text}").expression
    except QueryError:
        return None
    return expression.reference.path if isinstance(expression, Has) else None


def _properties(world: World) -> Iterable[str]:
    return WorldVocabulary(world, group_of).properties()
