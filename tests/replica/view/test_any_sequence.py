"""After anything that can happen, the View shows what a naive recomputation would."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.json import Json
from flux_tui.replica.audit import Loading
from flux_tui.replica.condition import Condition, condition_of
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.grouping import GroupBy, Grouping
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Filter, Sort, View
from flux_tui.replica.view import arrangement as arrangement_module
from flux_tui.replica.view import view as view_module
from flux_tui.replica.world import World
from tests.replica.view.naive import group_name, naive_rows, rate_of, rows_of

IDS = [f"a-{n}" for n in range(6)] + [f"b/{n}" for n in range(6)] + ["c:0", "plain", "", "-"]
NUMBERS: list[Json] = [0, 1, 2, -1.5, 2.0, 10**20]
OTHERS: list[Json] = ["2", "hot", "", "z", True, False, None]
NESTED: list[Json] = [[], [1], {"y": 1}, {"y": "failing"}, {"y": {"z": 3}}]
VALUES = NUMBERS + OTHERS + NESTED
CHANGES: st.SearchStrategy[StateChange] = st.one_of(
    st.builds(
        PropertySet,
        st.sampled_from(IDS),
        st.sampled_from(["p", "q", "status"]),
        st.sampled_from([*VALUES, "failing", "warning"]),
        st.integers(1, 50),
    ),
    st.builds(EntityDeleted, st.sampled_from(IDS), st.integers(1, 50)),
)
ENTITIES = st.builds(
    Entity,
    st.sampled_from([*IDS, *(f"a-new-{n}" for n in range(9)), *(f"z-{n}" for n in range(9))]),
    st.dictionaries(
        st.sampled_from(["p", "status"]), st.sampled_from([*VALUES, "failing"]), max_size=2
    ),
    st.just(40),
)
SORTS = [Sort.ID, Sort.CHANGED, Sort.RATE, Sort.by_property("p"), Sort.by_property("p", "y")]
GROUPINGS = [Grouping.ID, Grouping.NONE, Grouping.by_property("p"), Grouping.by_property("p", "y")]
FILTERS = [
    None,
    Filter(lambda record: "a" in record.id.casefold(), "a"),
    Filter(lambda record: "a-1" in record.id.casefold(), "a-1"),
    Filter(lambda record: record.properties.get("p") in (1, 2, "hot")),
]


class AnySequence(RuleBasedStateMachine):
    """A View, a World below it, and what is expected of the two."""

    few: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.view = View(self.world, Conditions(self.world), rate_of=rate_of)
        self.wanted: Filter | None = None
        self.sort, self.reverse, self.grouping = Sort.ID, False, Grouping.ID
        self.folded: frozenset[str] = frozenset()
        self.marks: set[str] = set()
        self.chosen: str | None = None
        self.paused: list[EntityRecord] | None = None
        self.unseen = False

    def records(self) -> list[EntityRecord]:
        """What is to be seen."""
        return list(self.world.entities.values()) if self.paused is None else self.paused

    def shown(self) -> list[EntityRecord]:
        """What passes the filter."""
        return [r for r in self.records() if self.wanted is None or self.wanted.matches(r)]

    # -- what happens --------------------------------------------------------------------------

    @rule(changes=st.lists(CHANGES, max_size=25))
    def the_world_changes(self, changes: list[StateChange]) -> None:
        self.world.apply_all(changes)

    @rule(changes=st.lists(CHANGES, max_size=25))
    def the_world_changes_and_nothing_is_brought_up_to_date(
        self, changes: list[StateChange]
    ) -> None:
        self.world.apply_all(changes)
        self.unseen = True

    @rule(
        state=st.dictionaries(
            st.sampled_from(IDS), st.dictionaries(st.just("p"), st.sampled_from(VALUES))
        )
    )
    def a_snapshot_is_loaded(self, state: dict[str, dict[str, Json]]) -> None:
        self.world.load(Entity(entity_id, dict(p), 30) for entity_id, p in state.items())

    @rule(
        entities=st.lists(ENTITIES, max_size=25, unique_by=lambda entity: entity.id),
        slice_=st.integers(1, 12),
        is_seen=st.booleans(),
    )
    def a_snapshot_comes_in_slices(
        self, entities: list[Entity], slice_: int, is_seen: bool
    ) -> None:
        loading = Loading(self.world)
        for start in range(0, len(entities), slice_):
            loading.take(entities[start : start + slice_])
            if is_seen:
                self.the_view_is_right()
        self.world.apply_all([EntityDeleted(gone, 60) for gone in loading.missing])

    @rule(wanted=st.sampled_from(FILTERS))
    def it_is_filtered(self, wanted: Filter | None) -> None:
        self.wanted = wanted
        self.view.show(wanted)

    @rule(sort=st.sampled_from(SORTS), reverse=st.booleans())
    def it_is_sorted(self, sort: Sort, reverse: bool) -> None:
        self.sort, self.reverse = sort, reverse
        self.view.order_by(sort, reverse=reverse)

    @rule(grouping=st.sampled_from(GROUPINGS))
    def it_is_grouped(self, grouping: Grouping) -> None:
        if grouping != self.grouping:
            self.grouping, self.folded = grouping, frozenset()
        self.view.group(grouping)

    @rule(data=st.data(), folds=st.booleans())
    def a_group_is_folded(self, data: st.DataObject, folds: bool) -> None:
        if self.view.groups and self.view.grouped:
            group = data.draw(st.sampled_from(self.view.groups))
            self.folded = self.folded | {group} if folds else self.folded - {group}
            self.view.fold(group, folds)

    @rule(index=st.integers(0, 20))
    def the_focus_is_moved(self, index: int) -> None:
        self.view.update()
        self.view.move_to(index)
        focus = self.view.focus
        self.chosen = None if focus is None else focus.entity

    @rule(entity_id=st.sampled_from(IDS))
    def a_mark_is_toggled(self, entity_id: str) -> None:
        if entity_id in {record.id for record in self.records()}:
            self.view.update()
            self.view.marks.toggle(entity_id)
            self.marks ^= {entity_id}

    @rule()
    def all_shown_are_marked(self) -> None:
        self.view.update()
        self.view.mark_all()
        self.marks |= {record.id for record in self.shown()}

    @rule()
    def it_is_paused(self) -> None:
        if self.paused is None:
            self.the_view_is_right()
            self.paused = [record.copy() for record in self.world.entities.values()]
            self.view.pause()

    @rule()
    def it_goes_on(self) -> None:
        self.paused = None
        self.view.resume()

    # -- what holds ----------------------------------------------------------------------------

    @invariant()
    def the_view_is_right(self) -> None:
        if self.unseen:
            self.unseen = False
            for index in range(len(self.view)):
                self.view.row(index)
            return
        self.check_that_the_rows_are_right()
        self.check_that_the_values_are_right()
        self.check_that_every_row_is_found_where_it_stands()
        self.check_that_the_focus_is_on_a_row_and_stays_on_its_entity()
        self.check_that_headers_count_what_is_not_well()

    def check_that_the_rows_are_right(self) -> None:
        self.view.update()
        records = self.records()
        assert rows_of(self.view) == naive_rows(
            records,
            wanted=self.wanted,
            sort=self.sort,
            reverse=self.reverse,
            grouping=self.grouping,
            folded=self.folded if self.grouping.by is not GroupBy.NONE else frozenset(),
        )
        assert self.view.shown == len(self.shown())
        assert self.view.total == len(records)
        self.marks &= {record.id for record in records}
        assert set(self.view.marks) == self.marks

    def check_that_the_values_are_right(self) -> None:
        for record in self.records():
            seen = self.view.picture[record.id]
            assert seen.properties == record.properties
            assert (seen.updated, seen.changed) == (record.updated, record.changed)

    def check_that_every_row_is_found_where_it_stands(self) -> None:
        for index in range(len(self.view)):
            key = self.view.key(index)
            assert key is not None
            assert self.view.index(key) == index

    def check_that_the_focus_is_on_a_row_and_stays_on_its_entity(self) -> None:
        focus = self.view.focus
        assert (focus is None) == (len(self.view) == 0)
        assert self.view.key(self.view.focus_index) == focus
        if self.chosen is None:
            return
        key = self.view.key_of(self.chosen)
        if self.view.index(key) is None:
            self.chosen = None
        else:
            assert focus == key

    def check_that_headers_count_what_is_not_well(self) -> None:
        for group in self.view.groups:
            for condition in (Condition.WARNING, Condition.FAILING):
                assert self.view.count(group, condition) == sum(
                    condition_of(record.properties) is condition
                    for record in self.shown()
                    if group_name(record, self.grouping) == group
                )


class InBulk(AnySequence):
    """The same where every update is one of many changes."""

    def __init__(self) -> None:
        super().__init__()
        self._few, self._many = arrangement_module.FEW, view_module.MANY
        arrangement_module.FEW, view_module.MANY = 1, 8

    def teardown(self) -> None:
        """Few are few again."""
        arrangement_module.FEW, view_module.MANY = self._few, self._many


TestOneByOne = AnySequence.TestCase
TestInBulk = InBulk.TestCase
TestOneByOne.settings = TestInBulk.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None
)
