"""Talks to a server: FluxClient (HTTP), feeds (SSE, WebSocket, polling), Session, Publisher.

Names are resolved when they are first used: a command that asks one question over HTTP loads
neither the feeds nor what they need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flux_tui.client.flux_client import FluxClient as FluxClient
    from flux_tui.client.publishing.admission import Admission as Admission
    from flux_tui.client.publishing.publisher import Publisher as Publisher
    from flux_tui.client.publishing.publisher import PublishSettings as PublishSettings
    from flux_tui.client.publishing.receipt import Receipt as Receipt
    from flux_tui.client.publishing.receipt import Step as Step
    from flux_tui.client.publishing.sending import Sending as Sending
    from flux_tui.client.session.session import Session as Session
    from flux_tui.client.session.settings import AuditSettings as AuditSettings
    from flux_tui.client.session.settings import SessionSettings as SessionSettings
    from flux_tui.client.snapshot import Snapshot as Snapshot
    from flux_tui.client.status import FeedKind as FeedKind
    from flux_tui.client.status import Phase as Phase
    from flux_tui.client.status import SessionStatus as SessionStatus
    from flux_tui.client.trouble import Trouble as Trouble

_HOMES = {
    "Admission": "publishing.admission",
    "AuditSettings": "session.settings",
    "FeedKind": "status",
    "FluxClient": "flux_client",
    "Phase": "status",
    "PublishSettings": "publishing.publisher",
    "Publisher": "publishing.publisher",
    "Receipt": "publishing.receipt",
    "Sending": "publishing.sending",
    "Session": "session.session",
    "SessionSettings": "session.settings",
    "SessionStatus": "status",
    "Snapshot": "snapshot",
    "Step": "publishing.receipt",
    "Trouble": "trouble",
}

__all__ = [
    "Admission",
    "AuditSettings",
    "FeedKind",
    "FluxClient",
    "Phase",
    "PublishSettings",
    "Publisher",
    "Receipt",
    "Sending",
    "Session",
    "SessionSettings",
    "SessionStatus",
    "Snapshot",
    "Step",
    "Trouble",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
