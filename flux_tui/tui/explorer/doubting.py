"""Of how many entities it cannot be known whether a query matches, counted again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import View
from flux_tui.replica.view.answering import STEP
from flux_tui.tui.slices import Slices

if TYPE_CHECKING:
    from flux_tui.replica.query import Context, Query

SOON = 0.2
"""Seconds until it is counted first: who types on has another query by then."""

AGAIN = 2.0
"""Seconds until it is counted anew at least: time and reports make known what was not."""

SHARE = 20
"""How many times as long as a count took nobody counts: it is a small part of the work."""


class Doubting:
    """Keeps ``unknown`` true enough, and does nothing for a query that always knows."""

    def __init__(self, view: View, rest: Callable[[], float]) -> None:
        self._view = view
        self._slices = Slices(rest)
        self._timer: asyncio.TimerHandle | None = None
        self._is_unknown: Callable[[EntityRecord], bool] | None = None
        self._found = 0
        self._began = 0.0
        self.unknown = 0

    def ask(self, query: Query | None, context: Context) -> None:
        """Count for this query from now on; for none there is nothing to doubt."""
        self.close()
        self.unknown = 0
        if query is not None and query.can_be_unknown:
            self._is_unknown = query.is_unknown_within(context)
            self._wait(SOON)

    def close(self) -> None:
        """Count no more."""
        self._slices.stop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._found, self._began = 0, time.perf_counter()
        self._slices.start(self._steps(), self._done)

    def _steps(self) -> Iterator[None]:
        view, picture, is_unknown = self._view, self._view.picture, self._is_unknown
        for place, entity_id in enumerate(list(picture.entities)):
            record = None if view.shows(entity_id) else picture.get(entity_id)
            if record is not None and is_unknown is not None and is_unknown(record):
                self._found += 1
            if place % STEP == 0:
                yield

    def _done(self) -> None:
        self.unknown = self._found
        self._wait(max(AGAIN, SHARE * (time.perf_counter() - self._began)))
