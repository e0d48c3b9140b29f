"""What a request proves itself with: ``Authorization: Bearer TOKEN`` (RFC 6750, 2.1)."""

from __future__ import annotations

from flux_tui.errors import FluxTuiError
from flux_tui.protocol.namespaces import NO_TOKEN, NOT_BEARER


class NoCredentials(FluxTuiError):
    """There is no token in a request; the words are Flux's (``http-auth.jsonl``: publish/*)."""


def bearer_token(authorization: str | None) -> str:
    """The token of an ``Authorization`` field; raises NoCredentials."""
    if authorization is None:
        raise NoCredentials(NO_TOKEN)
    scheme, _, rest = authorization.partition(" ")
    token = rest.strip(" \t")
    if scheme.lower() != "bearer" or not token:
        raise NoCredentials(NOT_BEARER)
    return token
