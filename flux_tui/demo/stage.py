"""A stage: lives that take turns in simulated time, and what they do to the world.

A life is a generator that yields how many seconds it waits. The stage resumes each when it is
due, and collects what all of them did in the order of their time; nothing here reads a clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import TypeAlias

from flux_tui.model.json import JsonObject

Life: TypeAlias = Generator[float, None, None]
"""What somebody does over time: each value is how many seconds pass until the next step."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to the world, ``at`` seconds after the beginning; without properties it
    deletes its entity."""

    at: float
    stream: str
    source: str
    entity_id: str
    properties: JsonObject | None


class Stage:
    """Who lives on it, what time it is there, and what was done since the last look."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.now = 0.0
        self._acts: list[Act] = []
        self._waiting: list[tuple[float, int, Life]] = []
        self._order = count()

    def start(self, life: Life, *, after: float = 0.0) -> None:
        """Let a life begin, ``after`` seconds from now."""
        heapq.heappush(self._waiting, (self.now + after, next(self._order), life))

    def act(self, stream: str, source: str, entity_id: str, properties: JsonObject | None) -> None:
        """Do something to the world now."""
        self._acts.append(Act(self.now, stream, source, entity_id, properties))

    @property
    def next_at(self) -> float:
        """When something may happen next, in seconds; infinite when nothing ever will."""
        return self._waiting[0][0] if self._waiting else float("inf")

    def until(self, moment: float) -> list[Act]:
        """Everything that is done up to ``moment`` and was not told yet, in order."""
        while self.next_at <= moment:
            self.now, _, life = heapq.heappop(self._waiting)
            pause = next(life, None)
            if pause is not None:
                self.start(life, after=max(0.0, pause))
        self.now = max(self.now, moment)
        acts, self._acts = self._acts, []
        return acts


class Thing:
    """An entity on a stage: what is true of it, told to the world whenever it is set."""

    def __init__(
        self, stage: Stage, entity_id: str, stream: str, source: str, properties: JsonObject
    ) -> None:
        self.stage = stage
        self.id = entity_id
        self.stream = stream
        self.source = source
        self.properties = dict(properties)
        stage.act(stream, source, entity_id, dict(properties))

    def set(self, properties: JsonObject, *, by: str | None = None) -> None:
        """Change properties, in the name of ``by`` if it is not the thing's own source."""
        self.properties.update(properties)
        self.stage.act(self.stream, by or self.source, self.id, properties)

    def delete(self) -> None:
        """Take it out of the world."""
        self.stage.act(self.stream, self.source, self.id, None)
