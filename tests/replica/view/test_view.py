"""The View shows what a naive recomputation would, and the focus stays on its entity."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.replica.grouping import group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import GroupRow, Key, Sort, View
from flux_tui.replica.world import World

IDS = ["a-1", "a-2", "a-10", "b/x", "b/y", "c:0", "plain", "", "-", "z"]


def changes() -> st.SearchStrategy[StateChange]:
    times = st.integers(1, 1000)
    ids = st.sampled_from(IDS)
    sets = st.builds(PropertySet, ids, st.sampled_from("pq"), st.integers(0, 3), times)
    return st.one_of(sets, st.builds(EntityDeleted, ids, times))


def is_wanted(record: EntityRecord) -> bool:
    return record.properties.get("p") != 1


def naive(world: World, view: View, wanted: bool) -> list[str]:
    """The rows as anybody would work them out: headers as ``# name``, entities as ids."""

    def order(record: EntityRecord) -> tuple[int, str]:
        newest_first = -(record.changed or record.base)
        return (newest_first if view.sort is Sort.CHANGED else 0, record.id)

    groups: dict[str, list[EntityRecord]] = {}
    for record in world.entities.values():
        if not wanted or is_wanted(record):
            groups.setdefault(group_of(record.id) if view.grouped else "", []).append(record)
    rows = []
    for name in sorted(groups):
        if view.grouped:
            rows.append(f"# {name}")
        rows += [r.id for r in sorted(groups[name], key=order, reverse=view.reverse)]
    return rows


def shown(view: View) -> list[str]:
    rows = []
    for index in range(len(view)):
        row = view.row(index)
        assert row is not None
        rows.append(f"# {row.name}" if isinstance(row, GroupRow) else row.id)
    return rows


@given(
    st.lists(st.lists(changes(), max_size=30), max_size=6),
    st.sampled_from(Sort),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_rows_equal_a_naive_recomputation(
    frames: list[list[StateChange]], sort: Sort, reverse: bool, grouped: bool, wanted: bool
) -> None:
    world = World()
    view = View(world)
    view.group(grouped)
    view.order_by(sort, reverse=reverse)
    view.show(is_wanted if wanted else None)
    for frame in frames:
        for change in frame:
            world.apply(change)
        view.update()
        assert shown(view) == naive(world, view, wanted)
        for index in range(len(view)):
            key = view.key(index)
            assert key is not None
            assert view.index(key) == index


@given(st.lists(changes(), max_size=60), st.sampled_from(Sort))
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
    assert shown(view_of["singly"]) == shown(view_of["in bulk"])


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
    assert shown(view) == ["# a", "# b", "b-1"]
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
