"""The projection: what an event does to the state. The engine and the client share it."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.model.change import EntityDeleted, PropertySet, StateChange
from flux_tui.model.event import Event


def project(event: Event, at: int) -> Sequence[StateChange]:
    """The changes that an event makes, in Flux's order (properties alphabetically).

    ``at`` is the time of application in ns. An event without an effect makes none; a tombstone
    makes one, whatever else it carries (``http.jsonl``: publish/hand-made tombstone).
    """
    entity_id, properties = event.entity_id, event.properties
    if entity_id is None or not properties:
        return ()
    source, event_id = event.source, event.event_id
    if event.is_tombstone:
        return [EntityDeleted(entity_id, at, source, event_id)]
    return [
        PropertySet(entity_id, name, properties[name], at, source, event_id)
        for name in sorted(properties)
    ]
