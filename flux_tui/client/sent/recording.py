"""Publishing that is kept: each event stands in the ledger before it leaves this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.publication import Report
from flux_tui.client.publishing.publisher import Publisher, PublishSettings, ServerTime
from flux_tui.client.publishing.receipt import Receipt, Step
from flux_tui.client.publishing.sending import Sending
from flux_tui.client.sent.entry import Note
from flux_tui.client.sent.ledger import Ledger
from flux_tui.client.sent.masking import masked_text
from flux_tui.client.turns import Turns
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import Before, Standing
from flux_tui.replica.world import World

EVERY = 0.5
"""Seconds between two writings of how far the events have come."""


class Recording:
    """One publication that is kept: told of each step, it writes them down now and then."""

    def __init__(self, ledger: Ledger, entry: int) -> None:
        self.entry = entry
        self._ledger = ledger
        self._steps: dict[int, tuple[Step, str | None]] = {}
        self._writing = asyncio.ensure_future(self._write_now_and_then())

    def take(self, place: int, step: Step, reason: str | None = None) -> None:
        """An event has come a step further."""
        if step is not Step.WAITING and step is not Step.SENT:
            self._steps[place] = (step, reason)

    async def close(self) -> None:
        """Nothing more comes; it is written though this is cancelled."""
        self._writing.cancel()
        written = self._ledger.end_aside(self.entry, dict(self._steps))
        await asyncio.shield(written)
        if self._writing.done() and not self._writing.cancelled():
            self._writing.result()

    async def _write_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            steps = dict(self._steps)
            await self._ledger.settle(self.entry, steps)
            for place, step in steps.items():
                if self._steps.get(place) is step:
                    del self._steps[place]


class RecordingPublisher(Publisher):
    """A Publisher that keeps a ledger of what it is given, with what stood before in the world."""

    def __init__(
        self,
        ledger: Ledger,
        client: FluxClient,
        world: World,
        session: ServerTime | None = None,
        *,
        clock: Clock | None = None,
        settings: PublishSettings | None = None,
    ) -> None:
        super().__init__(client, world, session, clock=clock, settings=settings)
        self._ledger = ledger
        self._before = world

    async def publish(
        self,
        events: Sequence[Event],
        *,
        report: Report | None = None,
        sending: Sending | None = None,
        note: Note | None = None,
        doubts: Mapping[str, int] | None = None,
    ) -> list[Receipt]:
        """Publish as any publisher; the ``note`` is kept beside, and learns where."""
        if not events or self._client.read_only:
            return await super().publish(events, report=report, sending=sending, doubts=doubts)
        ready = self._prepared(events)
        entry = await self._ledger.begin(ready, await standing_before(self._before, ready), note)
        if note is not None:
            note.entry = entry
        recording, secrets = Recording(self._ledger, entry), note.secrets if note else {}

        def take(receipt: Receipt) -> None:
            reason = receipt.reason
            if reason is not None and secrets:
                reason = masked_text(reason, secrets)  # a server may repeat what it refuses
            recording.take(receipt.index, receipt.step, reason)
            if report is not None:
                report(receipt)

        try:
            return await super().publish(ready, report=take, sending=sending, doubts=doubts)
        finally:
            await recording.close()


async def standing_before(world: World, events: Sequence[Event]) -> list[Before]:
    """What stands before each of some events, found out in slices."""
    standing, turns = Standing(world), Turns()
    befores = []
    for event in events:
        befores.append(standing.take(event))
        await turns.give()
    return befores
