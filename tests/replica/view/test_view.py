"""The View as a person meets it: rows that follow, a focus that stays, marks, groups, a pause."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.replica.grouping import Grouping
from flux_tui.replica.view import Filter, GroupRow, Key, Sort, View
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


def world_of(**properties: dict[str, int | str]) -> World:
    """A World of some entities, whose ids have ``-`` for ``_``."""
    world = World()
    for name, values in properties.items():
        for prop, value in values.items():
            world.apply(PropertySet(name.replace("_", "-"), prop, value, 1))
    return world


def test_an_entity_moves_to_the_group_of_its_new_value_and_takes_the_focus_along() -> None:
    world = world_of(a_1={"status": "ok"}, a_2={"status": "ok"}, b_1={"load": 3})
    view = View(world)
    view.group(Grouping.by_property("status"))
    view.focus_on(Key("ok", "a-2"))
    assert rows_of(view) == ["# ok (2)", "a-1", "a-2", "#  (1)", "b-1"]
    world.apply(PropertySet("a-2", "status", "hot", 2))
    view.update()
    assert rows_of(view) == ["# hot (1)", "a-2", "# ok (1)", "a-1", "#  (1)", "b-1"]
    assert view.focus == Key("hot", "a-2")


def test_groups_of_numbers_are_in_the_order_of_the_numbers() -> None:
    world = world_of(a={"n": 10}, b={"n": 9}, c={"n": "10"}, d={"m": 1})
    view = View(world)
    view.group(Grouping.by_property("n"))
    assert view.groups == ["9", "10", '"10"', ""]


def test_marks_of_a_range_skip_headers_and_a_deleted_entity_loses_its_mark() -> None:
    world = world_of(a_1={"n": 1}, a_2={"n": 1}, b_1={"n": 1}, b_2={"n": 1})
    view = View(world)
    view.mark_range(4, 2)
    assert list(view.marks) == ["a-2", "b-1"]
    world.apply(EntityDeleted("b-1", 2))
    view.update()
    assert list(view.marks) == ["a-2"]


def test_a_pause_keeps_what_was_seen_and_says_how_much_waits() -> None:
    world = world_of(a_1={"n": 1}, a_2={"n": 1})
    view = View(world)
    view.pause()
    world.apply_all(
        [
            PropertySet("a-1", "n", 2, 2),
            PropertySet("a-1", "n", 2, 3),
            PropertySet("a-1", "n", 3, 4),
            PropertySet("a-3", "n", 1, 4),
            EntityDeleted("a-2", 5),
        ]
    )
    view.update()
    assert rows_of(view) == ["# a (2)", "a-1", "a-2"]
    assert view.picture["a-1"].properties == {"n": 1}
    assert (view.picture.changes_waiting, view.picture.entities_waiting) == (4, 3)
    change = view.resume()
    assert change.moved
    assert rows_of(view) == ["# a (2)", "a-1", "a-3"]
    assert view.picture["a-1"].properties == {"n": 3}
    assert view.picture.changes_waiting == 0


def test_while_paused_the_picture_is_sorted_and_filtered_as_it_was() -> None:
    world = world_of(a_1={"n": 1}, a_2={"n": 2})
    view = View(world)
    view.pause()
    world.apply(PropertySet("a-1", "n", 9, 2))
    view.order_by(Sort.by_property("n"), reverse=True)
    assert view.members("a") == ["a-2", "a-1"]
    view.show(Filter(lambda record: record.properties["n"] == 1))
    assert view.members("a") == ["a-1"]
    view.resume()
    assert view.shown == 0


def test_the_clock_of_a_paused_picture_stands_still() -> None:
    times = [1]
    view = View(World(), now=lambda: times[0])
    view.pause()
    times[0] = 5
    assert view.picture.now() == view.picture.paused_at == 1
    view.resume()
    assert view.picture.now() == 5


def test_a_filter_that_matches_nothing_on_its_way_gives_the_focus_back() -> None:
    view = View(world_of(a_1={"n": 1}, a_2={"n": 2}, a_3={"n": 3}))
    view.focus_on(Key("a", "a-2"))
    view.show(Filter(lambda record: False))
    assert view.focus is None
    view.show(Filter(lambda record: record.properties["n"] != 1))
    assert view.focus == Key("a", "a-2")


def test_what_has_gone_has_no_row_until_the_next_update_takes_it_away() -> None:
    world = World()
    for entity_id in ("a-1", "a-2"):
        world.apply(PropertySet(entity_id, "n", 1, 1))
    view = View(world)
    index = view.index(view.key_of("a-1"))
    assert index is not None
    world.apply(EntityDeleted("a-1", 2))
    assert view.row(index) is None
    view.update()
    assert view.row(index) == world.get("a-2")
