"""What is told of clients that do things wrong."""

from __future__ import annotations

import logging

from flux_tui.engine.http.grumbling import SILENT_SECONDS, Seldom
from tests.engine.manual_clock import ManualClock


def record(message: str, level: int = logging.WARNING) -> logging.LogRecord:
    """Something that was said."""
    return logging.LogRecord("uvicorn.error", level, "", 1, message, None, None)


def test_the_same_warning_is_told_once_in_a_while() -> None:
    clock = ManualClock()
    seldom = Seldom(clock.monotonic)
    assert [seldom.filter(record("one")) for _ in range(3)] == [True, False, False]
    assert seldom.filter(record("another"))
    clock.advance(SILENT_SECONDS)
    assert [seldom.filter(record("one")) for _ in range(3)] == [True, False, False]


def test_errors_are_always_told() -> None:
    seldom = Seldom()
    assert all(seldom.filter(record("one", logging.ERROR)) for _ in range(3))
