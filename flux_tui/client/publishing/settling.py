"""Finding out what became of events whose request got no clear answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from flux_tui.client.flux_client import FluxClient
from flux_tui.errors import FluxTuiError, Nonsense, Refused, Unreachable
from flux_tui.model.clock import Clock
from flux_tui.model.event import Event
from flux_tui.protocol.rules import MAX_HISTORY


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
    twice: float = 1.0


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

    async def absent(self, events: Sequence[Event], since: int) -> tuple[set[str], set[str]]:
        """Ids of events that arrived since ``since`` (ns), and of those that certainly did not.

        The others are unknown: they name no entity, or the history is too long to be seen whole.
        Absent is what two looks in a row do not find: a request may still be under way. Raises
        what a FluxClient raises.
        """
        arrived, first = await self._look(events, since)
        if not first:
            return arrived, first
        await asyncio.sleep(self._settings.twice)
        more, second = await self._look([e for e in events if e.event_id in first], since)
        return arrived | more, first & second

    async def _look(self, events: Sequence[Event], since: int) -> tuple[set[str], set[str]]:
        arrived: set[str] = set()
        absent: set[str] = set()
        for entity_id in dict.fromkeys(event.entity_id for event in events):
            if not entity_id:
                continue
            ids = {e.event_id for e in events if e.entity_id == entity_id and e.event_id}
            history = await self._client.history(entity_id, since=since, limit=MAX_HISTORY)
            found = ids & {event.event_id for event in history}
            arrived |= found
            if len(history) < MAX_HISTORY:
                absent |= ids - found
        return arrived, absent
