"""How much of the time since an instant could not be heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.replica.cadence import unheard as module
from flux_tui.replica.cadence.unheard import Unheard


@given(st.lists(st.integers(0, 20), max_size=40), st.integers(-5, 900))
def test_it_is_what_lies_between_the_instant_and_now(steps: list[int], instant: int) -> None:
    unheard, moments, now = Unheard(), set[int](), 0
    for number, step in enumerate(steps):
        if number % 2:
            unheard.add(now, now + step)
            moments.update(range(now, now + step))
        now += step
    assert unheard.since(instant) == sum(moment >= instant for moment in moments)


def test_the_last_ones_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    unheard = Unheard()
    for began in range(0, 1_000, 10):
        unheard.add(began, began + 3)
    assert unheard.since(900) == 30
    assert unheard.since(995) == 0
    unheard.clear()
    assert unheard.since(0) == 0
