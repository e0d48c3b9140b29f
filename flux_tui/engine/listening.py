"""The socket that an engine listens on, and on which addresses it may."""

from __future__ import annotations

import ipaddress
import socket

from flux_tui.engine.settings import ServeSettings
from flux_tui.errors import ServeError, UsageError


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


def _demand_protection(settings: ServeSettings) -> None:
    access = settings.access
    if access.token is None and not access.namespaces and not settings.insecure:
        raise UsageError(
            f"on {settings.host} everybody who reaches this machine could write into the world: "
            "give a token with --token or FLUX_TOKEN, a token for each namespace with --auth, "
            "or say --insecure"
        )
