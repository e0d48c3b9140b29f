"""Publishing that is kept: each event stands in the ledger before it leaves this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.portions import Keep
from flux_tui.client.publishing.publisher import Following, Publisher, PublishSettings
from flux_tui.client.publishing.receipt import Advance, Report, Step
from flux_tui.client.publishing.written import Ready
from flux_tui.client.sent.entering import Entering
from flux_tui.client.sent.entry import NOTHING_PACKED, Note
from flux_tui.client.sent.ledger import Ledger, Steps
from flux_tui.client.sent.masking import masked_text
from flux_tui.client.sent.prepared import Prepared
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.replica.world import World

EVERY = 1.0
"""Seconds between two writings of how far the events have come: most sendings are over by then."""


class Recording:
    """One publication that is kept: its events before they are sent, with what stands before them
    in the ``world``; then each step, written down now and then. The ``note`` learns the entry."""

    def __init__(self, ledger: Ledger, world: World, note: Note) -> None:
        self._ledger = ledger
        self._world = world
        self._prepared = note.prepared or Prepared(ledger, world)
        self._note = note
        self._kept = 0
        self._entry: Entering | None = None
        self._steps: dict[int, tuple[Step, str | None]] = {}
        self._being_written: Steps = {}
        self._writing: asyncio.Future[None] | None = None

    async def keep(self, events: Sequence[Event], texts: Sequence[str] | None = None) -> None:
        """Keep the next events; ``texts`` are the same as JSON, where they were written already."""
        first, self._kept = self._kept, self._kept + len(events)
        if not self._prepared.is_of(first, events):
            self._prepared.drop()
            self._prepared = Prepared(self._ledger, self._world)
        befores, anew = await self._prepared.befores.take(events)
        packed = NOTHING_PACKED
        if not self._note.secrets:
            packed = self._prepared.packed(first, events, anew)
        if self._entry is None:
            self._entry = self._ledger.enter(self._note)
        self._note.entry = await self._entry.add(events, befores, texts, packed)
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write_now_and_then(self._note.entry))

    def take(self, advance: Advance) -> None:
        """Events have come a step further."""
        if advance.step is Step.WAITING or advance.step is Step.SENT:
            return
        reason = advance.reason
        if reason is not None and self._note.secrets:
            reason = masked_text(reason, self._note.secrets)  # a server may repeat what it refuses
        self._steps.update(dict.fromkeys(advance.places, (advance.step, reason)))

    async def close(self) -> None:
        """Nothing more comes; it is written though this is cancelled."""
        self._prepared.drop()
        self._note.prepared = None
        writing, entry = self._writing, self._note.entry
        if writing is None or entry is None:
            return
        writing.cancel()
        written = self._ledger.end_aside(entry, {**self._being_written, **self._steps})
        await asyncio.shield(written)
        if writing.done() and not writing.cancelled():
            writing.result()

    async def _write_now_and_then(self, entry: int) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self._being_written, self._steps = self._steps, {}
            await self._ledger.settle(entry, self._being_written)
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

    def prepare(self) -> Prepared | None:
        """What the ledger can have ready of events while it is asked whether to send them."""
        return None if self._client.read_only else Prepared(self._ledger, self._before)

    @asynccontextmanager
    async def _keeping(self, note: Note | None) -> AsyncIterator[tuple[Keep, Report]]:
        """Keep all of it before it is sent; the ``note`` is kept beside, and learns where."""
        if self._client.read_only:
            async with super()._keeping(note) as nobody:
                yield nobody
            return
        recording = Recording(self._ledger, self._before, note or Note())

        async def keep(ready: Ready) -> None:
            await recording.keep(ready.events, ready.texts)

        try:
            yield keep, recording.take
        finally:
            await recording.close()
