"""Uvicorn around the application: ready, signals, an end that waits for nobody too long."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.app import EngineApp
from flux_tui.engine.http.connection import LimitedConnection
from flux_tui.engine.http.grumbling import Seldom
from flux_tui.engine.http.pressure import relieve
from flux_tui.engine.http.websocket_connection import EngineWebSocket
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.settings import MAX_CONNECTIONS, Access

MAX_FRAME_BYTES = 1024 * 1024
"""The largest WebSocket message a client may send; subscriptions are small."""

GRACE_SECONDS = 1
"""How long requests under way may take to end once the engine is told to stop."""

KEEP_ALIVE_SECONDS = 75
"""How long an idle connection is kept, as most servers and proxies do."""

BACKLOG = 2048
"""Connections that may wait to be accepted."""


class EngineServer:
    """An engine's HTTP server on a socket that is bound already."""

    def __init__(
        self,
        engine: Engine,
        access: Access,
        listener: socket.socket,
        registry: Registry | None = None,
    ) -> None:
        self._listener = listener
        self._uvicorn = _Uvicorn(_configuration(EngineApp(engine, access, registry)), engine)

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


_SELDOM = Seldom()
"""One for all servers of this process: what it is added to is one, too."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Uvicorn(uvicorn.Server):
    """Uvicorn's server, which says when it is ready and ends the streams when it stops."""

    def __init__(self, config: uvicorn.Config, engine: Engine) -> None:
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_SELDOM)
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
            connections = [
                connection
                for connection in self.server_state.connections
                if isinstance(connection, LimitedConnection)
            ]
            for connection in connections:
                connection.end_if_overdue(now)
            relieve(connections)

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
        limit_concurrency=MAX_CONNECTIONS + 1,
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
