"""A census names who stands out, and counts everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS
from flux_tui.replica import census as module
from flux_tui.replica.arrivals import Arrivals
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.census import Census, take_census
from flux_tui.replica.conditions import Conditions
from flux_tui.replica.grouping import group_of
from flux_tui.replica.world import World

Counting = Generator[None, None, Census]


def finish(counting: Counting) -> tuple[Census, int]:
    """Count to the end; the census, and in how many steps."""
    counted: list[Census] = []

    def steps() -> Iterator[None]:
        counted.append((yield from counting))

    number = sum(1 for _ in steps())
    return counted[0], number


class Watching:
    """A world that was opened at ``now``, and whoever counts it."""

    def __init__(self, *opened_with: Entity) -> None:
        self.now = 1000 * NS
        self.world = World()
        self.world.load(opened_with)
        self.conditions = Conditions(self.world)
        self.cadence = Cadence(self.world, lambda: self.now, lambda: self.now / NS)
        self.arrivals = Arrivals(self.world, lambda: self.now)
        self.cadence.enabled = self.arrivals.enabled = True
        self.cadence.live(True)

    def report(self, entity_id: str, value: int | str = 1, name: str = "n") -> None:
        self.world.apply(PropertySet(entity_id, name, value, self.now))

    def census(self) -> Census:
        return finish(self.counting())[0]

    def counting(self) -> Counting:
        return take_census(self.world, self.conditions, self.cadence, self.arrivals)


def test_groups_are_counted_with_those_that_are_not_well() -> None:
    watching = Watching()
    for entity_id in ("lab/a", "lab/b", "hall/c"):
        watching.report(entity_id)
    watching.report("lab/a", "failing", "status")
    watching.report("hall/c", "degraded", "status")
    census = watching.census()
    assert [(g.name, g.entities, g.failing, g.warning) for g in census.groups] == [
        ("lab", 2, 1, 0),
        ("hall", 1, 0, 1),
    ]


def test_who_changes_most_is_the_busiest_and_who_never_did_is_not_named() -> None:
    watching = Watching(Entity("still", {"n": 1}, 1))
    for second in range(30):
        watching.now += NS
        watching.report("quick", second)
        if second % 5 == 0:
            watching.report("slow", second)
    assert [entity_id for entity_id, _ in watching.census().busiest] == ["quick", "slow"]


def test_who_is_overdue_comes_before_who_was_never_heard_of() -> None:
    watching = Watching(Entity("old", {"n": 1}, 1))
    for second in range(60):
        watching.now += NS
        if second < 30:
            watching.report("stopped", second)
        watching.report("steady", second)
        watching.cadence.tick()
    assert [entity_id for entity_id, _ in watching.census().quietest] == [
        "stopped",
        "old",
        "steady",
    ]


def test_who_came_and_who_went_since_it_was_opened_the_last_first() -> None:
    watching = Watching(Entity("old", {"n": 1}, 1))
    for entity_id in ("first", "second", "back"):
        watching.now += NS
        watching.report(entity_id)
    for entity_id in ("old", "back", "second"):
        watching.now += NS
        watching.world.apply(EntityDeleted(entity_id, watching.now))
    watching.report("back")
    census = watching.census()
    assert [entity_id for entity_id, _ in census.newest] == ["back", "first"]
    assert [entity_id for entity_id, _ in census.deleted] == ["second", "old"]


def test_the_world_may_change_between_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STRIDE", 1)
    watching = Watching(*(Entity(f"lab/{n}", {"n": n}, 1) for n in range(10)))
    counting = take_census(watching.world, watching.conditions, watching.cadence, watching.arrivals)
    next(counting)
    for n in range(1, 10):
        watching.world.apply(EntityDeleted(f"lab/{n}", watching.now))
        watching.report(f"hall/{n}")
    census, steps = finish(counting)
    assert [(g.name, g.entities) for g in census.groups] == [("lab", 1)]
    assert steps == 9, "it can be interrupted after each stride"


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 400)), max_size=300))
def test_the_biggest_groups_and_the_longest_quiet_are_those_of_a_plain_sort(
    who: list[tuple[str, int]],
) -> None:
    heard = {f"{group}/{number}": number for group, number in who}
    watching = Watching(*(Entity(i, {"n": 1}, at) for i, at in heard.items()))
    census = watching.census()
    counted = Counter(map(group_of, heard))
    assert {g.name: g.entities for g in census.groups} == counted
    assert [at for _, at in census.quietest] == sorted(heard.values())[: module.MOST]
