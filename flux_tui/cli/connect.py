"""From what was asked for to a client of the server."""

from __future__ import annotations

from flux_tui.cli.logs import LOGGER, hide
from flux_tui.cli.options import Invocation
from flux_tui.client import FluxClient
from flux_tui.config import Settings
from flux_tui.errors import Unreachable, UsageError
from flux_tui.model.clock import SystemClock

PATIENCE = 3.0
"""Seconds for a server to come back whose answer got lost."""


def open_client(invocation: Invocation) -> FluxClient:
    """A client that reads; raises UsageError."""
    return _client(invocation.settings())


def open_writer(invocation: Invocation) -> FluxClient:
    """A client for a command that changes the world; raises UsageError where that is forbidden."""
    return _client(writable(invocation))


def writable(invocation: Invocation) -> Settings:
    """The settings of a command that changes the world; raises UsageError if it must not."""
    settings = invocation.settings()
    if invocation.read_only:
        raise UsageError("nothing was sent: --read-only is given")
    if settings.read_only:
        raise UsageError(f"nothing was sent: profile {settings.profile} is read-only")
    return settings


def _client(settings: Settings) -> FluxClient:
    hide(*settings.secrets)
    client = FluxClient(
        settings.url,
        token=settings.token,
        admin_token=settings.admin_token,
        ca_file=settings.ca_file,
        insecure_tls=settings.insecure_tls,
        read_only=settings.read_only,
    )
    LOGGER.info("server %s, profile %s", client.url, settings.profile)
    return client


async def submit(client: FluxClient, path: str, body: bytes) -> bytes:
    """Post events that carry ids; once more when the answer got lost and that is safe.

    Only the embedded engine knows a second sending by its ids; a real Flux would apply it again,
    so there the loss is said, and nothing is sent twice.
    """
    try:
        return await client.request("POST", path, content=body)
    except Unreachable as error:
        if not error.sent or not await _is_engine(client):
            raise
        LOGGER.info("no answer, trying once more with the same event ids")
        return await client.request("POST", path, content=body)


async def _is_engine(client: FluxClient) -> bool:
    """Whether the server, once it answers again, is the embedded engine.

    Imported when it is needed, as that is seldom.
    """
    from flux_tui.client.publishing.settling import Server, SettleSettings, Settling

    settling = Settling(client, SystemClock(), SettleSettings(patience=PATIENCE))
    return await settling.server() is Server.ENGINE
