"""How a property moves is said exactly, and only of what moves."""

from __future__ import annotations

import pytest

from flux_tui.model.change import PropertySet
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.replica.history import History
from flux_tui.replica.world import World
from flux_tui.tui.detail.movement import STILL, Movement, difference, movement_of


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (30.5, 31.0, "+0.5"),
        (0.3, 0.1, "-0.2"),
        (3, 4, "+1"),
        (1, 1.0, "+0.0"),
        (0, 10**12, "+1e+12"),
        (1e300, -1e300, "-2e+300"),
        ("1", 2, ""),
        (True, 2, ""),
        (None, 2, ""),
    ],
)
def test_the_difference_is_exact_and_of_numbers_alone(before: Json, after: Json, text: str) -> None:
    assert difference(before, after) == text


def moving(*values: Json, every: float = 1.0) -> tuple[World, History]:
    world = World()
    history = History(world)
    history.enabled = True
    for number, value in enumerate(values):
        world.apply(PropertySet("a", "n", value, round(number * every * NS)))
    return world, history


def test_a_number_says_difference_trend_and_rate() -> None:
    world, history = moving(1, 2, 4, 3)
    assert movement_of(history, world.entities["a"], "n", 3 * NS) == Movement("-1", "▁▃█▆", "1/s")


def test_a_rate_goes_down_with_the_silence() -> None:
    world, history = moving(*range(17))
    record = world.entities["a"]
    rates = [movement_of(history, record, "n", (16 + s) * NS).rate for s in (0, 1, 40, 4000)]
    assert rates == ["1/s", "1/s", "18/m", "15/h"]


def test_what_has_not_changed_does_not_move() -> None:
    world, history = moving(1, 1)
    assert movement_of(history, world.entities["a"], "n", NS) == STILL
    assert movement_of(history, world.entities["a"], "other", NS) == STILL


def test_a_paused_picture_shows_the_trend_of_its_moment() -> None:
    world, history = moving(1, 2, 4, 3)
    before = movement_of(history, world.entities["a"], "n", NS, until=NS)
    assert before.trend == "▁█"
    for at in range(5, 9):
        world.apply(PropertySet("a", "n", at, at * NS))
    assert movement_of(history, world.entities["a"], "n", NS, until=NS).rate == before.rate
