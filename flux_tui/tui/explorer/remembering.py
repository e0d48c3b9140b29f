"""How the explorer is arranged, from one run to the next: filter, order, groups, folds, panes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from textual.screen import Screen

from flux_tui.model.json import Json
from flux_tui.replica.grouping import GroupBy, Grouping
from flux_tui.replica.view import Sort, SortBy
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.detail.tabs import Tab
from flux_tui.tui.filter_bar.filter_bar import FilterBar
from flux_tui.tui.remembered.item import Item, flag, table, text, texts
from flux_tui.tui.workspace import Workspace

By = TypeVar("By", SortBy, GroupBy)

MOST_FOLDED = 1_000
"""Folded groups that are remembered: it is written each time one of them changes."""

Order: TypeAlias = tuple[Sort, bool]
"""An order, and whether it is turned round."""


def _read_order(value: Json) -> Order:
    given = table(value)
    path = texts(given.get("path"))
    return Sort(_by(SortBy(text(given.get("by"))), path), path), flag(given.get("reverse"))


def _write_order(order: Order) -> Json:
    sort, reverse = order
    return {"by": sort.by.value, "path": list(sort.path), "reverse": reverse}


def _read_grouping(value: Json) -> Grouping:
    given = table(value)
    path = texts(given.get("path"))
    return Grouping(_by(GroupBy(text(given.get("by"))), path), path)


def _write_grouping(grouping: Grouping) -> Json:
    return {"by": grouping.by.value, "path": list(grouping.path)}


def _by(by: By, path: tuple[str, ...]) -> By:
    """Only a property has a path, and it has one."""
    if (by in (SortBy.PROPERTY, GroupBy.PROPERTY)) != bool(path):
        raise ValueError("no path, or one too many")
    return by


FILTER = Item("filter", text, str, "")
ORDER: Item[Order] = Item("order", _read_order, _write_order, (Sort.ID, False))
GROUPING = Item("grouping", _read_grouping, _write_grouping, Grouping.ID)
FOLDED: Item[frozenset[str]] = Item(
    "folded", lambda value: frozenset(texts(value)), lambda folded: [*sorted(folded)], frozenset()
)
TAB = Item("tab", lambda value: Tab(text(value)), lambda tab: tab.value, Tab.PROPERTIES)
CHANGES = Item("changes", flag, bool, False)


class Remembering:
    """Arranges a list as it was left, and looks from time to time how it is arranged now.

    Whatever changes the arrangement need not know of it.
    """

    def __init__(
        self,
        screen: Screen[Any],
        workspace: Workspace,
        bar: FilterBar,
        detail: Detail,
        give_changes_room: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._give_changes_room = give_changes_room
        self._view = workspace.view
        self._remembered = workspace.remembered
        self._given = workspace.options.where or None
        self._bar = bar
        self._detail = detail

    def restore(self) -> None:
        """Arrange as it was; the filter that was given on the command line counts more."""
        sort, reverse = self._remembered.get(ORDER)
        if (sort, reverse) != ORDER.default:
            self._view.order_by(sort, reverse=reverse)
        self._view.group(self._remembered.get(GROUPING))
        for group in self._remembered.get(FOLDED):
            self._view.fold(group, True)
        shown = self._given or self._remembered.get(FILTER)
        if shown:
            self._bar.set(shown)
        tab = self._remembered.get(TAB)
        if tab is not TAB.default:
            self._detail.call_later(self._detail.choose, tab)
        if self._remembered.get(CHANGES):
            self._give_changes_room()

    def note(self) -> None:
        """See how it is arranged, and have that written if it is otherwise than before."""
        view, remembered = self._view, self._remembered
        remembered.put(ORDER, (view.sort, view.reverse))
        remembered.put(GROUPING, view.grouping)
        remembered.put(TAB, self._detail.tab)
        remembered.put(CHANGES, self._screen.has_class("-changes"))
        remembered.put(FOLDED, frozenset(sorted(view.folded)[:MOST_FOLDED]))
        if self._bar.value != self._given:
            self._given = None
            remembered.put(FILTER, self._bar.value)
        remembered.tick()

    def close(self) -> None:
        """It is left now."""
        self.note()
        self._remembered.close()
