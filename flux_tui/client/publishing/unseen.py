"""Why an accepted event is not seen in the state: the likeliest reason, as the World knows it."""

from __future__ import annotations

from flux_tui.model.event import Event
from flux_tui.model.json import Json, same
from flux_tui.protocol.json_text import encode
from flux_tui.replica.world import World

UNKNOWN = "the state shows other values: not applied yet, or already overwritten"
"""What is said where the World knows no better."""

LONGEST = 60
"""Characters of a value in a reason."""


def why_unseen(event: Event, world: World | None, since: int) -> str:
    """The likely reason in words, its data raw; ``since`` is when it was sent, by the server (ns).

    ``overwritten by gateway: temperature is 31`` where the feed names sources.
    """
    entity_id = event.entity_id or ""
    if world is None or world.is_blind_to(entity_id):
        return UNKNOWN
    record = world.get(entity_id)
    if record is None:
        deleted = world.deleted_at(entity_id)
        return UNKNOWN if deleted is None or deleted < since else "it was deleted since"
    if event.is_tombstone:
        source = record.last_source()
        made = record.updated >= since and source is not None
        return f"{source} has set it since: it is there anew" if made else UNKNOWN
    for name, value in (event.properties or {}).items():
        if name not in record.properties or same(record.properties[name], value):
            continue
        now = f"{name} is {_text(record.properties[name])}"
        if record.stamp(name) < since:  # or found by an audit, whose stamps say little
            return f"{now}: not applied yet, or already overwritten"
        source = record.source(name)
        by = "by another" if source is None else f"by {source}"
        return f"overwritten {by}: {now}"
    return UNKNOWN


def _text(value: Json) -> str:
    text = encode(value)
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
