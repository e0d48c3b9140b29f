"""Request bodies."""

from __future__ import annotations

import json

from flux_tui.model.json import Json

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False
)
"""Made once: that takes as long as encoding an event."""


def encode(body: Json) -> bytes:
    """JSON as it is sent; its length is what the server's limits count."""
    return _ENCODER.encode(body).encode("utf-8", "surrogatepass")
