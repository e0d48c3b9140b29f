"""What has appeared in the list out of sight, until somebody has seen it."""

from __future__ import annotations

from collections.abc import Collection

from flux_tui.model.clock import Clock
from flux_tui.replica.view import View

MOST = 500
"""How many are followed: each look asks where all of them stand, and more are only many."""


FILLING = 3.0
"""Seconds that a world which was empty takes to be there: what comes then is no news to anybody."""


class Unseen:
    """New entities that nobody has seen yet, and how many of them stand above and below.

    Nothing is done while there are none. Who is folded away waits for the group to be opened.
    """

    def __init__(self, view: View, clock: Clock) -> None:
        self._view = view
        self._clock = clock
        self._known = 0
        self._filled = 0.0
        """When the world that was empty is there, by the clock's ``monotonic``."""
        self._ids: dict[str, None] = {}
        self._more = False
        self.above = ""
        """How many stand above what is in sight, in words; empty for none."""
        self.below = ""

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Collection[str]) -> None:
        """These have appeared."""
        was_empty, self._known = not self._known, self._view.total
        if not ids or self._is_filling(was_empty):
            return
        for entity_id in ids:
            if self._view.shows(entity_id):
                if len(self._ids) == MOST:
                    self._more = True
                    return
                self._ids[entity_id] = None

    def _is_filling(self, begins: bool) -> bool:
        now = self._clock.monotonic()
        if begins:
            self._filled = now + FILLING
        return now < self._filled

    def look(self, top: int, height: int) -> bool:
        """Rows from ``top`` on are in sight: count the others; whether the words are others now."""
        before, above, below = (self.above, self.below), 0, 0
        view, ids = self._view, self._ids
        for entity_id in list(ids):
            index = view.index(view.key_of(entity_id))
            if index is None:
                if not view.shows(entity_id):
                    del ids[entity_id]
            elif index < top:
                above += 1
            elif index >= top + height:
                below += 1
            else:
                del ids[entity_id]
        self._more = self._more and bool(ids)
        self.above, self.below = self._words(above, "above"), self._words(below, "below")
        return (self.above, self.below) != before

    def _words(self, count: int, where: str) -> str:
        return f"{count:,}{'+' if self._more else ''} new {where}" if count else ""
