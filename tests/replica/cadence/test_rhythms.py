"""Packed rhythms are the same as each by itself, whoever comes and goes between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flux_tui.model.instant import NS
from flux_tui.replica.cadence.rhythm import Rhythm
from flux_tui.replica.cadence.rhythms import FAR, Rhythms

NAMES = st.sampled_from("abcd")
GAPS = st.integers(0, 40 * NS) | st.integers(-5 * NS, 2**60)
STEPS = st.tuples(NAMES, st.none() | GAPS)
"""Who reports, after how long; None for one that goes."""


def known_of(rhythm: Rhythm) -> list[object]:
    return [getattr(rhythm, name) for name in Rhythm.__slots__]


@given(st.lists(STEPS, max_size=80))
def test_each_is_what_it_would_be_by_itself(steps: list[tuple[str, int | None]]) -> None:
    rhythms, alone, now = Rhythms(), dict[str, Rhythm](), NS
    for name, gap in steps:
        if gap is None:
            rhythms.drop(name)
            alone.pop(name, None)
            continue
        now = min(now + gap, FAR)
        if name not in alone:
            rhythms.add(name, now)
            alone[name] = Rhythm(now)
            continue
        place = rhythms.places[name]
        packed = rhythms.take(place)
        for rhythm in (packed, alone[name]):
            rhythm.changes += 1
            rhythm.settle(now)
            rhythm.report(now)
        rhythms.put(place, packed)
    for name in "abcd":
        single = alone.get(name)
        if single is None:
            assert rhythms.interval_of(name) is None
            assert rhythms.rate_of(name, now) == 0
        else:
            assert known_of(rhythms.take(rhythms.places[name])) == known_of(single)
            assert rhythms.interval_of(name) == (single.interval if single.is_learned else None)
            assert rhythms.rate_of(name, now) == single.rate_at(now)


def test_places_are_used_again() -> None:
    rhythms = Rhythms()
    for number in range(100):
        rhythms.add(f"e-{number}", number)
        rhythms.drop(f"e-{number - 3}")
    assert len(rhythms.last) <= 4


@given(st.lists(st.integers(-(2**70), 2**70), max_size=20))
def test_no_time_is_too_far_away(times: list[int]) -> None:
    rhythms = Rhythms()
    for at in times:
        at = max(-FAR, min(at, FAR))
        place = rhythms.places.get("a")
        if place is None:
            rhythms.add("a", at)
        else:
            rhythm = rhythms.take(place)
            rhythm.report(at)
            rhythms.put(place, rhythm)
