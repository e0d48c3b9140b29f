"""Where a person's cursor is, for what acts on that."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.model.event import Event
from flux_tui.model.json import Path


class Place(NamedTuple):
    """An entity, and what of it the cursor is on: a path in it, or one of its events."""

    entity_id: str
    path: Path = ()
    event: Event | None = None
