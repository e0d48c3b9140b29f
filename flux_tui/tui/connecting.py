"""From what the explorer is asked for to a client of the server."""

from __future__ import annotations

from flux_tui.client import FluxClient
from flux_tui.tui.options import ExplorerOptions


def client_of(options: ExplorerOptions) -> FluxClient:
    """A client, not yet connected; raises UsageError for a malformed URL or token."""
    return FluxClient(
        options.url,
        token=options.token,
        admin_token=options.admin_token,
        ca_file=options.ca_file,
        insecure_tls=options.insecure_tls,
        read_only=options.read_only,
    )
