"""What stands before each event of a publication, some of it looked up before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import Before, Standing
from flux_tui.replica.world import Memory, World

STEP = 100
"""Events for which it is looked up in one step what stands before them."""


class Taken(NamedTuple):
    """What stands before some events; ``anew`` are the places of those that were looked up ahead,
    but whose entities have moved since."""

    befores: list[Before]
    anew: frozenset[int]


class Befores:
    """Gives what stands before each event, in their order; the next one finds what each did.

    What was looked up ahead holds, but for entities that the world has heard of until they are
    sent.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._standing = Standing(world)
        self._ahead = list[Before]()
        self._taken = 0
        self._moved: Memory = {}
        self._stop_noting: Callable[[], None] | None = None
        self._again: Standing | None = None

    async def look_ahead(self, events: Sequence[Event]) -> list[Before]:
        """Look up what stands before the next events, in slices, while they are not sent."""
        if self._stop_noting is None:
            self._stop_noting = self._world.remember(self._moved)
        first, turns = len(self._ahead), Turns()
        for start in range(0, len(events), STEP):
            self._ahead += map(self._standing.take, events[start : start + STEP])
            await turns.give()
        return self._ahead[first:]

    @property
    def moved(self) -> Collection[str]:
        """The entities that the world has heard of since something was looked up ahead."""
        return self._moved.keys()

    def settle(self) -> None:
        """From now on they are sent: how the world moves may be what comes of that."""
        if self._stop_noting is not None:
            self._stop_noting()
            self._stop_noting = None

    async def take(self, events: Sequence[Event]) -> Taken:
        """What stands before the next events, in slices; each is to be taken once."""
        self.settle()
        first, self._taken = self._taken, self._taken + len(events)
        befores = self._ahead[first : self._taken]
        turns, known = Turns(), len(befores)
        for start in range(known, len(events), STEP):
            befores += map(self._standing.take, events[start : start + STEP])
            await turns.give()
        if not self._moved:
            return Taken(befores, frozenset())
        places = await self._take_again(befores, events)
        return Taken(befores, frozenset(first + place for place in places))

    async def _take_again(self, befores: list[Before], events: Sequence[Event]) -> list[int]:
        """Put right what stood before events whose entities have moved; which these are."""
        self._again, turns = self._again or Standing(self._world), Turns()
        places = [n for n, event in enumerate(events) if event.entity_id in self._moved]
        for start in range(0, len(places), STEP):
            for place in places[start : start + STEP]:
                befores[place] = self._again.take(events[place])
            await turns.give()
        return places
