"""Why an accepted event is not seen in the state: the likeliest reason, as the World knows it."""

from __future__ import annotations

from collections.abc import Mapping

from flux_tui.model.entity import Entity
from flux_tui.model.event import Event
from flux_tui.model.json import Json, same
from flux_tui.protocol.json_text import encode
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World

UNKNOWN = "the state shows other values: not applied yet, or already overwritten"
"""What is said where the World knows no better."""

OVERWRITTEN = "something has written over it since"
"""The same of what is known to have been applied."""

LOGGED = "it was in the log before"
"""What is said first of an event that the server knew already: what it set has long been there."""

LONGEST = 60
"""Characters of a value in a reason."""


Shown = Mapping[str, Entity | None]
"""Entities as the server gave them when it was last asked; None: it has none of that id."""


def why_unseen(
    event: Event, world: World | None, since: int | None, shown: Shown | None = None
) -> str:
    """The likely reason in words, its data raw; ``since`` is when it was sent, by the server (ns).

    ``overwritten by gateway: temperature is 31`` where the feed names sources. None says that it
    was in the log before: all that is otherwise now has come after it, whenever that was.
    """
    if since is not None:
        return _reason(event, world, since, shown)
    reason = _reason(event, world, 0, shown)
    return f"{LOGGED}; {OVERWRITTEN if reason == UNKNOWN else reason}"


def _reason(event: Event, world: World | None, since: int, shown: Shown | None) -> str:
    entity_id = event.entity_id or ""
    if world is None or world.is_blind_to(entity_id):
        return UNKNOWN
    record = world.get(entity_id)
    known = None if record is None else record.properties
    if shown is not None and entity_id in shown:
        entity = shown[entity_id]
        behind = _behind(event, known, None if entity is None else entity.properties)
        if behind is not None:
            return f"the feed is behind: {behind}"
    if record is None:
        deleted = world.deleted_at(entity_id)
        return UNKNOWN if deleted is None or deleted < since else "it was deleted since"
    if event.is_tombstone:
        source = record.last_source()
        made = record.updated >= since and source is not None
        return f"{source} has set it since: it is there anew" if made else UNKNOWN
    return _overwritten(event, record, since)


def _behind(
    event: Event, known: Mapping[str, Json] | None, now: Mapping[str, Json] | None
) -> str | None:
    """What the server says of an event's entity and the feed does not; None where they agree."""
    if known is None or now is None:
        if (known is None) == (now is None):
            return None
        there, gone = "the server still has it", "the server has it no longer"
        return f"{there}, here it is gone" if known is None else f"{gone}, here it is still there"
    for name in event.properties or {}:
        if name in now and not (name in known and same(now[name], known[name])):
            here = _text(known[name]) if name in known else "not there"
            return f"on the server {name} is {_text(now[name])}, here it is {here}"
    return None


def _overwritten(event: Event, record: EntityRecord, since: int) -> str:
    """By whom, where a property has another value than the event gave it."""
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
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
