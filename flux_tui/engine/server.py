"""Running an engine as a server: bind, open the log, serve, stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import ipaddress
import resource
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.app import EngineApp
from flux_tui.engine.http.connection import LimitedConnection
from flux_tui.engine.http.websocket_connection import EngineWebSocket
from flux_tui.engine.log.event_log import EventLog, Retention
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.engine.settings import MEMORY_BYTES, Access, ServeSettings
from flux_tui.errors import ServeError, UsageError
from flux_tui.model.clock import Clock, SystemClock

MAX_FRAME_BYTES = 1024 * 1024
"""The largest WebSocket message a client may send; subscriptions are small."""

MAX_CONNECTIONS = 2_000
"""Connections at a time; one more is answered 503."""

GRACE_SECONDS = 1
"""How long requests under way may take to end once the engine is told to stop."""

KEEP_ALIVE_SECONDS = 75
"""How long an idle connection is kept, as most servers and proxies do."""

SPARE_FILES = 100
"""Open files beside the connections: the log, its readers, libraries."""

COLLECTOR_THRESHOLDS = (50_000, 20, 100)
"""Allocations before a collection of the youngest objects, and of the older generations."""

BACKLOG = 2048
"""Connections that may wait to be accepted."""


def run(settings: ServeSettings, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``announce`` gets the one line once requests are accepted.

    Raises UsageError for an address that needs a token, ServeError when it cannot be had, and
    LogError when the log cannot.
    """
    _allow_connections()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, announce, SystemClock()))


async def serve(settings: ServeSettings, announce: Callable[[str], None], clock: Clock) -> None:
    """The same on the running event loop."""
    with contextlib.closing(listen(settings)) as listener:
        engine = Engine(open_log(settings, clock), clock, _retention(settings))
        try:
            await engine.start()
            _spare_the_collector()
            server = EngineServer(engine, settings.access, listener)
            await server.serve_until_signal(lambda: announce(_line(listener, engine.log)))
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


def _retention(settings: ServeSettings) -> Retention:
    asked = settings.retention
    return asked if settings.directory else Retention(asked.age, min(asked.size, MEMORY_BYTES))


def _demand_protection(settings: ServeSettings) -> None:
    if settings.access.token is None and not settings.insecure:
        raise UsageError(
            f"on {settings.host} everybody who reaches this machine could write into the world: "
            "give a token with --token or FLUX_TOKEN, or say --insecure"
        )


def _line(listener: socket.socket, log: EventLog) -> str:
    host, port = listener.getsockname()[:2]
    where = f"[{host}]" if ":" in host else host
    what = log.kind if log.place is None else f"{log.kind}, {log.place}"
    return f"serving http://{where}:{port} (log: {what})"


def _spare_the_collector() -> None:
    """Have the garbage collector leave the loaded world alone, and come by less often.

    An event makes dozens of objects that live on or die by their counts; looking for cycles among
    them at the usual pace takes a tenth of the time, and stops everything while it does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTOR_THRESHOLDS)


def _allow_connections() -> None:
    """Have the kernel allow as many open files as there may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


class EngineServer:
    """An engine's HTTP server on a socket that is bound already."""

    def __init__(self, engine: Engine, access: Access, listener: socket.socket) -> None:
        self._listener = listener
        self._uvicorn = _Uvicorn(_configuration(EngineApp(engine, access)), engine)

    async def serve(self, ready: Callable[[], None]) -> None:
        """Serve until ``stop``; ``ready`` is called once requests are accepted."""
        self._uvicorn.ready = ready
        await self._uvicorn.serve([self._listener])

    async def serve_until_signal(self, ready: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT; a second SIGINT does not wait for requests under way."""

        def on_signal(number: int) -> None:
            self._uvicorn.force_exit = self._uvicorn.should_exit and number == signal.SIGINT
            self.stop()

        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, on_signal, number)
        try:
            await self.serve(ready)
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Accept nothing more, answer what was asked, and let ``serve`` end."""
        self._uvicorn.should_exit = True
        self._uvicorn.stopping.set()


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Uvicorn(uvicorn.Server):
    """Uvicorn's server, which says when it is ready and ends the streams when it stops."""

    def __init__(self, config: uvicorn.Config, engine: Engine) -> None:
        super().__init__(config)
        self.ready: Callable[[], None] = lambda: None
        self.stopping = asyncio.Event()
        self._engine = engine

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def main_loop(self) -> None:
        """Uvicorn's own looks ten times a second whether it is to stop; its ticks are tenths.

        Once a second is enough to hang up on those who keep us waiting.
        """
        tenths = 0
        while not await self.on_tick(tenths):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.stopping.wait()
            tenths = (tenths + 10) % 864_000
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, LimitedConnection):
                    connection.end_if_overdue(now)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, wait for requests under way, and hang up on those who do not read."""
        self._engine.tail.close()
        aborting = asyncio.get_running_loop().call_later(GRACE_SECONDS, self._abort)
        try:
            await super().shutdown(sockets)
        finally:
            aborting.cancel()

    def _abort(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn's own raises a signal again once it has stopped: the exit code would not be 0."""
        yield


def _configuration(app: EngineApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=LimitedConnection,
        ws=EngineWebSocket,
        limit_concurrency=MAX_CONNECTIONS,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=2 * GRACE_SECONDS,
        backlog=BACKLOG,
        proxy_headers=False,
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # As Flux: a dead peer shows by the frames, a slow one is skipped.
    )
