"""What the explorer is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExplorerOptions:
    """Where to connect and how; ``feed`` is sse, ws or poll, None for the best on offer."""

    url: str
    token: str | None = field(default=None, repr=False)
    admin_token: str | None = field(default=None, repr=False)
    profile: str | None = None
    feed: str | None = None
    read_only: bool = False
    where: str = ""
    utc: bool = False
    ca_file: Path | None = None
    insecure_tls: bool = False
