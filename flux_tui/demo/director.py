"""The director: plays a scenario to a server, in its own time or faster."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from flux_tui.client import FluxClient
from flux_tui.demo.scenario import Performance
from flux_tui.demo.stage import Act
from flux_tui.errors import Refused, Unreachable
from flux_tui.model.change import EntityDeleted
from flux_tui.model.clock import Clock
from flux_tui.model.event import DELETED, DELETED_AT, DELETIONS_STREAM, Event, setting
from flux_tui.model.json import Json, JsonObject, same
from flux_tui.protocol.events import new_event_id

SHORTEST_PAUSE = 0.02
"""Seconds between two requests, at least: what happens at nearly the same time goes together."""

PATIENCE = 0.5
"""Seconds between two tries while the server is away."""

MOST_EVENTS = 1_000
"""Events of one request."""


@dataclass(frozen=True, slots=True)
class PropertyChanged:
    """A value that became another; ``before`` is None where there was none, ``at`` is in ns."""

    entity_id: str
    property: str
    value: Json
    before: Json
    at: int
    source: str


Happening: TypeAlias = PropertyChanged | EntityDeleted
"""What the director tells of: what it changed, once the server has accepted it."""


@dataclass(slots=True)
class _Known:
    """What the server was told of one entity, and in whose name last."""

    stream: str
    source: str
    properties: JsonObject = field(default_factory=dict)


class Director:
    """Plays one performance; the only one who knows what it has told the server so far.

    ``speed`` is simulated seconds in a real one; ``blocking`` performances are asked in a thread.
    A server that goes away while the play is on is waited for, and then told the whole world
    again, as it may have forgotten it.
    """

    def __init__(
        self,
        client: FluxClient,
        performance: Performance,
        *,
        clock: Clock,
        speed: float = 1.0,
        blocking: bool = False,
        tell: Callable[[Happening], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._performance = performance
        self._clock = clock
        self._speed = speed
        self._blocking = blocking
        self._tell = tell
        self._sleep = sleep
        self._known: dict[str, _Known] = {}

    async def play(self, seconds: float | None = None) -> None:
        """Play for some real seconds, for ever without.

        Raises what the first request raises, later ones only where the server refuses.
        """
        began = self._clock.monotonic()
        await self._send(*self._stage_directions(await self._look(0.0)))
        while True:
            passed = self._clock.monotonic() - began
            pause = max(self._performance.next_at / self._speed - passed, SHORTEST_PAUSE)
            if seconds is not None and passed + pause >= seconds:
                await self._sleep(max(0.0, seconds - passed))
                return
            await self._sleep(pause)
            acts = await self._look((self._clock.monotonic() - began) * self._speed)
            events, happenings = self._stage_directions(acts)
            try:
                await self._send(events, happenings)
            except Unreachable:
                await self._wait_for_server()

    async def _look(self, moment: float) -> list[Act]:
        if self._blocking:
            return await asyncio.to_thread(self._performance.until, moment)
        return self._performance.until(moment)

    def _stage_directions(self, acts: Iterable[Act]) -> tuple[list[Event], list[Happening]]:
        """Acts as events of now, and what they change in what the server knows."""
        events: list[Event] = []
        happenings: list[Happening] = []
        now = self._clock.now()
        for act in acts:
            if act.properties is None:
                self._known.pop(act.entity_id, None)
                happenings.append(EntityDeleted(act.entity_id, now, act.source))
            else:
                known = self._known.setdefault(act.entity_id, _Known(act.stream, act.source))
                known.source = act.source
                happenings += _changes(act, act.properties, known.properties, now)
                known.properties.update(act.properties)
            events.append(self._event(act.entity_id, act.stream, act.source, act.properties))
        return events, happenings

    def _event(
        self, entity_id: str, stream: str, source: str, properties: JsonObject | None
    ) -> Event:
        now = self._clock.now() // 1_000_000
        if properties is None:
            stream, properties = DELETIONS_STREAM, {DELETED: True, DELETED_AT: now}
        return setting(
            stream, source, entity_id, properties, timestamp=now, event_id=new_event_id(now)
        )

    async def _send(self, events: list[Event], happenings: list[Happening]) -> None:
        for start in range(0, len(events), MOST_EVENTS):
            answer = await self._client.publish_batch(events[start : start + MOST_EVENTS])
            for result in answer.results:
                error = result["error"]
                if error is not None:
                    raise Refused(
                        f"{self._client.url} refused an event of the demo: {error}",
                        status=400,
                        reason=error,
                    )
        if self._tell is not None:
            for happening in happenings:
                self._tell(happening)

    async def _wait_for_server(self) -> None:
        """Until it answers again, and has been told everything that is true by now."""
        while True:
            await self._sleep(PATIENCE)
            events = [
                self._event(entity_id, known.stream, known.source, dict(known.properties))
                for entity_id, known in self._known.items()
            ]
            try:
                await self._send(events, [])
            except Unreachable:
                continue
            return


def _changes(act: Act, properties: JsonObject, known: JsonObject, now: int) -> list[Happening]:
    return [
        PropertyChanged(act.entity_id, name, value, known.get(name), now, act.source)
        for name, value in properties.items()
        if name not in known or not same(known[name], value)
    ]
