"""A property's own rhythm is known by its changes, and never by what could not be heard."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import PropertySet
from flux_tui.model.instant import NS
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.cadence.property_rhythms import PropertyRhythm, PropertyRhythms
from flux_tui.replica.cadence.rhythm import SLACK
from flux_tui.replica.history import History
from flux_tui.replica.world import World

START = 1_000_000 * NS


class Playing:
    """One entity that is seen live; its battery and its temperature change, or are repeated."""

    def __init__(self) -> None:
        self.server, self.monotonic, self.number = START, 0.0, 0
        world = self.world = World()
        self.cadence = Cadence(world, lambda: self.server, lambda: self.monotonic)
        self.history = History(world)
        self.rhythms = PropertyRhythms(self.cadence, self.history)
        self.cadence.enabled = self.history.enabled = True
        self.cadence.live(True)
        self.repeat("battery", "temperature")

    def change(self, *names: str) -> None:
        self.number += 1
        self.world.apply_all(PropertySet("a", name, self.number, self.server) for name in names)

    def repeat(self, *names: str) -> None:
        self.world.apply_all(PropertySet("a", name, self.number, self.server) for name in names)

    def pass_time(self, seconds: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        for _ in range(seconds):
            self.server += NS
            self.monotonic += 1
            meanwhile()
            self.cadence.tick()

    def change_every(self, seconds: int, times: int) -> None:
        for _ in range(times):
            self.change("battery")
            self.pass_time(seconds, lambda: self.change("temperature"))

    def battery(self) -> PropertyRhythm | None:
        return self.rhythms.of(self.world.entities["a"], "battery")

    def silence(self) -> int | None:
        battery = self.battery()
        return None if battery is None else battery.silent_for


def test_a_property_is_overdue_though_its_entity_is_not() -> None:
    play = Playing()
    play.change_every(5, 10)
    assert play.battery() == (5 * NS, None)
    play.pass_time(30, lambda: play.change("temperature"))
    assert play.battery() == (5 * NS, 35 * NS)
    assert not play.cadence.is_silent("a")
    play.change("battery")
    play.pass_time(1, lambda: play.change("temperature"))
    assert play.silence() is None


def test_a_value_that_is_reported_again_is_a_sign_of_life() -> None:
    play = Playing()
    play.change_every(5, 10)
    play.number += 1_000_000
    play.change("battery")
    number = play.number
    for _ in range(20):
        play.pass_time(5, lambda: play.change("temperature"))
        play.world.apply(PropertySet("a", "battery", number, play.server))
    assert play.silence() is None


def test_what_never_changes_has_no_rhythm_that_is_known() -> None:
    play = Playing()
    for _ in range(20):
        play.pass_time(5, lambda: play.change("temperature"))
        play.world.apply(PropertySet("a", "battery", 0, play.server))
    assert play.battery() is None


def test_of_a_silent_entity_no_property_is_named() -> None:
    play = Playing()
    play.change_every(5, 10)
    play.pass_time(100)
    assert play.cadence.is_silent("a")
    assert play.battery() == (5 * NS, None)


@given(st.integers(2, 60), st.lists(st.lists(st.floats(0, 0.18), max_size=6), min_size=1))
def test_bursts_do_not_matter(interval: int, bursts: list[list[float]]) -> None:
    play = Playing()
    for number in range(20):
        begun = play.server
        for part in sorted([0.0, *bursts[number % len(bursts)]]):
            play.server = begun + round(part * interval * NS)
            play.change("battery")
        play.server = begun
        play.pass_time(interval, lambda: play.change("temperature"))
    battery = play.battery()
    assert battery is not None
    assert 0.8 * interval * NS <= battery.interval <= 1.2 * interval * NS
    assert battery.silent_for is None


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_nothing_is_silent_before_three_intervals_and_some_slack(pauses: list[int]) -> None:
    play = Playing()
    for pause in pauses:
        play.change("battery")
        for second in range(1, pause + 1):
            play.pass_time(1, lambda: play.change("temperature"))
            battery = play.battery()
            if battery is not None and battery.silent_for is not None:
                assert battery.silent_for == second * NS
                assert second * NS >= 3 * battery.interval + SLACK


@given(st.lists(st.integers(20, 5000), min_size=1, max_size=6), st.booleans())
def test_what_could_not_be_heard_is_no_silence_and_no_interval(
    absences: list[int], late: bool
) -> None:
    play = Playing()
    play.change_every(5, 10)
    for absence in absences:
        away, back = (
            (play.cadence.late, (True, False)) if late else (play.cadence.live, (False, True))
        )
        away(back[0])
        play.pass_time(absence)
        assert play.silence() is None
        away(back[1])
        play.pass_time(3, lambda: play.change("temperature"))
        assert play.silence() is None
        play.change_every(5, 3)
        assert play.battery() is not None
        assert play.battery() == (5 * NS, None)


@given(st.sampled_from([-86_400, -3600, 3600, 86_400]))
def test_a_clock_that_is_set_makes_nothing_silent(by: int) -> None:
    play = Playing()
    play.change_every(5, 10)
    play.server += by * NS
    play.pass_time(10, lambda: play.change("temperature"))
    assert play.silence() is None
    play.change_every(5, 10)
    assert play.battery() == (5 * NS, None)
