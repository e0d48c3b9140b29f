"""A change glows for a second and fades; a repeated value does not glow at all."""

from __future__ import annotations

from flux_tui.model.change import PropertySet
from flux_tui.replica.world import World
from flux_tui.tui.glow import BRIGHT, FADED, MOST, Glow, Stage


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def glowing_world() -> tuple[World, Glow, Stopwatch]:
    world, watch = World(), Stopwatch()
    glow = Glow(world, watch)
    glow.enabled = True
    return world, glow, watch


def test_it_is_bright_then_fades_then_ends() -> None:
    world, glow, watch = glowing_world()
    world.apply(PropertySet("a", "n", 1, 1))
    assert glow.stage("a", "n") is Stage.BRIGHT
    watch.seconds += BRIGHT
    assert glow.stage("a", "n") is Stage.FADING
    watch.seconds += FADED
    assert glow.stage("a", "n") is Stage.OFF


def test_a_repeated_value_does_not_glow() -> None:
    world, glow, watch = glowing_world()
    world.apply(PropertySet("a", "n", 1, 1))
    watch.seconds += 2 * FADED
    world.apply(PropertySet("a", "n", 1, 2))
    assert glow.stage("a", "n") is Stage.OFF


def test_nothing_glows_while_a_snapshot_loads() -> None:
    world, glow, _ = glowing_world()
    glow.enabled = False
    world.apply(PropertySet("a", "n", 1, 1))
    assert glow.next_stage_in() is None


def test_each_turn_of_a_glow_is_told_once() -> None:
    world, glow, watch = glowing_world()
    world.apply(PropertySet("a", "n", 1, 1))
    for seconds in (0, BRIGHT, FADED):
        watch.seconds += seconds
        assert glow.turned() == ["a"]
        assert glow.turned() == []
    assert glow.next_stage_in() is None


def test_a_change_while_it_fades_makes_it_bright_again() -> None:
    world, glow, watch = glowing_world()
    world.apply(PropertySet("a", "n", 1, 1))
    watch.seconds += BRIGHT
    glow.turned()
    world.apply(PropertySet("a", "n", 2, 2))
    assert glow.turned() == ["a"]
    assert glow.stage("a", "n") is Stage.BRIGHT


def test_a_flood_does_not_fill_the_memory() -> None:
    world, glow, watch = glowing_world()
    for number in range(2 * MOST):
        world.apply(PropertySet(f"k-{number}", "n", 1, number))
    assert len(glow.turned()) == MOST
    watch.seconds += 2 * FADED
    glow.turned()
    world.apply(PropertySet("late", "n", 1, 1))
    assert glow.stage("late", "n") is Stage.BRIGHT
