"""The figures that subscribers are told."""

from __future__ import annotations

from flux_tui.engine.metrics import Traffic
from flux_tui.model.instant import NS


def test_the_rate_is_that_of_the_last_five_seconds_as_of_the_last_event() -> None:
    traffic = Traffic()
    for second in range(20):
        traffic.count(second * NS, 3)
    assert traffic.rate == 3.0
    traffic.count(60 * NS, 1)
    assert traffic.rate == 0.2


def test_the_rate_of_the_recording_comes_again() -> None:
    """``ws.jsonl``: the events before its metrics frame at 8,319 ms, whose rate is 2.8."""
    traffic = Traffic()
    for ms, events in (
        (2253, 1), (2682, 1), (3086, 1), (3491, 3), (3896, 1), (4300, 1), (4704, 1), (5108, 1),
        (5913, 2), (6320, 1), (7124, 2), (7930, 1),
    ):  # fmt: skip
        traffic.count(ms * 1_000_000, events)
    assert traffic.rate == 2.8


def test_a_source_is_active_for_a_while() -> None:
    traffic = Traffic()
    traffic.saw("a", 0)
    traffic.saw("b", 30 * NS)
    assert traffic.publishers(40 * NS) == 2
    assert traffic.publishers(70 * NS) == 1
    assert traffic.publishers(200 * NS) == 0
