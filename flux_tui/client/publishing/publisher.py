"""Publishing: sent, accepted, materialised, each step told of as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.presence import look_up
from flux_tui.client.publishing.batches import LANES, LARGEST_BATCH, Batch
from flux_tui.client.publishing.clearing import Clearing
from flux_tui.client.publishing.lane import Lane
from flux_tui.client.publishing.portions import Keep, requests
from flux_tui.client.publishing.posting import Posting
from flux_tui.client.publishing.publication import Publication
from flux_tui.client.publishing.receipt import Advance, Receipt, Report, Step
from flux_tui.client.publishing.sending import STOPPED, Sending
from flux_tui.client.publishing.settling import SettleSettings, Settling
from flux_tui.client.publishing.sightings import Sightings
from flux_tui.client.publishing.unseen import why_unseen
from flux_tui.client.publishing.written import Ready, text_of
from flux_tui.client.turns import Turns
from flux_tui.errors import FluxTuiError
from flux_tui.model.clock import Clock, SystemClock
from flux_tui.model.entity import Entity
from flux_tui.model.event import Event
from flux_tui.protocol.events import new_event_id
from flux_tui.replica.world import World

if TYPE_CHECKING:
    from flux_tui.client.sent.entry import Note
    from flux_tui.client.sent.prepared import Prepared

FIRST = 0.25
"""Seconds for which the feed lets many events pass, from each step of their sending on: what it
brings is the proof of what is sent, and costs more than the sending. So old is the world that is
seen meanwhile."""


class Following(Protocol):
    """Who follows the server; a Session does."""

    def server_now(self) -> int:
        """Ns by the server's clock."""

    def let_pass(self, seconds: float, longest: float = ...) -> None:
        """Bring nothing for so long; ``longest`` for how long though it is asked again."""

    @property
    def rest(self) -> float:
        """Seconds for which somebody is let pass already."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Seconds: for the feed to show an event, between two questions, and until it is given up.

    They count from the last event that was seen: a feed that is still bringing them is waited for.
    """

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
        session: Following | None = None,
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
        doubts: Mapping[str, int] | None = None,
        ready: Iterable[Ready] | None = None,
    ) -> Sequence[Receipt]:
        """Publish, each entity's events in order; the receipts at the end, as last reported.

        Ids are given to events without one, and now to those without a timestamp. No failure of
        a server raises: it is in the receipts. What comes after a request that could not be
        delivered is not sent, so that the order of an entity's events holds. Through ``sending``
        it is paused and stopped, and it waits for a server's limit; without, a limit is a failure.
        ``note`` is for who keeps a ledger (``sent.recording``); here it is not looked at.
        ``doubts`` are the ids of those that were sent before and of which it is not known whether
        they arrived, and when that was (ns by this machine): they are looked for first.
        ``ready`` makes of them what is sent, where ids and times are given elsewhere; it is gone
        through while what came first is on its way.
        """
        async with self._keeping(note) as (keep, keeper):
            publication = Publication(events, (keeper, report or _nobody), self._clock)
            made = self._prepared(events) if ready is None else ready
            goes_first = self._go_first if len(events) > LARGEST_BATCH else _just_go
            outgoing = requests(publication, made, keep, goes_first)
            await self._send(publication, outgoing, sending, doubts or {}, goes_first)
        return publication.receipts

    def prepare(self) -> Prepared | None:
        """What a note takes along, so that much of the keeping is done while a person is asked."""
        return None

    @asynccontextmanager
    async def _keeping(self, note: Note | None) -> AsyncIterator[tuple[Keep, Report]]:
        """Who keeps events before they are sent, and is told of each step; one with a ledger."""
        yield _keep_nothing, _nobody

    async def _send(
        self,
        publication: Publication,
        outgoing: AsyncGenerator[tuple[int, Batch], None],
        sending: Sending | None,
        doubts: Mapping[str, int],
        goes_first: Callable[[], None],
    ) -> None:
        """Send all of it as it is made ready, and see it arrive."""
        sightings = Sightings(self._world, publication.seen)
        since = self._server_now()
        posting = Posting(self._client, publication, sending)
        clearing = Clearing(posting, Settling(self._client, self._clock, self._settings.settle))
        ahead = since - self._clock.now()
        by_server = {event_id: at + ahead for event_id, at in doubts.items()}
        lane = Lane(posting, clearing, sightings, by_server, self._server_now, goes_first)
        try:
            async with aclosing(outgoing), asyncio.TaskGroup() as group:
                lanes = [asyncio.Queue[Batch]() for _ in range(LANES)]
                for batches in lanes:
                    group.create_task(lane.send(batches))
                async for number, batch in outgoing:
                    lanes[number].put_nowait(batch)
                    if posting.end is not None:
                        break  # the others need not be made ready, nor kept
                for batches in lanes:
                    batches.put_nowait([])
            self._let_feed_go_on()
            posting.fail(publication.waiting, posting.end or STOPPED)
            await self._wait_for_sightings(publication, sightings, since)
        finally:
            sightings.close()

    def _prepared(self, events: Sequence[Event]) -> Iterator[Ready]:
        now = self._clock.now() // 1_000_000
        for event in events:
            complete = _complete(event, now)
            yield Ready([complete], [text_of(complete)])

    def _server_now(self) -> int:
        return self._clock.now() if self._session is None else self._session.server_now()

    def _go_first(self) -> None:
        if self._session is not None and self._session.rest < FIRST:
            self._session.let_pass(FIRST, FIRST)

    def _let_feed_go_on(self) -> None:
        if self._session is not None and 0 < self._session.rest <= FIRST:
            self._session.let_pass(0)

    # -- materialised --------------------------------------------------------------------------

    async def _wait_for_sightings(
        self, publication: Publication, sightings: Sightings, since: int
    ) -> None:
        """Until each accepted event was seen: by the feed, else by asking, else not at all."""
        settings = self._settings
        problem, shown = None, dict[str, Entity | None]()
        wait = settings.patience if self._world is not None else 0.0
        while sightings.are_left and publication.unmoved_for < settings.longest:
            await publication.until_all_seen(wait)
            if sightings.are_left:
                problem = await self._ask(sightings, shown)
            wait = publication.unmoved_for + settings.every
        turns, receipts = Turns(), publication.receipts
        for place, step in enumerate(receipts.steps if receipts.counts[Step.ACCEPTED] else ()):
            if step is Step.ACCEPTED:
                event = publication.events[place]
                since_when = None if place in publication.logged else since
                reason = problem or why_unseen(event, self._world, since_when, shown)
                publication.step([place], Step.UNSEEN, reason)
            if turns.over:
                await turns.nap()

    async def _ask(self, sightings: Sightings, shown: dict[str, Entity | None]) -> str | None:
        """Look at the state of what was not seen; the problem, when it cannot be looked at.

        What the server says goes into ``shown``.
        """
        wanted = sightings.entities
        shown.clear()
        try:
            found = await look_up(self._client, wanted)
        except FluxTuiError as error:
            return str(error)
        for entity_id in wanted:
            shown[entity_id] = found.get(entity_id)
            sightings.found(entity_id, found.get(entity_id))
        return None


def _complete(event: Event, now: int) -> Event:
    """The event with an id and a timestamp (ms)."""
    if event.event_id and event.timestamp is not None:
        return event
    return event._replace(
        event_id=event.event_id or new_event_id(now),
        timestamp=now if event.timestamp is None else event.timestamp,
    )


def _just_go() -> None:
    """One request is in nobody's way."""


async def _keep_nothing(ready: Ready) -> None:
    """Whoever has no ledger."""


def _nobody(advance: Advance) -> None:
    """Whoever waits for the receipts alone."""
