"""Groups the list by another thing: a large world's groups are read in slices, keys go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flux_tui.replica.grouping import Grouping
from flux_tui.replica.view import Answering, View
from flux_tui.tui.slices import AT_ONCE, Slices


class Regrouping:
    """Another grouping that is asked for takes the place of one that is still being read."""

    def __init__(self, view: View, rest: Callable[[], float], done: Callable[[], None]) -> None:
        """``done`` is called each time that the list has been grouped."""
        self._view = view
        self._slices = Slices(rest)
        self._done = done

    def begin(self, grouping: Grouping) -> None:
        """Read all groups, then show them; until then the list is as it was."""
        reading = self._view.read_groups(grouping)
        self._slices.start(
            reading.steps(), partial(self._finish, grouping, reading), at_once=AT_ONCE
        )

    def close(self) -> None:
        """Read no more."""
        self._slices.stop()

    def _finish(self, grouping: Grouping, reading: Answering[str]) -> None:
        self._view.group(grouping, reading)
        self._done()
