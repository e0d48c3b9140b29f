"""Whom to trust over TLS."""

from __future__ import annotations

import ssl
from pathlib import Path

from flux_tui.errors import UsageError


def tls_context(ca_file: Path | None, *, insecure: bool) -> ssl.SSLContext:
    """The authorities in ``ca_file``, the usual ones without it, nobody's when ``insecure``.

    Raises UsageError when the file cannot be used, also where nobody would have asked it.
    """
    own = None if ca_file is None else _own_authorities(ca_file)
    if own is not None and not insecure:
        return own
    import httpx

    return httpx.create_ssl_context(verify=not insecure)


def _own_authorities(ca_file: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"{str(ca_file)!r} cannot be used as a certificate authority "
            f"({error.strerror or error}); give a PEM file"
        ) from None
