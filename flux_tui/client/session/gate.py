"""What of a feed's changes belongs to the part of the world that is followed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from flux_tui.client.session.asking import ask_for, ask_for_all
from flux_tui.client.session.context import Context
from flux_tui.model.change import StateChange
from flux_tui.model.entity import Entity
from flux_tui.replica.audit import Comparison

MANY = 20
"""Newcomers above which one snapshot is cheaper than asking for each."""

THRIFT = 10.0
"""So many times as long as asking took is waited before the next are asked for, to
``longest_rest``."""


class Gate:
    """Lets changes of the scope into the World, and out of it what no longer belongs.

    Where belonging depends on properties, a change of an entity outside the World tells too
    little: such newcomers are asked for whole. ``apply`` applies changes to the World.
    """

    def __init__(self, context: Context, apply: Callable[[Sequence[StateChange]], None]) -> None:
        self._context = context
        self._scope = context.scope
        self._world = context.world
        self._apply = apply
        self._newcomers: set[str] = set()
        self._knocked = asyncio.Event()

    def take(self, changes: Sequence[StateChange]) -> None:
        """Apply those that belong; the World's observers are told once."""
        if self._scope.is_whole:
            self._apply(changes)
        elif not self._scope.reads_properties:
            self._apply([c for c in changes if self._scope.may_have(c.entity_id)])
        else:
            with self._world.batch():
                admitted = self._admit(changes)
                self._apply(admitted)
                self._dismiss({change.entity_id for change in admitted})

    async def welcome(self) -> None:
        """Ask for newcomers and take in what belongs, until cancelled.

        Changes that arrive while an answer is under way knock again: none is missed. Raises what a
        Connection raises.
        """
        clock = self._context.clock
        while True:
            await self._knocked.wait()
            self._knocked.clear()
            newcomers, self._newcomers = self._newcomers, set()
            began = clock.monotonic()
            comparison = Comparison(self._world, ids=newcomers)
            await self._ask_for(newcomers, comparison)
            comparison.mend()
            took = clock.monotonic() - began
            await asyncio.sleep(self._context.settings.rest(THRIFT, took))

    def _admit(self, changes: Sequence[StateChange]) -> list[StateChange]:
        named = [change for change in changes if self._scope.may_have(change.entity_id)]
        outside = {c.entity_id for c in named if c.entity_id not in self._world}
        if outside:
            self._newcomers |= outside
            self._knocked.set()
        return [change for change in named if change.entity_id not in outside]

    def _dismiss(self, ids: set[str]) -> None:
        for entity_id in ids:
            record = self._world.get(entity_id)
            if record is not None and not self._scope.has(record):
                self._world.leave(entity_id)

    async def _ask_for(self, newcomers: set[str], comparison: Comparison) -> None:
        def take(entities: list[Entity]) -> None:
            comparison.take([entity for entity in entities if entity.id in newcomers])

        if len(newcomers) > MANY:
            await ask_for_all(self._context, self._scope.narrow(take))
            return
        await ask_for(self._context, sorted(newcomers), take)
