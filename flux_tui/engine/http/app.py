"""The ASGI application: which path is whose.

The paths are matched as they came on the wire, not decoded: an entity's id may hold ``%2F``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.admin import AdminPaths
from flux_tui.engine.http.answers import Rejected
from flux_tui.engine.http.events import EventPaths
from flux_tui.engine.http.guard import Guard
from flux_tui.engine.http.namespaces import NamespacePaths
from flux_tui.engine.http.own import OwnPaths
from flux_tui.engine.http.state import StatePaths
from flux_tui.engine.http.websocket import serve_websocket
from flux_tui.engine.log.event_log import LogFull
from flux_tui.engine.namespaces.gate import Gate
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.settings import MAX_SUBSCRIBERS, Access, Limits
from flux_tui.errors import LogAway, LogError, Malformed
from flux_tui.protocol import paths

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]
NamedHandler: TypeAlias = Callable[[Request, str], Awaitable[Response]]
"""Takes the decoded last segment of the path."""


RETRY_SECONDS = 2
"""When to try again what a log that does not answer could not take."""


class EngineApp:
    """Flux's API over one engine."""

    def __init__(self, engine: Engine, access: Access, registry: Registry | None = None) -> None:
        """With a registry each namespace is written with its own token."""
        limits = Limits()
        gate = None if registry is None else _gate(engine, registry, limits)
        self._engine = engine
        self._guard = Guard(access, registry)
        events = EventPaths(engine, limits, gate)
        state = StatePaths(engine, gate)
        admin = AdminPaths(limits)
        namespaces = NamespacePaths(engine, registry, self._guard)
        own = OwnPaths(engine)
        self._exact: Mapping[str, Mapping[str, Handler]] = {
            paths.EVENTS: {"POST": events.publish, "GET": events.history},
            paths.BATCH: {"POST": events.publish_batch},
            paths.ENTITIES: {"GET": state.entities},
            paths.DELETE: {"POST": state.delete_many},
            paths.CONFIG: {"GET": admin.read_config, "PUT": admin.write_config},
            paths.CONNECTORS: {"GET": admin.connectors},
            paths.NAMESPACES: {"POST": namespaces.register},
            paths.WEBSOCKET: {"GET": _no_upgrade},
            paths.HEALTH: {"GET": own.health},
            paths.STREAM: {"GET": own.stream},
            paths.LOG: {"GET": own.log},
        }
        self._named: Mapping[str, Mapping[str, NamedHandler]] = {
            paths.ENTITIES: {"GET": state.get, "DELETE": state.delete},
            paths.CONNECTORS: {"GET": admin.connector},
            paths.NAMESPACES: {"GET": namespaces.show, "DELETE": namespaces.delete},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's entry."""
        if scope["type"] == "websocket":
            await self._serve_websocket(WebSocket(scope, receive, send))
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """The answer to a request, whatever is wrong with it."""
        origin: str | None = None
        try:
            origin = self._guard.check(request.scope)
            response = await self._handle(request)
        except Rejected as rejected:
            response = rejected.answer()
        except Malformed as error:
            response = Rejected(400, str(error)).answer()
        except LogFull as error:
            response = Rejected(507, str(error)).answer()
        except LogAway as error:
            again = {"Retry-After": str(RETRY_SECONDS)}
            response = Rejected(503, str(error), headers=again).answer()
        except LogError as error:
            response = Rejected(503, str(error)).answer()
        if origin is not None:
            headers = self._guard.cors_headers(
                origin,
                preflight=request.method == "OPTIONS",
                requested=request.headers.get("access-control-request-headers"),
            )
            response.headers.update(headers)
            response.headers.add_vary_header("Origin")
        return response

    async def _handle(self, request: Request) -> Response:
        method = request.method
        if method == "OPTIONS":
            return Response()
        path: str = request.scope["raw_path"].decode("latin-1")
        wanted = "GET" if method == "HEAD" else method
        methods = self._exact.get(path)
        if methods is not None:
            handler = methods.get(wanted)
            return _not_allowed(methods) if handler is None else await handler(request)
        parent, _, segment = path.rpartition("/")
        named = self._named.get(parent) if segment else None
        if named is None:
            return Response(status_code=404)
        named_handler = named.get(wanted)
        if named_handler is None:
            return _not_allowed(named)
        return await named_handler(request, _decoded(segment))

    async def _serve_websocket(self, websocket: WebSocket) -> None:
        try:
            self._guard.check(websocket.scope)
            if len(self._engine.websockets) >= MAX_SUBSCRIBERS:
                raise Rejected(503, "too many subscribers: try again later")
        except Rejected as rejected:
            await websocket.send_denial_response(rejected.answer())
            return
        if websocket.scope["path"] == paths.WEBSOCKET:
            await serve_websocket(websocket, self._engine.websockets)
        else:
            await websocket.send_denial_response(Response(status_code=404))


def _gate(engine: Engine, registry: Registry, limits: Limits) -> Gate:
    return Gate(
        registry,
        limits,
        monotonic=lambda: engine.uptime,
        is_there=lambda entity_id: engine.state.get(entity_id) is not None,
    )


async def _no_upgrade(request: Request) -> Response:
    raise Rejected(400, "Connection header did not include 'upgrade'", plain=True)


def _not_allowed(methods: Mapping[str, object]) -> Response:
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)
    return Response(status_code=405, headers={"Allow": ", ".join(allowed)})


def _decoded(segment: str) -> str:
    try:
        return unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        raise Rejected(400, "Invalid URL: Invalid UTF-8 in `id`", plain=True) from None
