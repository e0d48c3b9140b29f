"""The glow: what changed lights up for a second and fades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from flux_tui.model.change import PropertySet
from flux_tui.replica.world import Kind, Outcome, World

BRIGHT = 0.4
"""Seconds that a change is bright."""

FADED = 1.0
"""Seconds after which it is as before."""

FINEST, COARSEST = 0.1, 0.3
"""Seconds between two looks at what glows: nobody sees a finer step."""

MOST = 4_000
"""How many glows are kept: a flood lights up everything anyway."""


class Stage(IntEnum):
    """How strongly something glows."""

    OFF = 0
    FADING = 1
    BRIGHT = 2


class Glow:
    """Remembers when each property was last seen to change, in monotonic seconds."""

    def __init__(self, world: World, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: dict[tuple[str, str], float] = {}
        self._entities: dict[str, float] = {}
        self._told: dict[str, Stage] = {}
        self.enabled = False
        """Off while a snapshot loads: what is only new to us has not changed."""
        world.observe(self._on_outcomes)

    def stage(self, entity_id: str, name: str) -> Stage:
        """How strongly a property glows now."""
        since = self._since.get((entity_id, name))
        return Stage.OFF if since is None else _stage(self._monotonic() - since)

    def turned(self) -> list[str]:
        """The entities that have begun to glow, to fade or to be as before, since last asked."""
        now = self._monotonic()
        if self._entities and now - next(iter(self._since.values()), now) > FADED:
            self._since = {k: since for k, since in self._since.items() if now - since < FADED}
        turned = []
        for entity_id, since in self._entities.items():
            stage = _stage(now - since)
            if self._told.get(entity_id) is not stage:
                self._told[entity_id] = stage
                turned.append(entity_id)
        for entity_id in turned:
            if self._told[entity_id] is Stage.OFF:
                del self._told[entity_id], self._entities[entity_id]
        return turned

    def next_stage_in(self) -> float | None:
        """Seconds until some glow changes its strength; None when nothing glows."""
        if not self._entities:
            return None
        now = self._monotonic()
        oldest = now - next(iter(self._entities.values()))
        wait = BRIGHT - oldest if oldest < BRIGHT else FADED - oldest
        return min(COARSEST, max(FINEST, wait))

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self.enabled:
            return
        now = self._monotonic()
        since, entities = self._since, self._entities
        for kind, change, _, _ in outcomes:
            if len(since) >= MOST:
                return
            if kind is not Kind.REPEATED and isinstance(change, PropertySet):
                key = (change.entity_id, change.property)
                since.pop(key, None)
                since[key] = now
                entities.pop(change.entity_id, None)
                entities[change.entity_id] = now


def _stage(age: float) -> Stage:
    """How strongly something glows so many seconds after it changed."""
    if age < BRIGHT:
        return Stage.BRIGHT
    return Stage.FADING if age < FADED else Stage.OFF
