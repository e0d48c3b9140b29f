"""Where a person's cursor is, for what acts on that."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.model.event import Event
from flux_tui.model.json import Json, Path


class Setting(NamedTuple):
    """One change of one property: what it was set to; ``before`` is meaningful with ``had``."""

    name: str
    value: Json
    had: bool = False
    before: Json = None


class Place(NamedTuple):
    """An entity, and what of it the cursor is on: a path in it, one of its events, a change."""

    entity_id: str
    path: Path = ()
    event: Event | None = None
    setting: Setting | None = None
