"""The server's figures over time; the event rate comes from its totals, not from what it says."""

from __future__ import annotations

from flux_tui.model.change import Metrics
from flux_tui.model.instant import NS
from flux_tui.replica.figures import KEPT, Figures


def metrics(second: float, events: int) -> Metrics:
    return Metrics(
        at=round(second * NS), entities=1, events=events, rate=999.0, connections=1, publishers=1
    )


def test_it_is_what_came_between_two_figures() -> None:
    figures = Figures()
    figures.take(metrics(0, 100))
    assert figures.rate is None
    figures.take(metrics(2, 124))
    assert figures.rate == 12
    figures.take(metrics(4, 124))
    assert figures.rate == 0, "a real Flux would go on saying the last rate"


def test_the_same_figures_again_change_nothing() -> None:
    figures = Figures()
    for _ in range(3):
        figures.take(metrics(0, 100))
        figures.take(None)
    assert figures.rates == []


def test_a_restarted_server_that_counts_anew_gives_no_negative_rate() -> None:
    figures = Figures()
    for second, events in ((0, 5000), (2, 5010), (4, 3), (6, 7)):
        figures.take(metrics(second, events))
    assert figures.rates == [5, 2]


def test_another_server_whose_clock_is_behind_is_followed_from_then_on() -> None:
    figures = Figures()
    for second, events in ((100, 10), (2, 500), (4, 504)):
        figures.take(metrics(second, events))
    assert figures.rates == [2]


def test_a_figure_is_given_over_time_and_no_more_than_some_are_kept() -> None:
    figures = Figures()
    for second in range(KEPT + 100):
        figures.take(metrics(second, second))
    assert len(figures.rates) == KEPT
    assert figures.series(lambda one: one.events) == list(range(100, KEPT + 100))
