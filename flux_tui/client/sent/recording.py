"""Publishing that is kept: each event stands in the ledger before it leaves this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.publisher import Following, Publisher, PublishSettings
from flux_tui.client.publishing.receipt import Advance, Report, Step
from flux_tui.client.sent.entry import Note
from flux_tui.client.sent.ledger import Ledger, Steps
from flux_tui.client.sent.masking import Secrets, masked_text
from flux_tui.client.turns import Turns
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import Before, Standing
from flux_tui.replica.world import World

EVERY = 0.5
"""Seconds between two writings of how far the events have come."""


class Recording:
    """One publication that is kept: told of each step, it writes them down now and then."""

    def __init__(self, ledger: Ledger, entry: int, secrets: Secrets | None = None) -> None:
        self._ledger = ledger
        self._entry = entry
        self._secrets = secrets
        self._steps: dict[int, tuple[Step, str | None]] = {}
        self._being_written: Steps = {}
        self._writing = asyncio.ensure_future(self._write_now_and_then())

    def take(self, advance: Advance) -> None:
        """Events have come a step further."""
        if advance.step is Step.WAITING or advance.step is Step.SENT:
            return
        reason = advance.reason
        if reason is not None and self._secrets:
            reason = masked_text(reason, self._secrets)  # a server may repeat what it refuses
        self._steps.update(dict.fromkeys(advance.places, (advance.step, reason)))

    async def close(self) -> None:
        """Nothing more comes; it is written though this is cancelled."""
        self._writing.cancel()
        written = self._ledger.end_aside(self._entry, {**self._being_written, **self._steps})
        await asyncio.shield(written)
        if self._writing.done() and not self._writing.cancelled():
            self._writing.result()

    async def _write_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self._being_written, self._steps = self._steps, {}
            await self._ledger.settle(self._entry, self._being_written)
            self._being_written = {}


class RecordingPublisher(Publisher):
    """A Publisher that keeps a ledger of what it is given, with what stood before in the world."""

    def __init__(
        self,
        ledger: Ledger,
        client: FluxClient,
        world: World,
        session: Following | None = None,
        *,
        clock: Clock | None = None,
        settings: PublishSettings | None = None,
    ) -> None:
        super().__init__(client, world, session, clock=clock, settings=settings)
        self._ledger = ledger
        self._before = world

    @asynccontextmanager
    async def _keeping(
        self, events: Sequence[Event], texts: Sequence[str], note: Note | None
    ) -> AsyncIterator[Report]:
        """Keep all of it before anything is sent; the ``note`` is kept beside, and learns where."""
        note = note or Note()
        if not events or self._client.read_only:
            async with super()._keeping(events, texts, note) as nobody:
                yield nobody
            return
        befores = await standing_before(self._before, events)
        note.entry = await self._ledger.begin(events, befores, note, texts)
        recording = Recording(self._ledger, note.entry, note.secrets)
        try:
            yield recording.take
        finally:
            await recording.close()


async def standing_before(world: World, events: Sequence[Event]) -> list[Before]:
    """What stands before each of some events, found out in slices."""
    standing, turns = Standing(world), Turns()
    befores = []
    for event in events:
        befores.append(standing.take(event))
        if turns.over:
            await turns.nap()
    return befores
