"""What a query that shows nothing got wrong, found out in slices: a slip, most often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flux_tui.replica.view import View
from flux_tui.replica.view.answering import STEP
from flux_tui.tui.explorer.recounting import Recounting

if TYPE_CHECKING:
    from flux_tui.replica.query import Query
    from flux_tui.tui.explorer.slips import Evidence


class Misnaming:
    """Keeps ``hint`` true enough while a query shows nothing."""

    def __init__(self, view: View, rest: Callable[[], float]) -> None:
        self._view = view
        self._recounting = Recounting(self._steps, self._done, rest)
        self._query: Query | None = None
        self._evidence: Evidence | None = None
        self.hint = ""
        """One printable sentence; empty where nothing strikes, or not all were looked at."""

    def ask(self, query: Query | None) -> None:
        """Look for what is wrong with this query from now on."""
        self.close()
        self._query, self.hint = query, ""
        if query is not None and query.references:
            self._recounting.begin()

    def close(self) -> None:
        """Look no more."""
        self._recounting.close()

    def _steps(self) -> Iterator[None]:
        self._evidence = None
        if self._query is None or self._view.shown:
            return
        from flux_tui.tui.explorer.slips import Evidence

        evidence = Evidence(self._query)
        for place, record in enumerate(list(self._view.picture.entities.values())):
            evidence.take(record)
            if evidence.is_too_much:
                return
            if place % STEP == 0:
                yield
        self._evidence = evidence

    def _done(self) -> None:
        from flux_tui.tui.explorer.slips import slip

        evidence = self._evidence
        self.hint = "" if evidence is None or self._view.shown else slip(evidence)
