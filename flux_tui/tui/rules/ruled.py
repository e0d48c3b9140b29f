"""The colour rules as they are asked: the first that matches an entity says how its row looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.style import Style

from flux_tui.replica.record import EntityRecord


class Look(NamedTuple):
    """How a row looks: ``parts`` of the theme by their names, and what holds in any theme."""

    parts: tuple[str, ...] = ()
    own: Style = Style.null()


class Ruled:
    """Asked for each row as it is painted; there are none until ``take`` brings them."""

    def __init__(self) -> None:
        self._rules: Sequence[tuple[Callable[[EntityRecord], bool], Look]] = ()
        self._look_at_clock: Callable[[], None] | None = None

    def take(
        self,
        rules: Sequence[tuple[Callable[[EntityRecord], bool], Look]],
        look_at_clock: Callable[[], None] | None,
    ) -> None:
        """Ask these from now on; ``look_at_clock`` is None where no answer changes by time."""
        self._rules, self._look_at_clock = rules, look_at_clock

    @property
    def by_time(self) -> bool:
        """Whether an answer may change by time alone."""
        return self._look_at_clock is not None

    def look(self, record: EntityRecord) -> Look | None:
        """How an entity's row looks; None where no rule matches."""
        if self._look_at_clock is not None:
            self._look_at_clock()
        for matches, look in self._rules:
            if matches(record):
                return look
        return None
