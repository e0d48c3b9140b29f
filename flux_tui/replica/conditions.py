"""How the entities of a World are, as it goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flux_tui.model.change import EntityDeleted
from flux_tui.replica.condition import SPEAKING, Condition, condition_of
from flux_tui.replica.outcome import Kind, Newcomers, Outcome
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World


class Conditions:
    """The condition of every entity of a World; only those that are not fine are remembered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._of: dict[str, Condition] = {}
        self._counts = dict.fromkeys(Condition, 0)
        for entity_id in world.entities:
            self._judge(entity_id)
        world.observe(self._on_outcomes)

    def of(self, entity_id: str) -> Condition:
        """How one entity is."""
        return self._of.get(entity_id, Condition.FINE)

    def count(self, condition: Condition) -> int:
        """How many entities are in a condition that is not fine."""
        return self._counts[condition]

    @property
    def unwell(self) -> Mapping[str, Condition]:
        """The entities that are not fine, by id."""
        return self._of

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if isinstance(outcomes, Newcomers):
            self._welcome(outcomes.records)
            return
        repeated, changed = Kind.REPEATED, Kind.CHANGED
        doubtful = {
            change.entity_id
            for kind, change, _, _ in outcomes
            if kind is not repeated
            if kind is not changed
            or isinstance(change, EntityDeleted)
            or change.property in SPEAKING
        }
        for entity_id in doubtful:
            self._judge(entity_id)

    def _welcome(self, records: Sequence[EntityRecord]) -> None:
        """Judge those of whom nothing was known."""
        fine = Condition.FINE
        for record in records:
            condition = condition_of(record.properties)
            if condition is not fine:
                self._of[record.id] = condition
                self._counts[condition] += 1

    def _judge(self, entity_id: str) -> None:
        record = self._world.get(entity_id)
        now = Condition.FINE if record is None else condition_of(record.properties)
        before = self._of.get(entity_id, Condition.FINE)
        if now is not before:
            self._counts[before] -= 1
            self._counts[now] += 1
            if now is Condition.FINE:
                del self._of[entity_id]
            else:
                self._of[entity_id] = now
