"""The world as it was: from the nearest snapshot before, and the events since."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from flux_tui.engine.entry_text import event_of
from flux_tui.engine.log.event_log import EventLog
from flux_tui.engine.snapshots import unpack
from flux_tui.engine.state import State
from flux_tui.errors import FluxTuiError, Malformed
from flux_tui.model.instant import parse_rfc3339

REMEMBERED = 4
"""Worlds kept for the next look: who travels in time takes small steps."""

ENTRIES_A_TURN = 500
"""Events that are applied before others get their turn."""

_MAX_SEQUENCE = 2**63 - 1


class Expired(FluxTuiError):
    """That past is no longer kept."""


class Past:
    """Makes past worlds, one at a time."""

    def __init__(self, log: EventLog, present: State) -> None:
        self._log = log
        self._present = present
        self._worlds: OrderedDict[int, State] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    def forget(self) -> None:
        """The log is another one."""
        self._worlds.clear()

    async def world(self, at: str) -> State:
        """The world at a sequence (digits) or a time (RFC 3339); what is to come is now.

        Raises Malformed for neither, Expired for what is no longer kept.
        """
        sequence = await self._sequence(at)
        if sequence == self._present.sequence:
            return self._present
        async with self._one_at_a_time:
            world = self._worlds.get(sequence)
            if world is None:
                world = self._worlds[sequence] = await self._make(sequence)
                while len(self._worlds) > REMEMBERED:
                    self._worlds.popitem(last=False)
            self._worlds.move_to_end(sequence)
            return world

    async def _sequence(self, at: str) -> int:
        log = self._log
        if at.isascii() and at.isdigit():
            sequence = int(at) if len(at) < 20 else _MAX_SEQUENCE
        else:
            try:
                instant = parse_rfc3339(at)
            except ValueError:
                raise Malformed("invalid `at`: expected a time (RFC 3339) or a sequence") from None
            sequence = await log.sequence_at(instant)
            if sequence < log.oldest and sequence > 0:
                base = await log.snapshot_at(sequence)
                if base is None or instant < base.received:
                    raise self._expired()
        if sequence < log.oldest - 1:
            raise self._expired()
        return min(sequence, log.newest)

    async def _make(self, sequence: int) -> State:
        world = State()
        nearest = max((one for one in self._worlds if one <= sequence), default=0)
        snapshot = await self._log.snapshot_at(sequence)
        if snapshot is not None and snapshot.sequence > nearest:
            world.load(unpack(snapshot), snapshot.sequence, snapshot.received)
        elif nearest:
            world = self._worlds[nearest].copy()
        while world.sequence < sequence:
            limit = min(ENTRIES_A_TURN, sequence - world.sequence)
            read = await self._log.read(world.sequence, limit)
            if self._log.oldest > world.sequence + 1:
                raise self._expired()
            entries = [entry for entry in read if entry.sequence <= sequence]
            if not entries:
                break  # The sequence asked for is no event's.
            for entry in entries:
                world.apply(event_of(entry), entry.received)
            world.advance(entries[-1].sequence, entries[-1].received)
        return world

    def _expired(self) -> Expired:
        return Expired(f"the world is known from sequence {self._log.oldest - 1} on")
