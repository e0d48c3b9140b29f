"""The glow: what changed lights up for a second and fades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import islice, takewhile
from typing import TypeVar

from flux_tui.model.change import PropertySet
from flux_tui.replica.outcome import Kind, Outcome
from flux_tui.replica.world import World

BRIGHT = 0.4
"""Seconds that a change is bright."""

FADED = 1.0
"""Seconds after which it is as before."""

FINEST, COARSEST = 0.1, 0.3
"""Seconds between two looks at what glows: nobody sees a finer step."""

MOST = 4_000
"""How many glows are kept: a flood lights up everything anyway."""


_Key = TypeVar("_Key")


class Stage(IntEnum):
    """How strongly something glows."""

    OFF = 0
    FADING = 1
    BRIGHT = 2


class Glow:
    """Remembers when each property was last seen to change, in monotonic seconds.

    All that is remembered stands in the order of time, so that only what has turned is looked at.
    """

    def __init__(self, world: World, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: dict[tuple[str, str], float] = {}
        self._bright: dict[str, float] = {}
        self._fading: dict[str, float] = {}
        self._begun: dict[str, None] = {}
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
        _take_aged(self._since, now, FADED)
        faded = _take_aged(self._bright, now, BRIGHT)
        self._fading.update(faded)
        turned = [*self._begun, *faded, *_take_aged(self._fading, now, FADED)]
        self._begun.clear()
        return list(dict.fromkeys(turned))

    def next_stage_in(self) -> float | None:
        """Seconds until some glow changes its strength; None when nothing glows."""
        due = [
            since + lasts
            for glowing, lasts in ((self._bright, BRIGHT), (self._fading, FADED))
            for since in islice(glowing.values(), 1)
        ]
        return min(COARSEST, max(FINEST, min(due) - self._monotonic())) if due else None

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if not self.enabled:
            return
        now = self._monotonic()
        since, bright = self._since, self._bright
        for kind, change, _, _ in outcomes:
            if len(since) >= MOST:
                return
            if kind is not Kind.REPEATED and isinstance(change, PropertySet):
                entity_id = change.entity_id
                key = (entity_id, change.property)
                since.pop(key, None)
                since[key] = now
                if bright.pop(entity_id, None) is None:
                    self._begun[entity_id] = None
                    self._fading.pop(entity_id, None)
                bright[entity_id] = now


def _take_aged(ordered: dict[_Key, float], now: float, age: float) -> dict[_Key, float]:
    """Take out what has reached an age; what is youngest stands last."""
    aged = dict(takewhile(lambda item: now - item[1] >= age, ordered.items()))
    for key in aged:
        del ordered[key]
    return aged


def _stage(age: float) -> Stage:
    """How strongly something glows so many seconds after it changed."""
    if age < BRIGHT:
        return Stage.BRIGHT
    return Stage.FADING if age < FADED else Stage.OFF
