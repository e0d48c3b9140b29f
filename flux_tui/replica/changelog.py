"""What changed lately, in order: bounded, and honest about what rolled over."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from flux_tui.replica.outcome import Kind, Outcome, concerning
from flux_tui.replica.world import World

KEPT = 2_000
"""How many changes are kept."""


SILENT = (Kind.REPEATED, Kind.LEFT)
"""What is no change of the world: a value reported again, and a part of it that is narrower."""


class ChangeLog:
    """Gathers a World's real changes."""

    def __init__(self, world: World, kept: int = KEPT) -> None:
        self._outcomes: deque[Outcome] = deque(maxlen=kept)
        self.seen = 0
        """How many changes there were in all."""
        self.enabled = False
        """Off while a snapshot loads: what is only new to us has not changed."""
        world.observe(self._on_outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    @property
    def rolled_over(self) -> int:
        """How many changes are kept no more."""
        return self.seen - len(self._outcomes)

    def clear(self) -> None:
        """Keep none of them any more: what comes is of another world."""
        self._outcomes.clear()

    def newest(self, count: int) -> list[Outcome]:
        """The last changes, newest first."""
        last = len(self._outcomes) - 1
        return [self._outcomes[last - place] for place in range(min(count, last + 1))]

    def of(self, entity_id: str) -> Sequence[Outcome]:
        """The changes of one entity that are kept, the oldest first."""
        return concerning(entity_id, self._outcomes)

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if self.enabled:
            changes = [outcome for outcome in outcomes if outcome.kind not in SILENT]
            self.seen += len(changes)
            self._outcomes.extend(changes)
