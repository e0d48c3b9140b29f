"""What an action acts on, at the moment of asking."""

from __future__ import annotations

from flux_tui.model.entity import Entity
from flux_tui.replica.view import Filter, Key, View
from flux_tui.replica.world import World
from flux_tui.tui.targets import Target, Targets


def view_of(*ids: str) -> View:
    world = World()
    world.load(Entity(entity_id, {"n": 1}, 0) for entity_id in ids)
    return View(world)


def test_the_focused_entity_is_meant_as_long_as_nothing_is_marked() -> None:
    view = view_of("lab/a", "lab/b")
    view.focus_on(Key("lab", "lab/b"))
    targets = Targets(view)
    assert (targets.usual, targets.ids(targets.usual)) == (Target.FOCUSED, ["lab/b"])
    view.marks.add(["lab/a"])
    assert (targets.usual, targets.ids(targets.usual)) == (Target.MARKED, ["lab/a"])


def test_a_focused_header_means_its_group() -> None:
    view = view_of("lab/a", "lab/b", "hall/c")
    view.focus_on(Key("lab"))
    targets = Targets(view)
    assert targets.ids(Target.FOCUSED) == ["lab/a", "lab/b"]
    assert targets.label(Target.FOCUSED) == "group lab (2)"


def test_what_is_shown_is_offered_where_that_is_not_all() -> None:
    view = view_of("a", "b", "c")
    targets = Targets(view)
    assert targets.offered() == [Target.FOCUSED, Target.ALL]
    view.show(Filter(lambda record: record.id != "b"))
    assert targets.offered() == [Target.FOCUSED, Target.SHOWN, Target.ALL]
    assert targets.ids(Target.SHOWN) == ["a", "c"]
    assert [targets.label(target) for target in targets.offered()[1:]] == ["2 shown", "all 3"]


def test_marks_come_in_the_order_of_the_list_and_those_that_are_hidden_last() -> None:
    view = view_of("a", "b", "c", "d")
    view.marks.add(["d", "b", "a"])
    view.show(Filter(lambda record: record.id != "b"))
    assert Targets(view).ids(Target.MARKED) == ["a", "d", "b"]


def test_an_empty_world_offers_nothing() -> None:
    targets = Targets(view_of())
    assert targets.offered() == []
    assert targets.label(Target.FOCUSED) == "nothing"


def test_every_count_is_that_of_the_ids() -> None:
    view = view_of("lab/a", "lab/b", "hall/c")
    view.marks.add(["lab/a"])
    targets = Targets(view)
    assert all(targets.count(target) == len(targets.ids(target)) for target in Target)
