"""One publication: the receipts of its events, and the times of their steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from flux_tui.client.publishing.receipt import Receipt, Step
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError, Unreachable
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.protocol.rules import ignored_because

SLICE = 0.008
"""Seconds of reports at a time: a key waits no longer than that for its turn."""

Report = Callable[[Receipt], None]
"""Told of each step of each event, synchronously."""


class Publication:
    """The receipts of one publication, and the times of its steps."""

    def __init__(self, events: list[Event], report: Report, clock: Clock) -> None:
        self._report = report
        self._clock = clock
        self._sent_at: dict[int, float] = {}
        self._seen_at: dict[int, float] = {}
        self._unseen: set[int] = set()
        self._all_seen = asyncio.Event()
        self.receipts = [Receipt(i, event, Step.WAITING) for i, event in enumerate(events)]
        self.broken: str | None = None
        """Why nothing more is sent."""

    async def begin(self) -> None:
        """Tell of each event that it waits, in slices."""
        turns = Turns(SLICE)
        for receipt in list(self.receipts):
            self._report(receipt)
            if turns.over:
                await turns.nap()

    def step(self, index: int, step: Step, *, reason: str | None = None) -> None:
        """An event has come a step further."""
        if step is Step.SENT:
            self._sent_at[index] = self._clock.monotonic()
        last = self.receipts[index]
        self._show(Receipt(index, last.event, step, last.accepted_ms, last.materialised_ms, reason))

    def accept(self, index: int, warning: str | None) -> None:
        """The server said yes, perhaps to ignore it; perhaps it was seen before."""
        event = self.receipts[index].event
        accepted_ms = self._since_sent(index, self._clock.monotonic())
        self._show(Receipt(index, event, Step.ACCEPTED, accepted_ms))
        ignored = warning or ignored_because(event)
        if ignored is not None:
            self.step(index, Step.UNSEEN, reason=f"ignored by the server: {ignored}")
        elif index in self._seen_at:
            self._materialise(index)

    def fail(self, batch: list[Receipt], error: FluxTuiError) -> None:
        """A whole request has failed for certain; one that found no server ends the sending."""
        for receipt in batch:
            self.step(receipt.index, Step.FAILED, reason=str(error))
        if isinstance(error, Unreachable):
            self.broken = str(error)

    def leave(self, batch: list[Receipt], reason: str) -> None:
        """A whole request is not sent at all."""
        for receipt in batch:
            self.step(receipt.index, Step.FAILED, reason=reason)

    def seen(self, index: int) -> None:
        """It is in the state; the server's answer may still be under way."""
        self._seen_at[index] = self._clock.monotonic()
        if self.receipts[index].step is Step.ACCEPTED:
            self._materialise(index)

    async def until_all_seen(self, seconds: float) -> None:
        """Wait until no accepted event is left unseen, or so long."""
        if self._unseen:
            self._all_seen.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._all_seen.wait()

    def _materialise(self, index: int) -> None:
        ms = self._since_sent(index, self._seen_at[index])
        last = self.receipts[index]
        self._show(Receipt(index, last.event, Step.MATERIALISED, last.accepted_ms, ms))

    def _since_sent(self, index: int, moment: float) -> float:
        return (moment - self._sent_at[index]) * 1000

    def _show(self, receipt: Receipt) -> None:
        self.receipts[receipt.index] = receipt
        if receipt.step is Step.ACCEPTED:
            self._unseen.add(receipt.index)
        else:
            self._unseen.discard(receipt.index)
        if not self._unseen:
            self._all_seen.set()
        self._report(receipt)
