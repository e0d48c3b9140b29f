"""Running an engine as a server: bind, open the log, serve, stop."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.app import EngineApp
from flux_tui.engine.log.event_log import EventLog
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.engine.settings import ServeSettings
from flux_tui.errors import ServeError, UsageError
from flux_tui.model.clock import Clock, SystemClock

MAX_FRAME_BYTES = 1024 * 1024
"""The largest WebSocket message a client may send; subscriptions are small."""

GRACE_SECONDS = 10
"""How long requests under way may take to end once the engine is told to stop."""

KEEP_ALIVE_SECONDS = 75
"""How long an idle connection is kept, as most servers and proxies do."""

BACKLOG = 2048
"""Connections that may wait to be accepted."""


def run(settings: ServeSettings, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``announce`` gets the one line once requests are accepted.

    Raises UsageError for an address that needs a token, ServeError when it cannot be had, and
    LogError when the log cannot.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, announce, SystemClock()))


async def serve(settings: ServeSettings, announce: Callable[[str], None], clock: Clock) -> None:
    """The same on the running event loop."""
    listener = listen(settings)
    with contextlib.closing(listener):
        log = open_log(settings, clock)
        engine = Engine(log, clock)
        try:
            await engine.start()
            app = EngineApp(engine, settings.access)
            server = _Server(_configuration(app), engine, lambda: announce(_line(listener, log)))
            await server.serve([listener])
        finally:
            await engine.close()


def listen(settings: ServeSettings) -> socket.socket:
    """A listening socket at the address; raises UsageError or ServeError."""
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise ServeError(
            f"there is no address {host} on this machine ({error}): give another with --host"
        ) from None
    family, kind, protocol, _, address = found[0]
    if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback:
        _demand_protection(settings)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise ServeError(
            f"the engine cannot listen on {host} port {port} ({error.strerror}): "
            "stop what listens there, or give another with --port (0 takes a free one)"
        ) from None
    listener.setblocking(False)
    return listener


def open_log(settings: ServeSettings, clock: Clock) -> EventLog:
    """The log that the settings ask for; raises LogError."""
    if settings.directory is None:
        return MemoryLog(clock)
    return SqliteLog(settings.directory, clock)


def _demand_protection(settings: ServeSettings) -> None:
    if settings.access.token is None and not settings.insecure:
        raise UsageError(
            f"on {settings.host} everybody who reaches this machine could write into the world: "
            "give a token with --token or FLUX_TOKEN, or say --insecure"
        )


def _configuration(app: EngineApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,
    )


def _line(listener: socket.socket, log: EventLog) -> str:
    host, port = listener.getsockname()[:2]
    where = f"[{host}]" if ":" in host else host
    what = log.kind if log.place is None else f"{log.kind}, {log.place}"
    return f"serving http://{where}:{port} (log: {what})"


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


class _Server(uvicorn.Server):
    """Uvicorn's server, which ends the streams when it stops and leaves the exit code alone."""

    def __init__(self, config: uvicorn.Config, engine: Engine, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._engine = engine
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._engine.tail.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn's own raises the signal again once it has stopped; an engine ends with 0."""

        def stop(number: int, frame: FrameType | None) -> None:
            self.force_exit = self.should_exit and number == signal.SIGINT
            self.should_exit = True

        before = {number: signal.signal(number, stop) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
