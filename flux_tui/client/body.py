"""Request bodies."""

from __future__ import annotations

import json

from flux_tui.model.json import Json


def encode(body: Json) -> bytes:
    """JSON as it is sent; its length is what the server's limits count."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
