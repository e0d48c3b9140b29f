"""A Flux in memory, with a real one's faults on demand.

It answers over real HTTP and a real WebSocket (or SSE, as the engine), and does what it is told:
skip frames, fall mute, stamp anew, forget, answer nonsense.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from flux_tui.model.change import EventApplied, Metrics, PropertySet, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.instant import NS, format_rfc3339, parse_rfc3339
from flux_tui.model.json import Json
from flux_tui.protocol.events import new_event_id, read_event, write_event
from flux_tui.protocol.frames import write_frame
from flux_tui.replica.projection import project
from flux_tui.replica.world import World
from tests.faults.quick_server import serving
from tests.faults.three_queues import SIZES, ThreeQueues

START = 1_795_569_491 * NS
"""The fake's clock begins here, ns since 1970."""

CLOSE = None
"""In a subscriber's queue: close the connection."""

Fault = Callable[[Request], Response | None]
"""What a request is answered instead; None for the usual."""


def frame(change: StateChange | Metrics) -> str:
    return json.dumps(write_frame(change))


def written(entity: Entity) -> dict[str, Json]:
    return {
        "id": entity.id,
        "properties": dict(entity.properties),
        "lastUpdated": format_rfc3339(entity.updated, suffix="+00:00"),
    }


@dataclass
class FakeFlux:
    """State, log and subscribers; with ``engine`` it also speaks as the embedded engine does."""

    engine: bool = False
    log_id: str = "log-1"
    now: int = START
    events: list[EventApplied] = field(default_factory=list)
    world: World = field(default_factory=World)
    skipping: bool = False
    """Frames are skipped, as for a reader that falls behind."""
    mute: bool = False
    """No changes are sent, as after a restart under steady traffic."""
    backlog: ThreeQueues | None = None
    """What the reader does not take yet; ``release`` sends it."""
    fault: Fault | None = None
    """Decides on the answer once the request has had its effect."""
    doorkeeper: Fault | None = None
    """Decides before: what it answers has no effect."""
    oldest: int = 1
    history_by_arrival: bool = False
    """The history is cut at ``since``, by this clock; else it is always the whole."""
    greeting: list[str] = field(default_factory=list)
    """Frames for whoever subscribes to the WebSocket."""
    asked: list[str] = field(default_factory=list)
    streamed: list[str] = field(default_factory=list)
    """The queries with which the stream was asked for; what they select is not left out."""
    posted: list[Event] = field(default_factory=list)
    deletions: list[list[str]] = field(default_factory=list)
    """The ids of each batch that was deleted."""
    _queues: list[asyncio.Queue[str | None]] = field(default_factory=list)

    # -- what happens to the world -------------------------------------------------------------

    def set(self, entity_id: str, **properties: Json) -> Event:
        """An event that sets properties."""
        event = setting("fake", "test", entity_id, properties, timestamp=1)
        return self.apply(event._replace(event_id=new_event_id(1)))

    def delete(self, entity_id: str) -> None:
        """A tombstone."""
        self.apply(setting("flux.events.deletions", "api", entity_id, {DELETED: True}))

    def apply(self, event: Event) -> Event:
        """Log an event, apply it, tell the subscribers."""
        self.now += 1_000_000
        entry = EventApplied(len(self.events) + 1, self.now, event)
        self.events.append(entry)
        for offset, change in enumerate(project(event, self.now)):
            if isinstance(change, PropertySet):
                change = PropertySet(
                    change.entity_id, change.property, change.value, self.now + offset
                )
            known = self.world.apply(change) is not None
            if known and not self.engine:
                self.send(change)
        if self.engine:
            self._tell_entry(entry)
        return event

    def send(self, change: StateChange) -> None:
        """A frame to every subscriber, unless they are to miss it or to wait for it."""
        if self.skipping or self.mute:
            return
        if self.backlog is not None:
            self.backlog.put(change)
        else:
            self._tell(frame(change))

    def hold(self, random: Random, sizes: tuple[int, int, int] = SIZES) -> None:
        """From now on the reader is too slow: frames wait for it, or are skipped."""
        self.backlog = self.backlog or ThreeQueues(random, sizes)

    def release(self) -> list[StateChange | Metrics]:
        """The reader takes what waits for it; the answer is that, in its order."""
        backlog, self.backlog = self.backlog, None
        told = list(backlog.drain()) if backlog is not None else []
        for message in told:
            self._tell(frame(message))
        return told

    def say(self, text: str) -> None:
        """Any text as a frame."""
        self._tell(text)

    def tick(self) -> None:
        """The metrics that come every 2 s."""
        self.now += 1_000_000
        metrics = Metrics(self.now, len(self.world), len(self.events), 1.0, 1, 1)
        if self.engine:
            self._tell(f"event: metrics\nid: {len(self.events)}\ndata: {frame(metrics)}\n\n")
        elif self.backlog is not None:
            self.backlog.put(metrics)
        else:
            self._tell(frame(metrics))

    def restamp(self) -> None:
        """Stamp every entity anew, as a restart does."""
        self.now += NS
        self.world.load([])
        fresh = World()
        for entry in self.events:
            for change in project(entry.event, self.now):
                fresh.apply(change)
        self.world = fresh

    def restart(self) -> None:
        """What a real one does: every feed closes, all is stamped anew, and it is mute."""
        self.restamp()
        self.backlog, self.mute = None, True
        self.disconnect()

    def repeat(self) -> None:
        """The last event once more."""
        if self.engine and self.events:
            self._tell(_entry_text(self.events[-1]))

    def disconnect(self) -> None:
        """Close every feed."""
        for queue in self._queues:
            queue.put_nowait(CLOSE)

    @property
    def subscribers(self) -> int:
        return len(self._queues)

    def state(self) -> dict[str, dict[str, Json]]:
        return {entity_id: dict(p) for entity_id, p in self.world.state().items()}

    # -- serving -------------------------------------------------------------------------------

    @asynccontextmanager
    async def serving(self, port: int | None = None) -> AsyncIterator[str]:
        """Serve until the end; the URL."""
        async with serving(self._app(), port) as url:
            try:
                yield url
            finally:
                self.disconnect()

    def _app(self) -> Starlette:
        routes: list[Route | WebSocketRoute] = [
            Route("/api/health", self._health),
            Route("/api/state/entities", self._list),
            Route("/api/state/entities/delete", self._delete_many, methods=["POST"]),
            Route("/api/state/entities/{entity_id:path}", self._get),
            Route("/api/events", self._publish, methods=["POST"]),
            Route("/api/events", self._history),
            Route("/api/events/batch", self._batch, methods=["POST"]),
            Route("/api/stream", self._stream),
            WebSocketRoute("/api/ws", self._websocket),
        ]
        return Starlette(routes=routes)

    def _faulty(self, request: Request) -> Response | None:
        self.asked.append(request.url.path)
        return self.fault(request) if self.fault else None

    async def _health(self, request: Request) -> Response:
        if not self.engine:
            return self._faulty(request) or Response(status_code=404)
        return self._faulty(request) or answer(
            {
                "status": "ok",
                "engine": "flux-tui",
                "version": "0",
                "log": "memory",
                "log_id": self.log_id,
                "sequence": len(self.events),
                "entities": len(self.world),
                "uptime_seconds": 1.0,
            }
        )

    async def _list(self, request: Request) -> Response:
        listed = [written(e) for e in self._entities() if selected(request, e.id)]
        headers = {}
        if self.engine:
            headers = {"Flux-Sequence": str(len(self.events)), "Flux-Log": self.log_id}
        return self._faulty(request) or answer(listed, headers=headers)

    async def _get(self, request: Request) -> Response:
        found = [e for e in self._entities() if e.id == request.path_params["entity_id"]]
        missing = answer({"error": "Entity not found"}, status=404)
        return self._faulty(request) or (answer(written(found[0])) if found else missing)

    def _entities(self) -> Iterable[Entity]:
        for record in self.world.entities.values():
            yield Entity(record.id, record.properties, record.updated)

    async def _publish(self, request: Request) -> Response:
        if self.doorkeeper and (refusal := self.doorkeeper(request)):
            return refusal
        event = self._receive(await request.json())
        return self._faulty(request) or answer({"eventId": event.event_id, "stream": event.stream})

    async def _batch(self, request: Request) -> Response:
        if self.doorkeeper and (refusal := self.doorkeeper(request)):
            return refusal
        events = [self._receive(item) for item in (await request.json())["events"]]
        results = [{"eventId": e.event_id, "stream": e.stream, "error": None} for e in events]
        body = {"successful": len(events), "failed": 0, "results": results}
        return self._faulty(request) or answer(body)

    async def _delete_many(self, request: Request) -> Response:
        if self.doorkeeper and (refusal := self.doorkeeper(request)):
            return refusal
        ids = (await request.json())["entity_ids"]
        self.deletions.append(ids)
        for entity_id in ids:
            self.delete(entity_id)
        body = {"deleted": len(ids), "failed": 0, "errors": []}
        return self._faulty(request) or answer(body)

    def _receive(self, content: Any) -> Event:
        event = read_event(content)
        event = event if event.event_id else event._replace(event_id=new_event_id(1))
        known = {entry.event.event_id for entry in self.events}
        self.posted.append(event)
        return event if self.engine and event.event_id in known else self.apply(event)

    async def _history(self, request: Request) -> Response:
        wanted, limit = request.query_params["entity"], int(request.query_params["limit"])
        since = self._history_since(request) if self.history_by_arrival else 0
        kept = [e for e in self.events if e.received >= since // NS * NS]
        found = [e.event for e in kept if e.event.entity_id == wanted][:limit]
        return self._faulty(request) or answer([write_event(e) for e in reversed(found)])

    def _history_since(self, request: Request) -> int:
        """What was asked for, cut to its second; a day ago where nothing was."""
        given = request.query_params.get("since")
        return self.now - 86_400 * NS if given is None else parse_rfc3339(given)

    async def _stream(self, request: Request) -> Response:
        fault = self._faulty(request)
        if fault is not None or not self.engine:
            return fault or Response(status_code=404)
        after = int(request.headers.get("last-event-id", len(self.events)))
        queue = self._subscribe()
        other = request.headers.get("flux-log", self.log_id) != self.log_id
        if other or after > len(self.events) or after + 1 < self.oldest:
            content = {"log": self.log_id, "oldest": self.oldest, "newest": len(self.events)}
            queue.put_nowait(f"event: reset\ndata: {json.dumps(content)}\n\n")
        for entry in self.events[after:]:
            queue.put_nowait(_entry_text(entry))
        self.streamed.append(request.url.query)
        return StreamingResponse(
            self._messages(queue), media_type="text/event-stream", headers={"Flux-Log": self.log_id}
        )

    async def _messages(self, queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
        try:
            yield ": hello\n\n"
            while (text := await queue.get()) is not None:
                yield text
        finally:
            self._queues.remove(queue)

    async def _websocket(self, websocket: WebSocket) -> None:
        await websocket.accept()
        queue = self._subscribe()
        for greeting in self.greeting:
            queue.put_nowait(greeting)
        try:
            while (text := await queue.get()) is not None:
                await websocket.send_text(text)
            await websocket.close(1001)
        except WebSocketDisconnect:
            pass
        finally:
            self._queues.remove(queue)

    def _subscribe(self) -> asyncio.Queue[str | None]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues.append(queue)
        return queue

    def _tell_entry(self, entry: EventApplied) -> None:
        if not self.skipping and not self.mute:
            self._tell(_entry_text(entry))

    def _tell(self, text: str) -> None:
        for queue in self._queues:
            queue.put_nowait(text)


def selected(request: Request, entity_id: str) -> bool:
    """Whether an entity is of the prefix and the namespace that were asked for."""
    namespace = request.query_params.get("namespace")
    return entity_id.startswith(request.query_params.get("prefix", "")) and (
        namespace is None or entity_id.startswith(f"{namespace}/")
    )


def _entry_text(entry: EventApplied) -> str:
    data = {
        "sequence": entry.sequence,
        "received": format_rfc3339(entry.received),
        "event": write_event(entry.event),
    }
    return f"id: {entry.sequence}\nevent: event\ndata: {json.dumps(data)}\n\n"


def answer(content: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(content), status, headers, "application/json")
