"""Snapshots of the world: what a start, a look into the past and an expiry rest on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import zlib
from collections.abc import Iterator, Sequence

from pydantic_core import from_json

from flux_tui.engine.log.event_log import EventLog, Retention, Snapshot
from flux_tui.engine.state import HeldEntity, State
from flux_tui.errors import LogError
from flux_tui.model.clock import Clock
from flux_tui.model.instant import NS, parse_rfc3339

LOGGER = logging.getLogger(__name__)

SNAPSHOT_EVENTS = 50_000
"""A snapshot is taken after so many events: a start applies no more than these."""

SNAPSHOT_AGE = 6 * 3600 * NS
"""A snapshot is taken after this time if anything happened, so that a slow log expires too."""

CLOSING_EVENTS = 5_000
"""An engine that ends takes a snapshot when a start would have to apply more events than these."""

LOOK_SECONDS = 60.0
"""Seconds between two looks at whether something is due."""

SLICE = 200
"""Entities that are encoded before others get their turn."""

PAUSE = 0.001
"""Seconds between two slices: while the world is large, requests are served first."""


def pack(bodies: Sequence[bytes]) -> bytes:
    """Entities, each as its JSON, as they are kept."""
    return zlib.compress(b"\n".join(bodies), 1)


def unpack(snapshot: Snapshot) -> Iterator[HeldEntity]:
    """The entities of a snapshot."""
    text = zlib.decompress(snapshot.body)
    for line in text.split(b"\n") if text else ():
        entity = from_json(line)
        updated = parse_rfc3339(entity["lastUpdated"])
        yield HeldEntity(entity["id"], entity["properties"], updated, line)


class Snapshotter:
    """Takes snapshots of a state when they are due, and lets expire what need not be kept."""

    def __init__(
        self, log: EventLog, state: State, clock: Clock, retention: Retention | None
    ) -> None:
        self._log = log
        self._state = state
        self._clock = clock
        self._retention = retention
        self._last = 0
        self._last_received = clock.now()
        self._due = asyncio.Event()

    def loaded(self, snapshot: Snapshot) -> None:
        """The state began with this snapshot."""
        self._last, self._last_received = snapshot.sequence, snapshot.received

    def forget(self) -> None:
        """The log is another one, without a snapshot yet."""
        self._last, self._last_received = 0, self._clock.now()

    def look(self) -> None:
        """Something was committed: a snapshot may be due."""
        if self._state.sequence >= self._last + SNAPSHOT_EVENTS:
            self._due.set()

    async def run(self) -> None:
        """Take snapshots and let events expire, until cancelled."""
        while True:
            self._due.clear()
            try:
                if self.is_due:
                    await self._take()
                if self._retention is not None:
                    await self._expire(self._retention)
            except LogError as error:
                LOGGER.error("no snapshot and no expiry for now: %s", error)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._due.wait()

    async def close(self) -> None:
        """Take a last snapshot, if a start would gain by it; one that cannot be had is no harm."""
        try:
            await self._take_last()
        except LogError as error:
            LOGGER.warning("no last snapshot: %s", error)

    async def _take_last(self) -> None:
        state = self._state
        sequence = state.sequence
        if sequence >= self._last + CLOSING_EVENTS and await self._may_take(sequence):
            body = pack([held.body for held in state.select(None, None)])
            await self._keep(Snapshot(sequence, state.received, body))

    @property
    def is_due(self) -> bool:
        """Whether enough has happened since the last snapshot, enough time has passed, or the log
        no longer has what happened since: nobody could begin with it any more."""
        fresh = self._state.sequence - self._last
        if fresh >= SNAPSHOT_EVENTS:
            return True
        is_old = self._clock.now() >= self._last_received + SNAPSHOT_AGE
        return fresh > 0 and (is_old or self._log.oldest > self._last + 1)

    async def _take(self) -> None:
        """Freeze the world, encode it bit by bit, and keep it."""
        sequence, received = self._state.sequence, self._state.received
        if not await self._may_take(sequence):
            return
        frozen = self._state.select(None, None)
        bodies: list[bytes] = []
        for start in range(0, len(frozen), SLICE):
            bodies += [held.body for held in frozen[start : start + SLICE]]
            await asyncio.sleep(PAUSE)
        body = await asyncio.to_thread(pack, bodies)
        await self._keep(Snapshot(sequence, received, body))

    async def _may_take(self, sequence: int) -> bool:
        """Whether the snapshot is ours to take; from another engine's the next one is counted."""
        elsewhere = await self._log.claim_snapshot(self._last, sequence)
        if elsewhere is not None:
            self._last, self._last_received = elsewhere, self._clock.now()
        return elsewhere is None

    async def _keep(self, snapshot: Snapshot) -> None:
        await self._log.keep_snapshot(snapshot)
        self.loaded(snapshot)

    async def _expire(self, retention: Retention) -> None:
        """Let go of what is older or larger than may be, as far back as a snapshot allows."""
        overdue = await self._log.overdue(retention, self._clock.now())
        if overdue < self._log.oldest:
            return
        base = await self._log.snapshot_at(overdue)
        if base is not None and base.sequence >= self._log.oldest:
            LOGGER.info("the events %d to %d expire", self._log.oldest, base.sequence)
            await self._log.expire(base.sequence)
