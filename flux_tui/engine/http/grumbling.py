"""What Uvicorn says of clients that do things wrong: told, but not as often as they do them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

SILENT_SECONDS = 10.0
"""For how long the same is not said again: who floods the engine shall not flood its log."""


class Seldom(logging.Filter):
    """Lets a warning through once in a while; Uvicorn's warnings are few sentences."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is told."""
        if record.levelno != logging.WARNING:
            return True
        now = self._monotonic()
        last = self._said.get(str(record.msg))
        if last is not None and now < last + SILENT_SECONDS:
            return False
        self._said[str(record.msg)] = now
        return True
