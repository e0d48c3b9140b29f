"""How the fake Flux is asked: a real one's paths over HTTP, a WebSocket, or the engine's SSE."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from flux_tui.model.entity import Entity
from flux_tui.model.instant import NS, parse_rfc3339
from flux_tui.protocol.events import read_event, write_event
from tests.faults.answers import answer, entry_text, written

if TYPE_CHECKING:
    from tests.faults.fake_flux import FakeFlux


class Routes:
    """Answers from what a fake Flux has; its faults decide on each answer first, or last."""

    def __init__(self, flux: FakeFlux) -> None:
        self._flux = flux

    def app(self) -> Starlette:
        """What is served."""
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
        self._flux.asked.append(request.url.path)
        return self._flux.fault(request) if self._flux.fault else None

    async def _health(self, request: Request) -> Response:
        if not self._flux.engine:
            return self._faulty(request) or Response(status_code=404)
        return self._faulty(request) or answer(
            {
                "status": "ok",
                "engine": "flux-tui",
                "version": "0",
                "log": "memory",
                "log_id": self._flux.log_id,
                "sequence": len(self._flux.events),
                "entities": len(self._flux.world),
                "uptime_seconds": 1.0,
            }
        )

    async def _list(self, request: Request) -> Response:
        listed = [written(e) for e in self._entities() if selected(request, e.id)]
        headers = {}
        if self._flux.engine:
            headers = {"Flux-Sequence": str(len(self._flux.events)), "Flux-Log": self._flux.log_id}
        return self._faulty(request) or answer(listed, headers=headers)

    async def _get(self, request: Request) -> Response:
        found = [e for e in self._entities() if e.id == request.path_params["entity_id"]]
        missing = answer({"error": "Entity not found"}, status=404)
        return self._faulty(request) or (answer(written(found[0])) if found else missing)

    def _entities(self) -> Iterable[Entity]:
        for record in self._flux.world.entities.values():
            yield Entity(record.id, record.properties, record.updated)

    async def _publish(self, request: Request) -> Response:
        if self._flux.doorkeeper and (refusal := self._flux.doorkeeper(request)):
            return refusal
        body = self._receive(await request.json())
        return self._faulty(request) or answer(body)

    async def _batch(self, request: Request) -> Response:
        if self._flux.doorkeeper and (refusal := self._flux.doorkeeper(request)):
            return refusal
        taken = [self._receive(item) for item in (await request.json())["events"]]
        results = [{**answer, "error": None} for answer in taken]
        body = {"successful": len(taken), "failed": 0, "results": results}
        return self._faulty(request) or answer(body)

    def _receive(self, content: Any) -> dict[str, Any]:
        """What is said of one event; the engine says of one that it knows that it does."""
        known = self._flux.knows(read_event(content))
        event = self._flux.receive(content)
        said = {"eventId": event.event_id, "stream": event.stream}
        return {**said, "duplicate": True} if known else said

    async def _delete_many(self, request: Request) -> Response:
        if self._flux.doorkeeper and (refusal := self._flux.doorkeeper(request)):
            return refusal
        ids = (await request.json())["entity_ids"]
        if any(self._flux.is_foreign(entity_id) for entity_id in ids):
            return answer({"error": "Token does not own namespace"}, status=403)
        self._flux.deletions.append(ids)
        for entity_id in ids:
            self._flux.delete(entity_id)
        body = {"deleted": len(ids), "failed": 0, "errors": []}
        return self._faulty(request) or answer(body)

    async def _history(self, request: Request) -> Response:
        wanted, limit = request.query_params["entity"], int(request.query_params["limit"])
        since = self._history_since(request) if self._flux.history_by_arrival else 0
        kept = [e for e in self._flux.events if e.received >= since // NS * NS]
        found = [e.event for e in kept if e.event.entity_id == wanted][:limit]
        return self._faulty(request) or answer([write_event(e) for e in reversed(found)])

    def _history_since(self, request: Request) -> int:
        """What was asked for, cut to its second; a day ago where nothing was."""
        given = request.query_params.get("since")
        return self._flux.now - 86_400 * NS if given is None else parse_rfc3339(given)

    async def _stream(self, request: Request) -> Response:
        flux, fault = self._flux, self._faulty(request)
        if fault is not None or not flux.engine:
            return fault or Response(status_code=404)
        after = int(request.headers.get("last-event-id", len(flux.events)))
        queue = flux.subscribe()
        other = request.headers.get("flux-log", flux.log_id) != flux.log_id
        if other or after > len(flux.events) or after + 1 < flux.oldest:
            content = {
                "log": flux.log_id,
                "oldest": flux.oldest,
                "newest": len(flux.events),
            }
            queue.put_nowait(f"event: reset\ndata: {json.dumps(content)}\n\n")
        for entry in flux.events[after:]:
            queue.put_nowait(entry_text(entry))
        flux.streamed.append(request.url.query)
        return StreamingResponse(
            self._messages(queue),
            media_type="text/event-stream",
            headers={"Flux-Log": flux.log_id},
        )

    async def _messages(self, queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
        try:
            yield ": hello\n\n"
            while (text := await queue.get()) is not None:
                yield text
        finally:
            self._flux.unsubscribe(queue)

    async def _websocket(self, websocket: WebSocket) -> None:
        await websocket.accept()
        queue = self._flux.subscribe()
        for greeting in self._flux.greeting:
            queue.put_nowait(greeting)
        try:
            while (text := await queue.get()) is not None:
                await websocket.send_text(text)
            await websocket.close(1001)
        except WebSocketDisconnect:
            pass
        finally:
            self._flux.unsubscribe(queue)


def selected(request: Request, entity_id: str) -> bool:
    """Whether an entity is of the prefix and the namespace that were asked for."""
    namespace = request.query_params.get("namespace")
    return entity_id.startswith(request.query_params.get("prefix", "")) and (
        namespace is None or entity_id.startswith(f"{namespace}/")
    )
