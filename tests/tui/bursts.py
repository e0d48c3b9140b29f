"""Keys that come before anybody could act on the first of them."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot


def burst(pilot: Pilot[None], *keys: str) -> None:
    """Give the application all keys before it can act on the first."""
    for key in keys:
        names = {"/": "slash", "-": "minus"}
        character = key if len(key) == 1 else None
        pilot.app.post_message(events.Key(names.get(key, key), character))
