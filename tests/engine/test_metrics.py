"""The figures that subscribers are told."""

from __future__ import annotations

from typing import Any

from flux_tui.engine.metrics import Traffic
from flux_tui.model.instant import NS
from tests.recordings import lines


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


def test_the_active_sources_of_the_recordings_come_again() -> None:
    """Deletions are of the source ``api``, everything else is of one other."""
    for recording, other in (("ws", _published_in_ws), ("live", _published_in_live)):
        traffic = Traffic()
        counted = 0
        for line in lines(recording):
            at = line.get("ms", 0) * NS // 1000
            if other(line):
                traffic.saw("other", at)
            if _is_deletion(line):
                traffic.saw("api", at)
            frame = line.get("received", {})
            if frame.get("type") == "metrics_update":
                assert traffic.publishers(at) == frame["publishers"]["active"], line
                counted += 1
        assert counted > 5


def test_a_source_that_has_fallen_silent_is_active_no_more() -> None:
    traffic = Traffic()
    traffic.saw("a", 0)
    traffic.saw("b", 5 * NS)
    assert traffic.publishers(9 * NS) == 2
    assert traffic.publishers(14 * NS) == 1
    assert traffic.publishers(15 * NS) == 0


def _published_in_ws(line: dict[str, Any]) -> bool:
    return str(line.get("action")).startswith(("publish", "batch of"))


def _published_in_live(line: dict[str, Any]) -> bool:
    return bool(line.get("received", {}).get("type") == "state_update")


def _is_deletion(line: dict[str, Any]) -> bool:
    deleted = line.get("received", {}).get("type") == "entity_deleted"
    return deleted or str(line.get("action")).startswith(("delete", "batch delete"))
