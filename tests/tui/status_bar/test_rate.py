"""The event rate comes from the server's totals, not from the rate that it says."""

from __future__ import annotations

from flux_tui.model.change import Metrics
from flux_tui.model.instant import NS
from flux_tui.tui.status_bar.rate import KEPT, EventRate


def figures(second: float, events: int) -> Metrics:
    return Metrics(
        at=round(second * NS), entities=1, events=events, rate=999.0, connections=1, publishers=1
    )


def test_it_is_what_came_between_two_figures() -> None:
    rate = EventRate()
    rate.take(figures(0, 100))
    assert rate.now is None
    rate.take(figures(2, 124))
    assert rate.now == 12
    rate.take(figures(4, 124))
    assert rate.now == 0, "a real Flux would go on saying the last rate"


def test_the_same_figures_again_change_nothing() -> None:
    rate = EventRate()
    for _ in range(3):
        rate.take(figures(0, 100))
        rate.take(None)
    assert rate.lately == []


def test_a_restarted_server_that_counts_anew_gives_no_negative_rate() -> None:
    rate = EventRate()
    for second, events in ((0, 5000), (2, 5010), (4, 3), (6, 7)):
        rate.take(figures(second, events))
    assert rate.lately == [5, 2]


def test_the_sparkline_is_bounded() -> None:
    rate = EventRate()
    for second in range(100):
        rate.take(figures(second, second))
    assert len(rate.lately) == KEPT
