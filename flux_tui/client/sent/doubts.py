"""Settling what is in doubt: a person is told whether it arrived, and nothing is sent for that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.entry import Entry, SentEvent
from flux_tui.client.sent.ledger import Ledger
from flux_tui.errors import FluxTuiError
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.protocol.rules import MAX_HISTORY

MARGIN = 60 * NS
"""How far before its sending an event is looked for, and how long a request may be under way."""

TWICE = 1.0
"""Seconds between two looks for what may still be under way."""

AT_ONCE = 4
"""Histories that are asked for at a time: each takes a real Flux 200 ms."""

CHUNK = 40
"""Entities after which what was found is written down."""

ARRIVED = "found in the server's log"
LOST = "never arrived: it is not in the server's log"
CANNOT = "the server's log is too long to be looked through"
NAMELESS = "no server can be asked about an event that names no entity"


@dataclass(slots=True)
class Doubts:
    """What a look at some doubtful events has come to; ``problem`` is why it ended early."""

    asked: int = 0
    found: int = 0
    lost: int = 0
    problem: str | None = None

    @property
    def left(self) -> int:
        """How many nobody can be sure of all the same."""
        return self.asked - self.found - self.lost


class Settler:
    """Looks for events in the server's history. ``now`` is the server's time in ns."""

    def __init__(self, client: FluxClient, ledger: Ledger, now: Callable[[], int]) -> None:
        self._client = client
        self._ledger = ledger
        self._now = now

    async def run(self, entry: Entry, ahead: int = 0) -> Doubts:
        """Look for every event of an entry that is in doubt; no failure of a server raises.

        ``ahead`` is by how many ns the server's clock is ahead of ours.
        """
        number = entry.number
        events = await self._ledger.ask(lambda store: store.open_events(number))
        doubts = Doubts(asked=len(events))
        of_entity: dict[str, list[SentEvent]] = {}
        for sent in events:
            of_entity.setdefault(sent.event.entity_id or "", []).append(sent)
        sent_at = entry.at + ahead
        ids = list(of_entity)
        try:
            for start in range(0, len(ids), CHUNK):
                some = {i: of_entity[i] for i in ids[start : start + CHUNK]}
                await self._settle(number, some, sent_at, doubts)
        except FluxTuiError as error:
            doubts.problem = str(error)
        return doubts

    async def _settle(
        self, entry: int, of_entity: Mapping[str, list[SentEvent]], sent_at: int, doubts: Doubts
    ) -> None:
        steps = await self._look(of_entity, sent_at)
        lost = {place for place, (step, _) in steps.items() if step is Step.FAILED}
        if lost and self._now() - sent_at < MARGIN:
            await asyncio.sleep(TWICE)
            again = {i: [s for s in sent if s.place in lost] for i, sent in of_entity.items()}
            steps |= await self._look({i: sent for i, sent in again.items() if sent}, sent_at)
        await self._ledger.settle(entry, steps)
        doubts.found += sum(step is Step.ACCEPTED for step, _ in steps.values())
        doubts.lost += sum(step is Step.FAILED for step, _ in steps.values())

    async def _look(
        self, of_entity: Mapping[str, list[SentEvent]], sent_at: int
    ) -> dict[int, tuple[Step, str | None]]:
        gate = asyncio.Semaphore(AT_ONCE)
        steps: dict[int, tuple[Step, str | None]] = {}

        async def look(entity_id: str, events: list[SentEvent]) -> None:
            if not entity_id:
                steps.update({sent.place: (Step.UNKNOWN, NAMELESS) for sent in events})
                return
            async with gate:
                since = max(0, sent_at - MARGIN)
                history = await self._client.history(entity_id, since=since, limit=MAX_HISTORY)
            steps.update(_found(events, history))

        await _all(look(entity_id, events) for entity_id, events in of_entity.items())
        return steps


async def _all(looks: Iterable[object]) -> None:
    """Wait for all; the first that fails ends the others, and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for look in looks:
                group.create_task(look)  # type: ignore[arg-type]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None


def _found(
    events: Sequence[SentEvent], history: Sequence[Event]
) -> dict[int, tuple[Step, str | None]]:
    """What a history says of events; one that the server gave no id goes by what it did."""
    ids = {event.event_id for event in history}
    has_tombstone = any(event.is_tombstone for event in history)
    steps: dict[int, tuple[Step, str | None]] = {}
    for sent in events:
        event_id = sent.event.event_id
        if event_id in ids or (event_id is None and has_tombstone):
            steps[sent.place] = (Step.ACCEPTED, ARRIVED)
        elif len(history) < MAX_HISTORY:
            steps[sent.place] = (Step.FAILED, LOST)
        else:
            steps[sent.place] = (Step.UNKNOWN, CANNOT)
    return steps
