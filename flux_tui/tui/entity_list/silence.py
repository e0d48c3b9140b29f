"""Who has fallen silent, as the list shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from flux_tui.model.inline import interval_text
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.view import View

SIGN = "◔"
"""What says that an entity is silent."""


class Silence:
    """The silent ones among the rows, and how many of them each group shows.

    Brought up to date by ``update``, about once a second; a paused picture keeps what it had.
    """

    def __init__(self, cadence: Cadence, view: View) -> None:
        self._cadence = cadence
        self._view = view
        self._silent: Collection[str] = cadence.silent
        self._counts: Counter[str] = Counter()

    def update(self) -> None:
        """Look who is silent now, which costs as much as there are of them."""
        if not self._view.picture.paused:
            self._silent = self._cadence.silent
        elif not isinstance(self._silent, frozenset):
            self._silent = frozenset(self._silent)
        view = self._view
        self._counts = Counter(view.group_of(i) for i in self._silent if view.shows(i))

    def count(self, group: str) -> int:
        """How many that a group shows are silent."""
        return self._counts[group]

    @property
    def total(self) -> int:
        """How many are silent, whether they are shown or not."""
        return len(self._silent)

    def words(self, entity_id: str) -> str:
        """What is said of an entity that is silent; empty for one that is not."""
        if entity_id not in self._silent:
            return ""
        interval = self._cadence.interval_of(entity_id)
        return "silent" if interval is None else f"silent, usually every {interval_text(interval)}"
