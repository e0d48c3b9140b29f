"""The engine's own paths: health, the stream, the log."""

from __future__ import annotations

from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from flux_tui.engine.engine import Engine
from flux_tui.engine.entry_text import entry_json, event_of
from flux_tui.engine.http.answers import Rejected, json_answer
from flux_tui.engine.http.query import parameters, unsigned
from flux_tui.engine.log.event_log import READ_ENTRIES, Entry
from flux_tui.engine.settings import MAX_SUBSCRIBERS
from flux_tui.engine.tail import Reader, Select, Tail
from flux_tui.model.entity import namespace_of
from flux_tui.model.instant import format_rfc3339
from flux_tui.protocol.headers import JSON_LINES, LOG_HEADER, SEQUENCE_HEADER

DEFAULT_LOG_ENTRIES = 1_000
"""Entries in one answer of ``/api/log`` when no limit is given."""


class OwnPaths:
    """The handlers of what a real Flux has not."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._version = version("flux-tui")

    async def health(self, request: Request) -> Response:
        """GET how the engine is; by this path a client knows it."""
        engine = self._engine
        trouble = engine.log.trouble
        return json_answer(
            {
                "status": "ok" if trouble is None else "degraded",
                "engine": "flux-tui",
                "version": self._version,
                "log": engine.log.kind,
                "log_id": engine.log.identity,
                "sequence": engine.log.newest,
                "oldest_sequence": engine.log.oldest,
                "entities": len(engine.state),
                "uptime_seconds": round(engine.uptime, 3),
                "websocket_connections": len(engine.websockets),
                "websocket_frames_skipped": engine.websockets.skipped,
                "stream_readers": len(engine.tail),
                "unreadable_messages": engine.log.unreadable,
                "degraded_since": None if trouble is None else format_rfc3339(trouble.since),
                "reason": None if trouble is None else trouble.reason,
            }
        )

    async def stream(self, request: Request) -> Response:
        """GET the log as Server-Sent Events, from a position on or from now on."""
        if len(self._engine.tail) >= MAX_SUBSCRIBERS:
            raise Rejected(503, "too many readers: try again later")
        given = parameters(request, "after", "prefix", "namespace", "entity")
        position = request.headers.get("last-event-id", given.get("after"))
        after = None if position is None else unsigned(position)
        if after is not None and after > self._engine.log.newest:
            await self._engine.log.catch_up(after)
        reader = Reader(
            self._engine.tail,
            after,
            request.headers.get(LOG_HEADER),
        )
        select = _selection(given.get("entity"), given.get("prefix"), given.get("namespace"))
        headers = {
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            LOG_HEADER: self._engine.log.identity,
            SEQUENCE_HEADER: str(reader.position),
        }
        if request.method == "HEAD":
            return Response(headers=headers, media_type="text/event-stream")
        return _EventStream(self._engine.tail, reader, select, headers)

    async def log(self, request: Request) -> Response:
        """GET a page of the log as JSON lines."""
        given = parameters(request, "after", "limit")
        after = unsigned(given.get("after", "0"))
        limit = unsigned(given["limit"]) if "limit" in given else DEFAULT_LOG_ENTRIES
        log = self._engine.log
        entries = await log.read(after, min(limit, READ_ENTRIES)) if limit else []
        headers = {LOG_HEADER: log.identity, SEQUENCE_HEADER: str(log.newest)}
        body = b"".join([entry_json(entry) + b"\n" for entry in entries])
        return Response(body, headers=headers, media_type=JSON_LINES)


class _EventStream(StreamingResponse):
    """One reader's stream, which leaves the tail however it ends."""

    def __init__(
        self, tail: Tail, reader: Reader, select: Select | None, headers: dict[str, str]
    ) -> None:
        super().__init__(reader.messages(select), headers=headers, media_type="text/event-stream")
        self._tail = tail
        self._reader = reader

    async def stream_response(self, send: Send) -> None:
        self._tail.join(self._reader)
        try:
            await super().stream_response(send)
        finally:
            self._tail.leave(self._reader)


def _selection(entity: str | None, prefix: str | None, namespace: str | None) -> Select | None:
    """What a reader wants of the log; None when it is everything."""
    if entity is None and not prefix and namespace is None:
        return None

    def wanted(entry: Entry) -> bool:
        entity_id = event_of(entry).entity_id
        return (
            entity_id is not None
            and (entity is None or entity_id == entity)
            and entity_id.startswith(prefix or "")
            and (namespace is None or namespace_of(entity_id) == (namespace or None))
        )

    return wanted
