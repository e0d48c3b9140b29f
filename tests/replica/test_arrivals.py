"""New is what appeared within the last minutes, and not what was only new to us."""

from __future__ import annotations

import pytest

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.entity import Entity
from flux_tui.replica import arrivals as module
from flux_tui.replica.arrivals import NEW, Arrivals
from flux_tui.replica.world import World


class Watching:
    """A world of one old entity, and who has arrived in it."""

    def __init__(self) -> None:
        self.now = 10 * NEW
        self.world = World()
        self.arrivals = Arrivals(self.world, lambda: self.now)
        self.world.load([Entity("old", {"n": 1}, 1)])
        self.arrivals.enabled = True

    def report(self, entity_id: str, value: int = 1) -> None:
        self.world.apply(PropertySet(entity_id, "n", value, self.now))

    @property
    def new(self) -> set[str]:
        return {entity_id for entity_id in self.world.entities if self.arrivals.is_new(entity_id)}


def test_what_the_first_snapshot_holds_is_not_new_and_what_is_made_later_is() -> None:
    watching = Watching()
    watching.report("old", 2)
    watching.report("made")
    watching.report("made", 2)
    watching.world.heal(Entity("found", {"n": 1}, 1))
    assert watching.new == {"made", "found"}


def test_it_is_new_for_some_minutes() -> None:
    watching = Watching()
    watching.report("made")
    watching.now += NEW - 1
    assert watching.new == {"made"}
    watching.now += 1
    assert watching.new == set()


def test_what_is_deleted_and_made_again_is_new_again() -> None:
    watching = Watching()
    for _ in range(2):
        watching.world.apply(EntityDeleted("old", watching.now))
        watching.report("old")
        assert watching.new == {"old"}
        watching.now += NEW


def test_of_very_many_only_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    watching = Watching()
    for number in range(6):
        watching.report(f"made-{number}")
    assert watching.new == {"made-3", "made-4", "made-5"}


def test_who_asks_is_told_once_of_those_that_are_still_there() -> None:
    watching = Watching()
    for entity_id in ("old", "made", "gone"):
        watching.report(entity_id)
    watching.world.apply(EntityDeleted("gone", watching.now))
    assert list(watching.arrivals.take()) == ["made"]
    assert list(watching.arrivals.take()) == []


def test_of_many_the_latest_are_told() -> None:
    watching = Watching()
    for number in range(module.UNTOLD + 10):
        watching.report(f"made-{number}")
    told = list(watching.arrivals.take())
    assert told[0] == "made-10"
    assert len(told) == module.UNTOLD
