"""Who has fallen silent is known by their own rhythm, and never by what could not be heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.instant import NS
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.cadence import cadence as module
from flux_tui.replica.cadence.rhythm import SLACK
from flux_tui.replica.world import World

START = 1_000_000 * NS


class Playing:
    """A world whose entities report, seen live, and a cadence that ticks every second."""

    def __init__(self) -> None:
        self.server, self.monotonic = START, 0.0
        self.world = World()
        self.cadence = Cadence(self.world, lambda: self.server, lambda: self.monotonic)
        self.cadence.enabled = True
        self.cadence.live(True)

    def report(self, *ids: str, value: int = 1) -> None:
        self.world.apply_all(PropertySet(entity_id, "n", value, self.server) for entity_id in ids)

    def pass_time(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.server += NS
            self.monotonic += 1
            self.cadence.tick()

    def report_every(self, seconds: int, times: int, *ids: str) -> None:
        for _ in range(times):
            self.report(*ids)
            self.pass_time(seconds)

    @property
    def silent(self) -> set[str]:
        return set(self.cadence.silent)


def test_an_entity_that_misses_its_reports_is_silent_until_it_reports_again() -> None:
    play = Playing()
    play.report_every(5, 10, "lab/a", "lab/b")
    assert play.silent == set()
    play.report_every(5, 6, "lab/b")
    assert play.silent == {"lab/a"}
    assert play.cadence.is_silent("lab/a")
    play.report("lab/a")
    assert play.silent == set()
    assert not play.cadence.is_silent("lab/a")


def test_what_has_no_rhythm_is_not_known_to_be_silent() -> None:
    play = Playing()
    play.report_every(5, 2, "a")
    play.pass_time(1000)
    assert play.cadence.is_stale("a") is None
    assert play.cadence.interval_of("a") is None
    assert play.cadence.is_stale("never heard of") is None


def test_a_known_rhythm_is_not_stale_while_it_goes_on() -> None:
    play = Playing()
    play.report_every(5, 20, "a")
    assert play.cadence.is_stale("a") is False
    assert play.cadence.interval_of("a") == 5 * NS


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_nothing_is_silent_before_it_is_overdue(pauses: list[int]) -> None:
    play = Playing()
    for pause in pauses:
        play.report("a")
        for second in range(1, pause + 1):
            play.pass_time(1)
            usual = play.cadence.interval_of("a")
            if play.silent:
                assert usual is not None
                assert second * NS >= 3 * usual + SLACK


@given(st.integers(0, 30), st.integers(0, 10_000))
def test_time_without_a_live_feed_makes_nothing_silent(heard: int, offline: int) -> None:
    play = Playing()
    play.report_every(2, 20, "a", "b")
    play.pass_time(heard)
    before = play.silent
    play.cadence.live(False)
    play.server += offline * NS
    play.monotonic += offline
    play.cadence.tick()
    assert play.silent == before
    play.cadence.live(True)
    play.cadence.tick()
    assert play.silent == set()
    play.pass_time(8)
    assert play.silent == set()
    play.pass_time(60)
    assert play.silent == {"a", "b"}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=30))
def test_of_a_silence_only_the_time_counts_in_which_it_was_heard(
    times: list[tuple[int, int]],
) -> None:
    play = Playing()
    play.report_every(5, 20, "a")
    heard = 5
    for listening, late in times:
        heard += listening
        play.pass_time(listening)
        silent = play.silent
        assert (heard >= 3 * 5 + SLACK // NS + 1) <= bool(silent) <= (heard >= 3 * 5 + SLACK // NS)
        play.cadence.late(True)
        play.pass_time(late)
        assert play.silent == silent
        play.cadence.late(False)


def test_what_came_late_is_no_interval() -> None:
    play = Playing()
    play.report_every(5, 20, "a")
    for _ in range(10):
        play.cadence.late(True)
        play.report_every(11, 2, "a")
        play.cadence.late(False)
        play.report_every(5, 2, "a")
    assert play.cadence.interval_of("a") == 5 * NS


def test_of_very_many_some_are_found_at_each_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    play = Playing()
    ids = [f"entity-{number}" for number in range(25)]
    play.report_every(5, 8, *ids)
    play.pass_time(60)
    assert play.silent == set(ids)
    play.report(*ids)
    assert play.silent == set()


def test_a_time_offline_is_no_interval() -> None:
    play = Playing()
    play.report_every(5, 20, "a")
    for _ in range(3):
        play.cadence.live(False)
        play.pass_time(300)
        play.cadence.live(True)
        play.report_every(5, 2, "a")
    assert play.cadence.interval_of("a") == 5 * NS


@given(st.sampled_from([-86_400, -3600, 3600, 86_400]))
def test_a_clock_that_is_set_makes_nothing_silent(by: int) -> None:
    play = Playing()
    play.report_every(5, 20, "a", "b")
    play.server += by * NS
    play.pass_time(10)
    assert play.silent == set()
    play.report_every(5, 10, "a")
    assert play.silent == ({"b"} if by > 0 else set())
    assert play.cadence.interval_of("a") == 5 * NS


def test_what_a_snapshot_brings_teaches_nothing() -> None:
    play = Playing()
    play.cadence.enabled = False
    play.report_every(5, 20, "a")
    assert play.cadence.interval_of("a") is None


def test_a_deleted_entity_is_forgotten() -> None:
    play = Playing()
    play.report_every(2, 20, "a")
    play.pass_time(60)
    play.world.apply(EntityDeleted("a", play.server))
    play.report("a")
    assert play.silent == set()
    assert play.cadence.interval_of("a") is None


def test_changes_count_for_the_rate_and_repeated_values_do_not() -> None:
    play = Playing()
    for second in range(60):
        play.report("changing", value=second)
        play.report("repeating")
        play.pass_time(1)
    assert 0.8 < play.cadence.rate_of("changing") < 1.2
    assert play.cadence.rate_of("repeating") < 0.01
    assert play.cadence.rate_of("never heard of") == 0


@given(st.lists(st.integers(-(2**65), 2**65), min_size=1, max_size=10))
def test_stamps_of_another_age_break_nothing(times: list[int]) -> None:
    play = Playing()
    for at in times:
        play.server = at
        play.report("a")
        play.pass_time(2)
    assert play.cadence.rate_of("a") >= 0


def test_one_that_is_deleted_and_made_anew_is_looked_at_as_often_as_any() -> None:
    play = Playing()
    for _ in range(20):
        play.report_every(2, 10, "a")
        play.world.apply(EntityDeleted("a", play.server))
    play.report_every(2, 10, "a")
    play.pass_time(60)
    assert play.silent == {"a"}
