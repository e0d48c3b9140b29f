"""The change log: real changes, newest first, bounded, and honest about it."""

from __future__ import annotations

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.replica.changelog import ChangeLog
from flux_tui.replica.outcome import Kind
from flux_tui.replica.world import World


def logged(kept: int = 100) -> tuple[World, ChangeLog]:
    world = World()
    log = ChangeLog(world, kept)
    log.enabled = True
    return world, log


def test_changes_come_newest_first_and_repeated_values_not_at_all() -> None:
    world, log = logged()
    for value in (1, 2, 2, 3):
        world.apply(PropertySet("a", "n", value, value))
    world.apply(EntityDeleted("a", 9))
    kinds = [change.kind for change in log.newest(10)]
    assert kinds == [Kind.DELETED, Kind.CHANGED, Kind.CHANGED, Kind.CREATED]
    assert [change.before for change in log.newest(3)] == [None, 2, 1]


def test_what_rolled_over_is_counted() -> None:
    world, log = logged(kept=3)
    for value in range(10):
        world.apply(PropertySet("a", "n", value, value))
    assert (len(log), log.seen, log.rolled_over) == (3, 10, 7)


def test_what_a_snapshot_brings_is_no_change() -> None:
    world, log = logged()
    log.enabled = False
    world.apply(PropertySet("a", "n", 1, 1))
    assert log.newest(1) == []
