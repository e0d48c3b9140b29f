"""One request of a publication: what it carries goes out, and its answer is taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.receipt import Receipt, Step
from flux_tui.client.publishing.sending import Sending, limited
from flux_tui.client.remedies import with_remedy

OPEN = frozenset({Step.SENT, Step.WAITING})
"""The steps of an event of which nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a request left open: events to be sent again, and those refused, each with why."""

    again: list[Receipt] = field(default_factory=list)
    refused: list[tuple[Receipt, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts events of a publication, when its sending lets them go."""

    client: FluxClient
    publication: Publication
    sending: Sending | None

    async def post(self, batch: Sequence[Receipt]) -> Posted:
        """Post once. What the limit kept out may go again where somebody can stop the waiting.

        Raises what a FluxClient raises.
        """
        if len(batch) == 1:
            answer = await self.client.publish(batch[0].event)
            self.publication.accept(batch[0].index, answer.warning)
            return Posted()
        results = (await self.client.publish_batch([r.event for r in batch])).results
        again = [] if self.sending is None else limited(batch, results)
        waiting = {receipt.index for receipt in again}
        refused = []
        for receipt, result in zip(batch, results, strict=True):
            if result.error is None:
                self.publication.accept(receipt.index, result.warning)
            elif receipt.index not in waiting:
                refused.append((receipt, with_remedy(result.error)))
        return Posted(again, refused)

    async def may_go(self) -> bool:
        """Wait until the next request may go; False when none may go any more."""
        return self.sending is None or await self.sending.may_go()

    async def hold(self, batch: Sequence[Receipt], seconds: float, reason: str) -> bool:
        """Wait as long as the server wants; whether the batch may go then.

        Nobody waits where nobody could stop it.
        """
        if self.sending is None:
            return False
        self.sending.hold(seconds, reason)
        for receipt in batch:
            self.publication.step(receipt.index, Step.WAITING)
        if not await self.sending.may_go():
            return False
        for receipt in batch:
            self.publication.step(receipt.index, Step.SENT)
        return True

    def open_of(self, batch: Sequence[Receipt]) -> list[Receipt]:
        """Those of a batch of which nothing is known yet."""
        return [receipt for receipt in batch if self.step_of(receipt) in OPEN]

    def step_of(self, receipt: Receipt) -> Step:
        """How far an event has come."""
        return self.publication.receipts[receipt.index].step

    def fail(self, batch: Sequence[Receipt], reason: str) -> None:
        """Events that have no effect, and why."""
        for receipt in batch:
            self.publication.step(receipt.index, Step.FAILED, reason=reason)
