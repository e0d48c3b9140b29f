"""The View as a person meets it: rows that follow, a focus that stays, marks, groups, a pause."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.replica.view import GroupRow, Key, Sort, View
from flux_tui.replica.world import World
from tests.replica.view.naive import rows_of

IDS = ["a-1", "a-2", "a-10", "b/x", "b/y", "c:0", "plain", "", "-", "z"]
SORTS = [Sort.ID, Sort.CHANGED, Sort.by_property("p")]


def changes() -> st.SearchStrategy[StateChange]:
    times = st.integers(1, 1000)
    ids = st.sampled_from(IDS)
    sets = st.builds(PropertySet, ids, st.sampled_from("pq"), st.integers(0, 3), times)
    return st.one_of(sets, st.builds(EntityDeleted, ids, times))


@given(st.lists(changes(), max_size=60), st.sampled_from(SORTS))
def test_the_focus_follows_its_entity_while_rows_come_and_go(
    stream: list[StateChange], sort: Sort
) -> None:
    world = World()
    world.apply(PropertySet("m-focused", "p", 0, 1))
    view = View(world)
    view.order_by(sort)
    view.focus_on(view.key_of("m-focused"))
    for change in stream:
        world.apply(change)
        view.update()
        assert view.focus == Key("m", "m-focused")
        assert view.key(view.focus_index) == view.focus


def test_bulk_and_single_moves_end_in_the_same_rows() -> None:
    world, view_of = World(), {}
    for name in ("singly", "in bulk"):
        view_of[name] = View(world)
    for number in range(300):
        world.apply(PropertySet(f"k-{number * 7919 % 300:03}", "n", number, number))
        view_of["singly"].update()
    view_of["in bulk"].update()
    assert rows_of(view_of["singly"]) == rows_of(view_of["in bulk"])


def test_it_opens_on_the_first_entity_however_late_it_comes() -> None:
    world = World()
    view = View(world)
    assert view.focus is None
    for entity_id in ("b-2", "b-1", "a-1"):
        world.apply(PropertySet(entity_id, "n", 1, 1))
        view.update()
    assert view.focus == Key("a", "a-1")


def test_when_the_focused_entity_goes_its_place_keeps_the_focus() -> None:
    world = World()
    for entity_id in ("a-1", "a-2", "a-3"):
        world.apply(PropertySet(entity_id, "n", 1, 1))
    view = View(world)
    view.focus_on(Key("a", "a-2"))
    world.apply(EntityDeleted("a-2", 2))
    view.update()
    assert view.focus == Key("a", "a-3")


def test_a_folded_group_keeps_its_header_and_takes_the_focus() -> None:
    world = World()
    for entity_id in ("a-1", "a-2", "b-1"):
        world.apply(PropertySet(entity_id, "n", 1, 1))
    view = View(world)
    view.focus_on(Key("a", "a-2"))
    view.fold("a", True)
    assert rows_of(view) == ["# a (2)", "# b (1)", "b-1"]
    assert view.row(0) == GroupRow("a", shown=2, folded=True)
    assert view.focus == Key("a")


def test_a_change_that_moves_nothing_only_touches() -> None:
    world = World()
    world.apply(PropertySet("a-1", "n", 1, 1))
    view = View(world)
    world.apply(PropertySet("a-1", "n", 2, 2))
    change = view.update()
    assert not change.moved
    assert change.touched == {"a-1"}
