"""The View: what is shown of a World, following it change by change.

Nothing is recomputed by a change itself: the ids that were touched are gathered, and ``update``
brings rows, order and focus up to date once a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from flux_tui.replica.condition import Condition
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.grouping import GroupBy, Grouping, group_of
from flux_tui.replica.view.answering import Answering
from flux_tui.replica.view.filter import Filter, Predicate
from flux_tui.replica.view.focus import Focus
from flux_tui.replica.view.gathering import Gathering
from flux_tui.replica.view.layout import Layout
from flux_tui.replica.view.marks import Marks
from flux_tui.replica.view.order import Order, RateOf, Sort, SortBy
from flux_tui.replica.view.picture import Picture
from flux_tui.replica.view.rows import Key, Row, ViewChange
from flux_tui.replica.view.selection import Selection
from flux_tui.replica.view.tally import Tally
from flux_tui.replica.view.touched import Touched
from flux_tui.replica.world import World

MANY = 1000
"""Fewer touched entities than these are placed one by one, however small the World is."""


class View:
    """Rows over a World: a filter, a sort, groups that fold, marks, a focus, and a pause.

    ``row`` and ``index`` are O(log n); ``update`` costs what has changed since the last one.
    """

    def __init__(
        self,
        world: World,
        conditions: Conditions | None = None,
        *,
        now: Callable[[], int] = lambda: 0,
        rate_of: RateOf = lambda record: None,
    ) -> None:
        """``now`` is the server's clock in ns, ``rate_of`` what sorting by rate goes by."""
        self.picture = Picture(world, conditions or Conditions(world), now)
        self.marks = Marks()
        self._rate_of = rate_of
        self._selection = Selection(self.picture, self._order(Sort.ID, False), Grouping.ID)
        self._layout = Layout(self._selection.shown)
        self._focus = Focus()
        self._tally = Tally(self.picture, self._selection.shown)
        self._touched = Touched(world)
        self._answering: Answering[bool] | None = None
        self._gathering: Gathering | None = None
        self.rebuild()

    # -- what is shown -------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._layout)

    @property
    def shown(self) -> int:
        """How many entities pass the filter, folded away or not."""
        return len(self._selection.shown)

    @property
    def total(self) -> int:
        """How many entities the picture has."""
        return len(self.picture)

    @property
    def sort(self) -> Sort:
        """The order within groups."""
        return self._selection.order.sort

    @property
    def reverse(self) -> bool:
        """Whether the order is turned round."""
        return self._selection.order.reverse

    @property
    def grouping(self) -> Grouping:
        """How entities are grouped."""
        return self._selection.grouping

    @property
    def grouped(self) -> bool:
        """Whether groups have headers."""
        return self.grouping.by is not GroupBy.NONE

    @property
    def groups(self) -> list[str]:
        """The groups that have entities to show, in order."""
        return self._layout.groups

    @property
    def folded(self) -> frozenset[str]:
        """The groups that are folded, also such as have nothing to show now."""
        return self._layout.folded

    def members(self, group: str) -> list[str]:
        """The ids shown in a group, in order; to be read, not kept."""
        return self._selection.shown.members.get(group, [])

    def shows(self, entity_id: str) -> bool:
        """Whether an entity passes the filter, folded away or not."""
        return entity_id in self._selection.shown

    def count(self, group: str, condition: Condition) -> int:
        """How many of those shown in a group are in a condition that is not fine."""
        return self._tally.count(group, condition)

    def row(self, index: int) -> Row | None:
        """The row at an index; None outside, and for what has gone since the last update."""
        key = self.key(index)
        if key is None:
            return None
        if key.entity is None:
            return self._layout.header(key.group)
        return self.picture.get(key.entity)

    def key(self, index: int) -> Key | None:
        """What the row at an index stands for; None outside."""
        return self._layout.key(index)

    def index(self, key: Key) -> int | None:
        """Where something stands now; None when it is not shown."""
        return self._layout.index(key)

    def key_of(self, entity_id: str) -> Key:
        """The key of an entity's row."""
        return Key(self._selection.shown.group_of(entity_id), entity_id)

    def group_of(self, entity_id: str) -> str:
        """The group that an entity belongs to, shown or not: by the id where there are none."""
        record = self.picture.get(entity_id)
        if record is None or self.grouping.by is not GroupBy.PROPERTY:
            return group_of(entity_id)
        return self._selection.read_group(record)

    # -- what a person changes -----------------------------------------------------------------

    def ask(self, matches: Predicate) -> Answering[bool]:
        """Begin to ask all there is, before it is shown; whatever changes is asked anew then."""
        self._answering = Answering(matches, self.picture)
        return self._answering

    def finds(self, wanted: Filter) -> bool:
        """Whether anything would be shown."""
        self.update()
        return self._selection.finds(wanted)

    def show(self, wanted: Filter | None) -> None:
        """Show what passes a filter; None shows everything."""
        self.update()
        self._answering = None
        self._selection.show(wanted)
        self._lay_out()

    def order_by(self, sort: Sort, *, reverse: bool = False) -> None:
        """Order the rows of each group."""
        self.update()
        self._selection.reorder(self._order(sort, reverse))
        self._tally.go_on(self._selection.shown)
        self._layout.follow(self._selection.shown)
        self._settle()

    def gather(self, grouping: Grouping) -> Gathering:
        """Begin to gather all in other groups; what changes meanwhile is placed anew then."""
        self._gathering = self._selection.gather(grouping)
        return self._gathering

    def group(self, grouping: Grouping, gathering: Gathering | None = None) -> None:
        """Group by another thing, or not at all, as far as it goes by what was gathered."""
        if grouping != self.grouping:
            self.update()
            self._gathering = None
            self._selection.regroup(gathering or self._selection.gather(grouping))
            self._layout.unfold_all()
            self._lay_out()

    def fold(self, group: str, folded: bool) -> None:
        """Fold a group's entities away, or unfold them; the focus goes to the header."""
        self._layout.fold(group, folded)
        self._settle()

    # -- focus ---------------------------------------------------------------------------------

    @property
    def focus(self) -> Key | None:
        """What is focused; None while nothing is shown."""
        return self._focus.key

    @property
    def focus_index(self) -> int:
        """Where the focus stands now."""
        return self._focus.index

    def focus_on(self, key: Key) -> None:
        """Focus something that is shown."""
        self._focus.choose(key, self._layout, self._selection.shown)

    def stay(self) -> None:
        """Keep the focus on what it is on, as if somebody had moved it there."""
        if self.focus is not None:
            self.focus_on(self.focus)

    def move_to(self, index: int) -> None:
        """Focus the row at an index, or the nearest there is."""
        key = self.key(max(0, min(index, len(self) - 1)))
        if key is not None:
            self.focus_on(key)

    # -- marks ---------------------------------------------------------------------------------

    def mark_range(self, first: int, last: int) -> None:
        """Mark the entities from one row to another, either way round, both of them included."""
        keys = (self.key(index) for index in range(min(first, last), max(first, last) + 1))
        self.marks.add([key.entity for key in keys if key is not None and key.entity is not None])

    def mark_all(self) -> None:
        """Mark every entity that passes the filter, also those that are folded away."""
        self.marks.add(self._selection.shown.ranks)

    # -- following the World -------------------------------------------------------------------

    def pause(self) -> None:
        """Freeze rows, order and values as they are now, while the World goes on."""
        self.update()
        self.picture.pause()

    def resume(self) -> ViewChange:
        """Show at once all that has happened since the pause."""
        self.picture.resume()
        return self.update()

    def update(self) -> ViewChange:
        """Bring rows, order, marks and focus up to date with the World; not while paused."""
        if self.picture.paused or not self._touched:
            return ViewChange(moved=False)
        touched = self._touched.take()
        if self._answering is not None:
            self._answering.forget(touched)
        if self.marks:
            gone = [entity_id for entity_id in touched if entity_id not in self.picture]
            self.marks.drop(gone)
        return self._bring_up_to_date(touched)

    def reconsider(self, ids: Iterable[str]) -> ViewChange:
        """Place anew what may belong elsewhere though the World did not touch it.

        Answers of a filter change by time and by marks, and so do rates.
        """
        return self._bring_up_to_date(self._selection.turned(ids))

    def drifting(self) -> list[str]:
        """The ids whose place in the order may change by time alone: those that have a rate."""
        if self.sort.by is not SortBy.RATE:
            return []
        return [entity_id for entity_id, rank in self._selection.shown.ranks.items() if rank]

    def rebuild(self) -> None:
        """Work everything out anew; what was touched is still to be told of by ``update``."""
        self._selection.refill()
        self._lay_out()

    def _order(self, sort: Sort, reverse: bool) -> Order:
        return Order(sort, reverse=reverse, rate_of=self._rate_of)

    def _bring_up_to_date(self, ids: Set[str]) -> ViewChange:
        """Place some ids, or all anew where many stand elsewhere: newcomers are placed quickly."""
        if self._gathering is not None:
            self._gathering.forget(ids)
        many = max(MANY, len(self.picture) // 2)
        if len(ids) > many and self._selection.count(ids) > many:
            self.rebuild()
            return ViewChange(True, frozenset(ids))
        moved = self._selection.place(ids)
        recounted = self._tally.follow(ids)
        if moved:
            self._layout.follow(self._selection.shown)
            self._settle()
        return ViewChange(moved, frozenset(ids), recounted)

    def _lay_out(self) -> None:
        """Count and lay out anew what is shown; the counting waits until somebody asks."""
        self._tally.recount(self._selection.shown)
        self._layout.follow(self._selection.shown)
        self._settle()

    def _settle(self) -> None:
        self._focus.settle(self._layout, self._selection.shown)
