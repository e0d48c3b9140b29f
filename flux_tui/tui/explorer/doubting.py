"""Of how many entities it cannot be known whether a query matches, counted again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import View
from flux_tui.replica.view.answering import STEP
from flux_tui.tui.explorer.recounting import Recounting

if TYPE_CHECKING:
    from flux_tui.replica.query import Context, Query


class Doubting:
    """Keeps ``unknown`` true enough, and does nothing for a query that always knows."""

    def __init__(self, view: View, rest: Callable[[], float]) -> None:
        self._view = view
        self._recounting = Recounting(self._steps, self._done, rest)
        self._is_unknown: Callable[[EntityRecord], bool] | None = None
        self._found = 0
        self.unknown = 0

    def ask(self, query: Query | None, context: Context) -> None:
        """Count for this query from now on; for none there is nothing to doubt."""
        self.close()
        self.unknown = 0
        if query is not None and query.can_be_unknown:
            self._is_unknown = query.is_unknown_within(context)
            self._recounting.begin()

    def close(self) -> None:
        """Count no more."""
        self._recounting.close()

    def _steps(self) -> Iterator[None]:
        self._found = 0
        view, picture, is_unknown = self._view, self._view.picture, self._is_unknown
        for place, entity_id in enumerate(list(picture.entities)):
            record = None if view.shows(entity_id) else picture.get(entity_id)
            if record is not None and is_unknown is not None and is_unknown(record):
                self._found += 1
            if place % STEP == 0:
                yield

    def _done(self) -> None:
        self.unknown = self._found
