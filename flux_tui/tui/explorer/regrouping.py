"""Groups the list by another thing: a large world is gathered in slices, and keys go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flux_tui.replica.grouping import Grouping
from flux_tui.replica.view import Gathering, View
from flux_tui.tui.slices import AT_ONCE, Slices


class Regrouping:
    """Another grouping that is asked for takes the place of one that is not done."""

    def __init__(self, view: View, rest: Callable[[], float], done: Callable[[], None]) -> None:
        """``done`` is called each time that the list has been grouped."""
        self._view = view
        self._slices = Slices(rest)
        self._done = done

    def begin(self, grouping: Grouping) -> None:
        """Gather all, then show it; until then the list is as it was."""
        gathering = self._view.gather(grouping)
        finish = partial(self._finish, grouping, gathering)
        self._slices.start(gathering.steps(), finish, at_once=AT_ONCE)

    def close(self) -> None:
        """Gather no more."""
        self._slices.stop()

    def _finish(self, grouping: Grouping, gathering: Gathering) -> None:
        self._view.group(grouping, gathering)
        self._done()
