"""Where the ledgers lie: a file a server."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path


def file_of(folder: Path, url: str) -> Path:
    """Where what was sent to a server is kept; ``url`` is without credentials."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", url.partition("://")[2]).strip("-")[:40]
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return folder / "sent" / f"{readable}-{digest}.sqlite"
