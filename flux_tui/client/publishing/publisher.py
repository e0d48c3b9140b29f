"""Publishing: sent, accepted, materialised, each step told of as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.batches import Sized, bytes_of, lanes
from flux_tui.client.publishing.publication import Publication, Report
from flux_tui.client.publishing.receipt import FINAL, Receipt, Step
from flux_tui.client.publishing.sending import (
    LIMITED,
    STOPPED,
    UNSAID,
    Sending,
    limited,
    seconds_to_wait,
)
from flux_tui.client.publishing.settling import Server, SettleSettings, Settling, is_unclear
from flux_tui.client.publishing.sightings import Sightings
from flux_tui.client.publishing.unseen import why_unseen
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError, NotFound
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.protocol.events import new_event_id
from flux_tui.protocol.rules import ignored_because
from flux_tui.replica.world import World

if TYPE_CHECKING:
    from flux_tui.client.sent.entry import Note

MANY = 20
"""Entities above which the whole state is asked for instead of each."""

SLICE = 0.008
"""Seconds of own work at a time: a key waits no longer than that for its turn."""

MARGIN = 60 * NS
"""How far before its sending an event is looked for in a history: clocks differ."""


class ServerTime(Protocol):
    """Who knows the server's clock; a Session does."""

    def server_now(self) -> int:
        """Ns by the server's clock."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Seconds: for the feed to show an event, between two questions, and until it is given up."""

    patience: float = 1.0
    every: float = 1.0
    longest: float = 10.0
    settle: SettleSettings = field(default_factory=SettleSettings)


