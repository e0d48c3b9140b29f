"""Talks to a server: FluxClient (HTTP), feeds (SSE, WebSocket, polling), Session, Publisher.

Names are resolved when they are first used: a command that asks one question over HTTP loads
neither the feeds nor what they need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flux_tui.client.flux_client import FluxClient as FluxClient
    from flux_tui.client.snapshot import Snapshot as Snapshot

_HOMES = {
    "FluxClient": "flux_client",
    "Snapshot": "snapshot",
}

__all__ = ["FluxClient", "Snapshot"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
