"""A rhythm is learned from any regular reports, whatever bursts they come in."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.instant import NS
from flux_tui.replica.cadence.rhythm import FINEST, SLACK, Rhythm

LONG_AGO = 1_000_000 * NS

intervals = st.integers(FINEST, 3600 * NS)
bursts = st.lists(st.lists(st.floats(0, 0.18), max_size=8), min_size=1, max_size=5)
"""When the further events of a report come, as parts of the interval, again and again."""


def reported(*times: float) -> Rhythm:
    """The rhythm of reports at these seconds."""
    stamps = [LONG_AGO + round(time * NS) for time in times]
    rhythm = Rhythm(stamps[0])
    for stamp in stamps[1:]:
        rhythm.report(stamp)
    return rhythm


def every(seconds: float, count: int, start: float = 0) -> list[float]:
    return [start + seconds * number for number in range(count)]


def is_near(value: float, wanted: float) -> bool:
    return 0.8 * wanted <= value <= 1.2 * wanted


@given(intervals, bursts)
def test_regular_reports_in_any_bursts_teach_their_interval(
    interval: int, bursts: list[list[float]]
) -> None:
    rhythm = Rhythm(LONG_AGO)
    for number in range(30):
        for part in sorted([0.0, *bursts[number % len(bursts)]]):
            rhythm.report(LONG_AGO + number * interval + round(part * interval))
    assert rhythm.is_learned
    assert is_near(rhythm.interval, interval)


@given(intervals, st.integers(6, 60))
def test_without_bursts_a_few_reports_are_enough(interval: int, count: int) -> None:
    rhythm = Rhythm(LONG_AGO)
    for number in range(1, count):
        rhythm.report(LONG_AGO + number * interval)
    assert rhythm.interval == interval


@given(st.lists(st.integers(-5 * NS, 500 * NS), max_size=60))
def test_whatever_comes_nothing_is_overdue_before_three_intervals_and_some_slack(
    gaps: list[int],
) -> None:
    rhythm, at = Rhythm(LONG_AGO), LONG_AGO
    for gap in gaps:
        at += gap
        rhythm.report(at)
        assert rhythm.overdue >= 3 * rhythm.interval + SLACK
        assert rhythm.start <= rhythm.last


def test_a_rhythm_is_none_before_it_was_heard_for_longer_than_a_silence_takes() -> None:
    assert not reported(*every(10, 4)).is_learned
    assert reported(*every(10, 5)).is_learned
    assert not reported(*every(1, 5)).is_learned
    assert reported(*every(1, 7)).is_learned


def test_a_single_absence_changes_nothing() -> None:
    rhythm = reported(*every(5, 20), *every(5, 20, start=1000))
    assert rhythm.interval == 5 * NS


def test_the_night_does_not_become_the_rhythm() -> None:
    days = [time for day in range(4) for time in every(10, 1000, start=86_400 * day)]
    assert reported(*days).interval == 10 * NS


def test_a_rhythm_that_becomes_slower_or_quicker_is_learned_anew() -> None:
    assert is_near(reported(*every(2, 30), *every(60, 12, start=120)).interval, 60 * NS)
    assert is_near(reported(*every(60, 12), *every(2, 200, start=720)).interval, 2 * NS)


def test_irregular_reports_are_given_half_as_much_again_as_their_longest_interval() -> None:
    rhythm = reported(*[time for number in range(10) for time in (50 * number, 50 * number + 10)])
    assert rhythm.overdue >= 1.5 * 40 * NS


@given(st.integers(0, 10_000), st.floats(2, 600))
def test_who_comes_when_he_comes_is_seldom_called_silent(seed: int, mean: float) -> None:
    random, at = Random(seed), 0.0
    rhythm, early = Rhythm(LONG_AGO), 0
    for _ in range(300):
        at += random.expovariate(1 / mean)
        stamp = LONG_AGO + round(at * NS)
        early += rhythm.is_learned and stamp - rhythm.last > rhythm.overdue
        rhythm.report(stamp)
    assert early <= 6


@given(st.integers(0, 10_000), st.floats(2, 600))
def test_who_keeps_time_within_a_fifth_is_overdue_after_three_intervals(
    seed: int, usual: float
) -> None:
    random = Random(seed)
    rhythm = reported(*[(n + random.uniform(-0.1, 0.1)) * usual for n in range(60)])
    assert rhythm.overdue < 3.6 * usual * NS + SLACK


def test_after_a_time_in_which_nothing_could_be_heard_the_rhythm_is_still_known() -> None:
    rhythm = reported(*every(5, 20))
    rhythm.resume(LONG_AGO + 10_000 * NS)
    rhythm.report(LONG_AGO + 10_005 * NS)
    assert rhythm.interval == 5 * NS
    assert rhythm.absent == 0


def test_a_clock_that_is_set_back_is_followed() -> None:
    rhythm = reported(*every(5, 20, start=5000), *every(5, 20))
    assert rhythm.interval == 5 * NS
    assert rhythm.last == LONG_AGO + 95 * NS


def test_the_rate_is_what_changes_a_second_and_fades() -> None:
    rhythm = Rhythm(LONG_AGO)
    for second in range(60):
        at = LONG_AGO + second * NS
        rhythm.last = at
        rhythm.changes += 5
        if second % 4 == 0:
            rhythm.settle(at)
    now = rhythm.last
    assert 4.5 < rhythm.rate_at(now) < 5.5
    assert 1.5 < rhythm.rate_at(now + 20 * NS) < 2.1
    assert rhythm.rate_at(now + 300 * NS) < 0.001
