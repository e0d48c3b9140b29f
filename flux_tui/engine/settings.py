"""What an engine is told when it starts, and what an administrator may change while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flux_tui.engine.log.event_log import Retention
from flux_tui.engine.log.jetstream.address import NatsAddress
from flux_tui.model.instant import NS
from flux_tui.protocol.answers import AdminConfig
from flux_tui.protocol.rules import MAX_SINGLE_BYTES

LOOPBACK = "127.0.0.1"
"""Where an engine listens unless it is told otherwise."""

DEFAULT_PORT = 3000
"""Flux's port."""

MAX_CONNECTIONS = 2_000
"""Connections at a time; one more is answered 503."""

MAX_SUBSCRIBERS = 1_000
"""WebSocket subscribers at a time, and as many readers of the stream."""

DEFAULT_RETENTION = Retention(age=7 * 24 * 3600 * NS, size=10 * 10**9)
"""Flux's own."""

MEMORY_BYTES = 256 * 1024 * 1024
"""A log in memory holds no more lines than this, whatever the retention allows."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in; tokens are never shown.

    ``namespaces`` keeps namespaces apart, each with a token of its own: then there is an
    administrator, and no token for all.
    """

    token: str | None = field(default=None, repr=False)
    admin_token: str | None = field(default=None, repr=False)
    namespaces: bool = False
    protect_reads: bool = False
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """One engine; ``port`` 0 takes a free one.

    The log is in NATS where there is ``nats``, else in ``directory``, else in memory. With NATS the
    directory holds a copy of the world, to start from.
    """

    host: str = LOOPBACK
    port: int = DEFAULT_PORT
    directory: Path | None = None
    insecure: bool = False
    retention: Retention = DEFAULT_RETENTION
    access: Access = Access()
    nats: NatsAddress | None = None


@dataclass(slots=True)
class Limits:
    """The configuration of ``/api/admin/config``; a change takes effect at once.

    The defaults are Flux's (``http.jsonl``: admin/read).
    """

    config: AdminConfig = field(
        default_factory=lambda: AdminConfig(
            rate_limit_enabled=True,
            rate_limit_per_namespace_per_minute=10_000,
            body_size_limit_single_bytes=MAX_SINGLE_BYTES,
            body_size_limit_batch_bytes=10 * 1024 * 1024,
        )
    )
