"""What the explorer is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flux_tui.replica.history import BUDGET
from flux_tui.replica.scope import WHOLE, Scope
from flux_tui.tui.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class ExplorerOptions:
    """Where to connect and how; ``feed`` is sse, ws or poll, None for the best on offer.

    A ``read_only`` explorer writes nothing; in ``production`` a person is asked before it does.
    ``color`` tells this server from others, ``theme`` is how it all looks. ``scope`` is the part
    of the world that is opened, ``where`` what is shown of that. Past values take
    ``history_bytes`` at most, the world itself ``world_bytes``, or half of the memory when that is
    None. In ``state_folder`` lies what is remembered from one run to the next; None remembers
    nothing. The first of the ``rules`` that matches an entity colours its row. Templates lie in the
    ``template_folders``; new ones are kept in the first.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    admin_token: str | None = field(default=None, repr=False)
    profile: str | None = None
    feed: str | None = None
    read_only: bool = False
    production: bool = False
    color: str | None = None
    theme: str | None = None
    where: str = ""
    scope: Scope = WHOLE
    utc: bool = False
    history_bytes: int = BUDGET
    world_bytes: int | None = None
    state_folder: Path | None = None
    rules: tuple[Rule, ...] = ()
    template_folders: tuple[Path, ...] = ()
    ca_file: Path | None = None
    insecure_tls: bool = False
