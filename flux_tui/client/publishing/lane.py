"""A lane: batches sent one after another, so that no event of an entity overtakes another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flux_tui.client.publishing.batches import Batch
from flux_tui.client.publishing.clearing import Clearing
from flux_tui.client.publishing.posting import Posting
from flux_tui.client.publishing.receipt import FINAL, Step
from flux_tui.client.publishing.sending import LIMITED, STOPPED, UNSAID, seconds_to_wait
from flux_tui.client.publishing.settling import is_unclear
from flux_tui.client.publishing.sightings import Sightings
from flux_tui.errors import FluxTuiError, Refused


@dataclass(frozen=True, slots=True)
class Lane:
    """Delivers batches of a publication.

    ``doubts`` are ids of events that were sent before with an unknown outcome, and when (ns by the
    server's clock): they are looked for before they are sent again.
    """

    posting: Posting
    clearing: Clearing
    sightings: Sightings
    doubts: Mapping[str, int]
    server_now: Callable[[], int]
    go_first: Callable[[], None]
    """Called before each request."""

    async def send(self, batches: asyncio.Queue[Batch]) -> None:
        """One batch after another as they come, to an empty one, until no more may be sent."""
        while batch := await batches.get():
            if self.posting.end is None and await self.posting.may_go():
                await self._deliver(batch)
            else:
                self.posting.fail(batch, self.posting.end or STOPPED)

    async def _deliver(self, batch: list[int]) -> None:
        sent_at = self.server_now()
        self.go_first()
        self._depart(batch)
        left = await self.clearing.look_for(batch, self.doubts, sent_at)
        try:
            await self._post_in_time(left)
        except FluxTuiError as error:
            left = self.posting.open_of(batch)
            if is_unclear(error):
                await self.clearing.settle(left, error, sent_at)
            else:
                self.posting.publication.fail(left, error)
        self._arrive(batch)

    def _depart(self, batch: Sequence[int]) -> None:
        publication = self.posting.publication
        publication.step(batch, Step.SENT)
        events, ignored = publication.events, publication.ignored
        self.sightings.expect({place: events[place] for place in batch if place not in ignored})

    def _arrive(self, batch: Sequence[int]) -> None:
        """Each is accepted or lost by now: none of their texts is wanted any more."""
        publication = self.posting.publication
        steps = publication.receipts.steps
        for place in batch:
            publication.texts[place] = ""
            if steps[place] is not Step.ACCEPTED and steps[place] in FINAL:
                self.sightings.forget(place)

    async def _post_in_time(self, batch: list[int]) -> None:
        """Post; while the server's limit is reached, wait and post again what it kept out."""
        left = batch
        while left:
            try:
                posted = await self.posting.post(left)
                for words, places in posted.refused.items():
                    self.posting.fail(places, words)
                left, seconds, reason = posted.again, UNSAID, LIMITED
            except FluxTuiError as error:
                wait = seconds_to_wait(error)
                if self.posting.sending is None or wait is None:
                    raise
                seconds, reason = wait, error.reason if isinstance(error, Refused) else str(error)
            if left and not await self.posting.hold(left, seconds, reason):
                self.posting.fail(left, STOPPED)
                return
