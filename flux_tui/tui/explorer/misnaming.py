"""Which properties a query asks for that nobody has, where it shows nothing: a slip, most often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flux_tui.model.inline import name_text
from flux_tui.replica.view import View
from flux_tui.replica.view.answering import STEP
from flux_tui.tui.explorer.recounting import Recounting

if TYPE_CHECKING:
    from flux_tui.replica.query import Query

MOST_NAMES = 5_000
"""Names that are told apart: of a world with more nothing is said."""

LONGEST = 40
"""Characters of a name that are shown."""


class Misnaming:
    """Keeps ``hint`` true enough while a query shows nothing."""

    def __init__(self, view: View, rest: Callable[[], float]) -> None:
        self._view = view
        self._recounting = Recounting(self._steps, self._done, rest)
        self._query: Query | None = None
        self._names: set[str] = set()
        self.hint = ""
        """One printable sentence; empty where every name occurs, or not all were looked at."""

    def ask(self, query: Query | None) -> None:
        """Look for the names of this query from now on."""
        self.close()
        self._query, self.hint = query, ""
        if query is not None and query.references:
            self._recounting.begin()

    def close(self) -> None:
        """Look no more."""
        self._recounting.close()

    def _steps(self) -> Iterator[None]:
        names = self._names = set[str]()
        if self._view.shown:
            return
        for place, record in enumerate(list(self._view.picture.entities.values())):
            names.update(record.properties)
            if len(names) > MOST_NAMES:
                return
            if place % STEP == 0:
                yield

    def _done(self) -> None:
        self.hint = self._find_hint()

    def _find_hint(self) -> str:
        names = self._names
        if self._query is None or self._view.shown or not 0 < len(names) <= MOST_NAMES:
            return ""
        missing = [
            reference
            for reference in self._query.references
            if reference.name not in names and reference.path[0] not in names
        ]
        if not missing:
            return ""
        wanted = missing[0].path[0]
        near = nearest(wanted, names)
        meant = "" if near is None else f"; there is {name_text(near, LONGEST)}"
        return f"No entity has {name_text(wanted, LONGEST)}{meant}."


def nearest(wanted: str, names: set[str]) -> str | None:
    """The name that was meant most probably; None where none comes near."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in sorted(names)}
    needle = wanted.casefold()
    if needle in folded:
        return folded[needle]
    beginning = [name for name in folded if name.startswith(needle)]
    close = get_close_matches(needle, folded, n=1)
    found = [*sorted(beginning, key=len), *close]
    return folded[found[0]] if found else None
