"""What the World has touched since somebody last asked."""

from __future__ import annotations

from collections.abc import Sequence, Set

from flux_tui.replica.outcome import Newcomers, Outcome
from flux_tui.replica.world import World


class Touched:
    """Gathers ids, in the order they came, as a world that is loaded comes in that of its ids."""

    def __init__(self, world: World) -> None:
        self._ids: dict[str, None] = {}
        world.observe(self._on_outcomes)

    def __bool__(self) -> bool:
        return bool(self._ids)

    def take(self) -> Set[str]:
        """All of them, once."""
        taken, self._ids = self._ids.keys(), {}
        return taken

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if isinstance(outcomes, Newcomers):
            ids = [record.id for record in outcomes.records]
        else:
            ids = [outcome.change.entity_id for outcome in outcomes]
        self._ids.update(dict.fromkeys(ids))
