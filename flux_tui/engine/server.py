"""Running an engine as a server: bind, open the log, serve, stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import resource
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flux_tui.engine.engine import Engine
from flux_tui.engine.http.server import EngineServer
from flux_tui.engine.listening import listen
from flux_tui.engine.log.event_log import EventLog, Retention
from flux_tui.engine.log.memory import MemoryLog
from flux_tui.engine.log.sqlite import SqliteLog
from flux_tui.engine.namespaces.registry import Registry
from flux_tui.engine.namespaces.sqlite import SqliteNamespaces, is_there
from flux_tui.engine.namespaces.store import MemoryNamespaces, NamespaceStore
from flux_tui.engine.settings import MAX_CONNECTIONS, MEMORY_BYTES, ServeSettings
from flux_tui.model.clock import Clock, SystemClock

if TYPE_CHECKING:
    from flux_tui.engine.namespaces.bucket import BucketNamespaces

LOGGER = logging.getLogger(__name__)

SPARE_FILES = 100
"""Open files beside the connections: the log, its readers, libraries."""

COLLECTOR_THRESHOLDS = (50_000, 20, 100)
"""Allocations before a collection of the youngest objects, and of the older generations."""


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
        engine = Engine(await open_log(settings, clock), clock, _retention(settings))
        try:
            await engine.start()
            async with open_registry(settings, engine.log, clock) as registry:
                _spare_the_collector()
                server = EngineServer(engine, settings.access, listener, registry)
                await server.serve_until_signal(lambda: announce(_line(listener, engine.log)))
        finally:
            await engine.close()


async def open_log(settings: ServeSettings, clock: Clock) -> EventLog:
    """The log that the settings ask for; raises LogError."""
    if settings.nats is not None:
        from flux_tui.engine.log.jetstream.log import JetStreamLog

        return await JetStreamLog.open(settings.nats, settings.retention, clock, settings.directory)
    if settings.directory is None:
        return MemoryLog(clock)
    return SqliteLog(settings.directory, clock)


@contextlib.asynccontextmanager
async def open_registry(
    settings: ServeSettings, log: EventLog, clock: Clock
) -> AsyncIterator[Registry | None]:
    """The namespaces, kept where the log is, once the log is open; None where all are one.

    Raises LogError.
    """
    if not settings.access.namespaces:
        if await _has_namespaces(log, settings.directory):
            LOGGER.warning(
                "the namespaces of %s are not kept apart: everybody who may write writes into all "
                "of them, unless the engine is started with --auth",
                log.place,
            )
        yield None
        return
    registry = Registry(_open_store(log, settings.directory), clock)
    try:
        await registry.start()
        yield registry
    finally:
        await registry.close()


def _open_store(log: EventLog, directory: Path | None) -> NamespaceStore:
    """Where registrations are kept: with the log, so that all who share it know them."""
    shared = _shared_store(log)
    if shared is not None:
        return shared
    return MemoryNamespaces() if directory is None else SqliteNamespaces(directory)


async def _has_namespaces(log: EventLog, directory: Path | None) -> bool:
    """Whether namespaces have ever been registered there."""
    shared = _shared_store(log)
    if shared is not None:
        return await shared.is_there()
    return directory is not None and is_there(directory)


def _shared_store(log: EventLog) -> BucketNamespaces | None:
    """The bucket beside a stream; None for a log that is this engine's alone."""
    if log.kind == "jetstream":
        from flux_tui.engine.log.jetstream.log import JetStreamLog
        from flux_tui.engine.namespaces.bucket import BucketNamespaces

        if isinstance(log, JetStreamLog):
            return BucketNamespaces(log.connection, log.replicas)
    return None


def _retention(settings: ServeSettings) -> Retention:
    asked = settings.retention
    in_memory = settings.directory is None and settings.nats is None
    return Retention(asked.age, min(asked.size, MEMORY_BYTES)) if in_memory else asked


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
