"""One page of an entity's history, as large as is good for whoever asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import NamedTuple, TypeAlias

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.turns import Turns
from flux_tui.errors import Malformed
from flux_tui.model.event import Event
from flux_tui.model.instant import NS, format_rfc3339
from flux_tui.protocol import paths
from flux_tui.protocol.headers import LOG_HEADER, NEXT_HEADER
from flux_tui.protocol.rules import MAX_HISTORY

LARGEST = 2_000_000
"""Bytes of a page above which a smaller one is asked for: to read one is not to be felt."""

FEWEST = 2
"""Events of the smallest page: pages are joined by an event that both have."""


class Page(NamedTuple):
    """The oldest ``limit`` events since a time, oldest first; and how many bytes they took.

    ``follow`` asks for those that come right behind the last of them, in the same log ``log``; it
    is None where the server, as a real Flux, knows no times finer than a second.
    """

    events: list[Event]
    limit: int
    size: int
    log: str | None = None
    follow: Callable[[], Awaitable[Page]] | None = None

    @property
    def is_full(self) -> bool:
        """Whether there may be more than these."""
        return len(self.events) >= self.limit


Ask: TypeAlias = Callable[[int], Awaitable[Page]]
"""Asks for the events that arrived in or after a second (since 1970)."""


class Pages:
    """Asks a server for one entity's history; where its events are large, for fewer at a time."""

    def __init__(self, client: FluxClient, entity_id: str) -> None:
        self._client = client
        self._entity_id = entity_id
        self._limit = MAX_HISTORY

    async def ask(self, since: int) -> Page:
        """The oldest events since a second; raises Unreachable, Refused or Nonsense."""
        return await self._ask(format_rfc3339(since * NS), exact=False)

    async def _ask(self, since: str, *, exact: bool) -> Page:
        while True:
            limit = self._limit
            answer = await self._answer(since, limit, exact=exact)
            if answer is not None:
                break
            self._limit = max(FEWEST, limit // 4)
        body, headers = answer
        events, then = await self._read(body), headers.get(NEXT_HEADER)
        follow = None if then is None else partial(self._ask, then, exact=True)
        return Page(events, limit, len(body), headers.get(LOG_HEADER), follow)

    async def _answer(
        self, since: str, limit: int, *, exact: bool
    ) -> tuple[bytes, Mapping[str, str]] | None:
        """The answer as it came; None when it becomes too large."""
        client, body = self._client, bytearray()
        params: dict[str, str | int | None] = {
            "entity": self._entity_id,
            "since": since,
            "limit": limit,
            "exact": "true" if exact else None,
        }
        async with client.stream("GET", paths.EVENTS, params=params) as response:
            async for chunk in client.chunks(response):
                body += chunk
                if len(body) > LARGEST and limit > FEWEST:
                    return None
            return bytes(body), response.headers

    async def _read(self, body: bytes) -> list[Event]:
        from flux_tui.protocol.events import read_event
        from flux_tui.protocol.json_text import decode

        turns, events = Turns(), list[Event]()
        try:
            answer = decode(body)
            if not isinstance(answer, list):
                raise Malformed("no list")
            for item in reversed(answer):
                events.append(read_event(item))
                await turns.give()
        except Malformed as error:
            what = f"something else than events ({error})"
            raise self._client.nonsense("GET", paths.EVENTS, what) from None
        return events