class Publisher:
    """Publishes events so that each is applied once, and follows each into the state.

    Without a ``world`` that a session follows, the state is asked for instead.
    """

    def __init__(
        self,
        client: FluxClient,
        world: World | None = None,
        session: ServerTime | None = None,
        *,
        clock: Clock | None = None,
        settings: PublishSettings | None = None,
    ) -> None:
        self._client = client
        self._world = world
        self._session = session
        self._clock = clock or SystemClock()
        self._settings = settings or PublishSettings()

    async def publish(
        self,
        events: Sequence[Event],
        *,
        report: Report | None = None,
        sending: Sending | None = None,
        note: Note | None = None,
    ) -> list[Receipt]:
        """Publish, each entity's events in order; the receipts at the end, as last reported.

        Ids are given to events without one, and now to those without a timestamp. No failure of
        a server raises: it is in the receipts. What comes after a request that could not be
        delivered is not sent, so that the order of an entity's events holds. Through ``sending``
        it is paused and stopped, and it waits for a server's limit; without, a limit is a failure.
        ``note`` is for who keeps a ledger (``sent.recording``); here it is not looked at.
        """
        publication = Publication(self._prepared(events), report or _nobody, self._clock)
        sized = await self._sized(publication.receipts)
        sightings = Sightings(self._world, publication.seen)
        since = self._server_now()
        try:
            async with asyncio.TaskGroup() as group:
                for lane in lanes(sized):
                    group.create_task(self._send(lane, publication, sightings, sending))
            await self._wait_for_sightings(publication, sightings, since)
        finally:
            sightings.close()
        return publication.receipts

    def _prepared(self, events: Sequence[Event]) -> list[Event]:
        now = self._clock.now() // 1_000_000
        return [
            replace(
                event,
                event_id=event.event_id or new_event_id(now),
                timestamp=now if event.timestamp is None else event.timestamp,
            )
            for event in events
        ]

    async def _sized(self, receipts: Sequence[Receipt]) -> list[Sized]:
        """The events with their sizes, measured in slices: a hundred thousand take a second."""
        turns, sized = Turns(SLICE), []
        for receipt in receipts:
            sized.append((receipt, bytes_of(receipt.event)))
            if turns.over:
                await turns.nap()
        return sized

    # -- sent, accepted ------------------------------------------------------------------------

    async def _send(
        self,
        lane: list[list[Receipt]],
        publication: Publication,
        sightings: Sightings,
        sending: Sending | None,
    ) -> None:
        """One batch after another, until no more may be sent."""
        for batch in lane:
            if sending is None or await sending.may_go():
                await self._deliver(batch, publication, sightings, sending)
            else:
                publication.leave(batch, STOPPED)

    async def _deliver(
        self,
        batch: list[Receipt],
        publication: Publication,
        sightings: Sightings,
        sending: Sending | None,
    ) -> None:
        if publication.broken is not None:
            publication.leave(batch, f"not sent, since {publication.broken}")
            return
        sent_at = self._server_now()
        for receipt in batch:
            publication.step(receipt.index, Step.SENT)
            if ignored_because(receipt.event) is None:
                sightings.expect(receipt.index, receipt.event)
        try:
            await self._post_in_time(batch, publication, sending)
        except FluxTuiError as error:
            open_ones = [r for r in batch if publication.receipts[r.index].step is Step.SENT]
            if is_unclear(error):
                await self._settle(open_ones, publication, sent_at, str(error))
            else:
                publication.fail(open_ones, error)
        for receipt in batch:
            if publication.receipts[receipt.index].step in FINAL:
                sightings.forget(receipt.index, receipt.event)

    async def _post_in_time(
        self, batch: list[Receipt], publication: Publication, sending: Sending | None
    ) -> None:
        """Post; while the server's limit is reached, wait and post again what it kept out."""
        left = batch
        while left:
            try:
                left = await self._post(left, publication, patient=sending is not None)
                seconds, reason = UNSAID, LIMITED
            except FluxTuiError as error:
                wait = seconds_to_wait(error)
                if sending is None or wait is None:
                    raise
                seconds, reason = wait, str(error)
            if sending is None or not left:
                return
            sending.hold(seconds, reason)
            for receipt in left:
                publication.step(receipt.index, Step.WAITING)
            if not await sending.may_go():
                publication.leave(left, STOPPED)
                return
            for receipt in left:
                publication.step(receipt.index, Step.SENT)

    async def _post(
        self, batch: list[Receipt], publication: Publication, *, patient: bool = False
    ) -> list[Receipt]:
        """Post once; the events that may go again, when ``patient``: the limit kept them out."""
        if len(batch) == 1:
            answer = await self._client.publish(batch[0].event)
            publication.accept(batch[0].index, answer.warning)
            return []
        results = (await self._client.publish_batch([r.event for r in batch])).results
        again = limited(batch, results) if patient else []
        waiting = {receipt.index for receipt in again}
        for receipt, result in zip(batch, results, strict=True):
            if receipt.index not in waiting:
                publication.judge(receipt.index, result)
        return again

    async def _settle(
        self, batch: list[Receipt], publication: Publication, sent_at: int, problem: str
    ) -> None:
        """Nobody knows whether the batch arrived: find out, and send again only what did not."""
        settling = Settling(self._client, self._clock, self._settings.settle)
        server = await settling.server()
        again = batch
        try:
            if server is Server.FLUX:
                events = [receipt.event for receipt in batch]
                arrived, absent = await settling.absent(events, sent_at - MARGIN)
                for receipt in batch:
                    if receipt.event.event_id in arrived:
                        publication.accept(receipt.index, None)
                again = [receipt for receipt in batch if receipt.event.event_id in absent]
            if again and server is not Server.GONE:
                await self._post(again, publication)
        except FluxTuiError as error:
            if not is_unclear(error):
                publication.fail(again, error)
        for receipt in batch:
            if publication.receipts[receipt.index].step is Step.SENT:
                publication.step(receipt.index, Step.UNKNOWN, reason=problem)
                publication.broken = problem

    def _server_now(self) -> int:
        return self._clock.now() if self._session is None else self._session.server_now()

    # -- materialised --------------------------------------------------------------------------

    async def _wait_for_sightings(
        self, publication: Publication, sightings: Sightings, since: int
    ) -> None:
        """Until each accepted event was seen: by the feed, else by asking, else not at all."""
        settings, began = self._settings, self._clock.monotonic()
        problem: str | None = None
        wait = settings.patience if self._world is not None else 0.0
        while sightings.entities and self._clock.monotonic() - began < settings.longest:
            await publication.until_all_seen(wait)
            if sightings.entities:
                problem = await self._ask(sightings)
            wait = settings.every
        for receipt in publication.receipts:
            if receipt.step is Step.ACCEPTED:
                reason = problem or why_unseen(receipt.event, self._world, since)
                publication.step(receipt.index, Step.UNSEEN, reason=reason)

    async def _ask(self, sightings: Sightings) -> str | None:
        """Look at the state of what was not seen; the problem, when it cannot be looked at."""
        wanted = sightings.entities
        try:
            if len(wanted) > MANY:
                everything = (await self._client.entities()).entities
                listed: dict[str, Entity] = {entity.id: entity for entity in everything}
                for entity_id in wanted:
                    sightings.found(entity_id, listed.get(entity_id))
                return None
            for entity_id in wanted:
                sightings.found(entity_id, await self._entity(entity_id))
        except FluxTuiError as error:
            return str(error)
        return None

    async def _entity(self, entity_id: str) -> Entity | None:
        try:
            return await self._client.entity(entity_id)
        except NotFound:
            return None


def _nobody(receipt: Receipt) -> None:
    """Whoever waits for the receipts alone."""
