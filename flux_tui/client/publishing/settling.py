"""Finding out what became of events whose request got no clear answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from flux_tui.client.flux_client import FluxClient
from flux_tui.errors import FluxTuiError, Nonsense, Refused, Unreachable
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.protocol.rules import MAX_HISTORY

AT_A_TIME = 4
"""Histories asked for side by side: a real Flux takes 200 ms for each."""

LATELY = 20 * 3600 * NS
"""How long ago an event may have been sent to be looked for in the last day, in ns."""

MOST_PAGES = 100
"""Pages of one entity's history that are looked through, a second each."""


class Server(Enum):
    """What answers, once it answers again."""

    ENGINE = auto()
    """The embedded engine: it knows a second sending by the event's id, and logs it once."""
    FLUX = auto()
    """A real Flux: it applies whatever it gets, so its history is to be looked at first."""
    GONE = auto()
    """It did not come back in time."""


@dataclass(frozen=True, slots=True)
class SettleSettings:
    """Seconds: for the server to come back, between two attempts, and between two looks."""

    patience: float = 15.0
    every: float = 0.5
    twice: float = 2.0


Sought = tuple[str | None, str | None]
"""What an event is found by: its entity, and its id; None is the id of a deletion, which the server
gave it."""


def sought(event: Event) -> Sought:
    """What an event is found by."""
    return event.entity_id, event.event_id or None


@dataclass(frozen=True, slots=True)
class Findings:
    """Which of some events have arrived, and which certainly have not.

    The others are unknown: they name no entity, or the history could not be seen whole.
    """

    arrived: set[Sought] = field(default_factory=set)
    absent: set[Sought] = field(default_factory=set)


def is_unclear(error: FluxTuiError) -> bool:
    """Whether a request that failed so may have had its effect all the same."""
    if isinstance(error, Unreachable):
        return error.sent
    return isinstance(error, Nonsense) or (isinstance(error, Refused) and error.status >= 500)


class Settling:
    """Asks a server that may be away about events that it may have."""

    def __init__(self, client: FluxClient, clock: Clock, settings: SettleSettings) -> None:
        self._client = client
        self._clock = clock
        self._settings = settings

    async def server(self) -> Server:
        """Wait for the server to answer; which kind it is."""
        deadline = self._clock.monotonic() + self._settings.patience
        while True:
            try:
                await self._client.health()
            except (Refused, Nonsense) as error:
                if not is_unclear(error):
                    return Server.FLUX
            except Unreachable:
                pass
            else:
                return Server.ENGINE
            if self._clock.monotonic() >= deadline:
                return Server.GONE
            await asyncio.sleep(self._settings.every)

    async def knows_ids(self) -> bool:
        """Whether the server takes once what comes twice, for a while: the embedded engine does."""
        try:
            await self._client.health()
        except FluxTuiError:
            return False
        return True

    async def find(self, events: Sequence[Event], since: int, *, looks: int = 2) -> Findings:
        """Look for events that may have arrived since ``since`` (ns by the server's clock).

        Absent is what several looks do not find: a request may still be under way. Raises what a
        FluxClient raises.
        """
        found = await self._look(events, since)
        for _ in range(looks - 1):
            if not found.absent:
                break
            await asyncio.sleep(self._settings.twice)
            again = await self._look([e for e in events if sought(e) in found.absent], since)
            found = Findings(found.arrived | again.arrived, found.absent & again.absent)
        return found

    async def _look(self, events: Sequence[Event], since: int) -> Findings:
        by_entity: dict[str, set[str | None]] = {}
        for event in events:
            entity_id, event_id = sought(event)
            if entity_id and (event_id is not None or event.is_tombstone):
                by_entity.setdefault(entity_id, set()).add(event_id)
        findings = Findings()
        waiting = iter(by_entity.items())

        async def work() -> None:
            for entity_id, ids in waiting:
                seen, is_whole = await self._history(entity_id, ids, since)
                findings.arrived.update((entity_id, one) for one in ids & seen)
                if is_whole:
                    findings.absent.update((entity_id, one) for one in ids - seen)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_A_TIME):
                    group.create_task(work())
        except ExceptionGroup as failures:
            raise _first(failures.exceptions) from None
        return findings

    async def _history(
        self, entity_id: str, wanted: set[str | None], since: int
    ) -> tuple[set[str | None], bool]:
        """Ids of an entity's events, None for a deletion, and whether they are all since ``since``.

        First the last day is asked for, by the server's own clock: most entities have fewer
        events than a page holds. Else it is read second by second, each page touching the next.
        A deletion is only told by its time from those before, so that it is looked for in that way.
        """
        seen: set[str | None] = set()
        if None not in wanted and self._clock.now() - since < LATELY:
            page = await self._client.history(entity_id, limit=MAX_HISTORY)
            seen = _ids(page)
            if len(page) < MAX_HISTORY or wanted <= seen:
                return seen, True
        before: set[str | None] = set()
        for second in range(since // NS, since // NS + MOST_PAGES):
            page = await self._client.history(entity_id, since=second * NS, limit=MAX_HISTORY)
            ids = _ids(page)
            seen |= ids
            if before and not (before & ids) - {None}:
                return seen, False  # more events in one second than a page holds
            if len(page) < MAX_HISTORY or wanted <= seen:
                return seen, True
            before = ids
        return seen, False


def _ids(page: Sequence[Event]) -> set[str | None]:
    """The ids on a page, and None if a deletion is among its events."""
    ids: set[str | None] = {event.event_id for event in page if event.event_id}
    return ids | {None} if any(event.is_tombstone for event in page) else ids


def _first(failures: Sequence[BaseException]) -> BaseException:
    """The failure that is told; of several in one look any says enough."""
    return next((one for one in failures if isinstance(one, FluxTuiError)), failures[0])
