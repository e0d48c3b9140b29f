"""A Flux that plays a recording: its frames over a WebSocket, its state by what it has sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.http11 import Request, Response

from tests.recordings import lines

STATE = "/api/state/entities"


class RecordedFlux:
    """Plays ``live.jsonl`` or another recording from the first connection on.

    As a real Flux it has no health path and no stream, and keeps no frame for who comes later.
    """

    def __init__(self, name: str, *, speed: float) -> None:
        self._frames = [line for line in lines(name) if "received" in line]
        self._speed = speed
        self._entities: dict[str, dict[str, Any]] = {}
        self._playing: asyncio.Task[None] | None = None
        self.server: Server | None = None
        self.ended = asyncio.Event()

    async def connected(self, connection: ServerConnection) -> None:
        """Somebody listens: the play begins."""
        if self._playing is None:
            self._playing = asyncio.create_task(self._play())
        await connection.wait_closed()

    def answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """The state over HTTP; None opens the WebSocket."""
        path, _, _ = request.path.partition("?")
        if path == "/api/ws":
            return None
        if path == STATE:
            return self._json(connection, HTTPStatus.OK, list(self._entities.values()))
        entity = self._entities.get(unquote(path.removeprefix(f"{STATE}/")))
        if path.startswith(f"{STATE}/") and entity is not None:
            return self._json(connection, HTTPStatus.OK, entity)
        return self._json(connection, HTTPStatus.NOT_FOUND, {"error": "Not found"})

    async def close(self) -> None:
        """Play no more; raises what went wrong while playing."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=not self._playing.done())

    async def _play(self) -> None:
        began = asyncio.get_running_loop().time()
        for frame in self._frames:
            due = began + frame["ms"] / 1000 / self._speed
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            self._apply(frame["received"])
            assert self.server is not None
            broadcast(self.server.connections, json.dumps(frame["received"]))
        self.ended.set()

    def _apply(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "state_update":
                entity_id = message["entity_id"]
                entity = self._entities.setdefault(entity_id, {"id": entity_id, "properties": {}})
                entity["properties"][message["property"]] = message["value"]
                entity["lastUpdated"] = message["timestamp"]
            case "entity_deleted":
                self._entities.pop(message["entity_id"], None)

    def _json(self, connection: ServerConnection, status: HTTPStatus, body: object) -> Response:
        response = connection.respond(status, json.dumps(body))
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "application/json"
        return response


@asynccontextmanager
async def recorded_flux(name: str, *, speed: float) -> AsyncIterator[tuple[str, RecordedFlux]]:
    """The URL it answers at, and the Flux; ``speed`` is recorded seconds in a real one."""
    flux = RecordedFlux(name, speed=speed)
    async with serve(
        flux.connected, "127.0.0.1", 0, process_request=flux.answer, compression=None
    ) as server:
        flux.server = server
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flux
        finally:
            await flux.close()
