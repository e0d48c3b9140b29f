"""An event: what an agent publishes, immutable."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.model.json import Json, JsonObject

DELETED = "__deleted__"
"""The property that makes an event a tombstone when it is ``true`` (``http.jsonl``, hand-made)."""

DELETED_AT = "__deleted_at__"
"""Beside ``__deleted__``: when, in ms, as Flux's own tombstones say."""

DELETIONS_STREAM = "flux.events.deletions"
"""The stream of Flux's own tombstones."""


class Event(NamedTuple):
    """One event as published: ``timestamp`` in ms by its publisher's clock.

    ``payload`` is whatever object was sent; only one with a text ``entity_id`` and an object
    ``properties`` has an effect. ``event_id`` is None until somebody gave one. ``timestamp`` is
    None until it is sent, which then means now. A named tuple, the quickest to make: batches and
    floods have a hundred thousand.
    """

    stream: str
    source: str
    payload: JsonObject
    timestamp: int | None = None
    event_id: str | None = None
    key: str | None = None
    schema: str | None = None

    @property
    def entity_id(self) -> str | None:
        """The entity it is about; None when the payload names none."""
        entity_id = self.payload.get("entity_id")
        return entity_id if isinstance(entity_id, str) else None

    @property
    def properties(self) -> dict[str, Json] | None:
        """The properties that it sets; None when the payload has no such object."""
        properties = self.payload.get("properties")
        return properties if isinstance(properties, dict) else None

    @property
    def is_tombstone(self) -> bool:
        """Whether it deletes its entity."""
        properties = self.properties
        return properties is not None and properties.get(DELETED) is True

    @property
    def has_effect(self) -> bool:
        """Whether a projection does anything with it; Flux answers 200 to the others too."""
        payload = self.payload
        properties = payload.get("properties")
        has_properties = isinstance(properties, dict) and len(properties) > 0
        return has_properties and isinstance(payload.get("entity_id"), str)


def setting(
    stream: str,
    source: str,
    entity_id: str,
    properties: JsonObject,
    *,
    timestamp: int | None = None,
    event_id: str | None = None,
) -> Event:
    """The usual event: one that sets properties of one entity."""
    return Event(
        stream=stream,
        source=source,
        payload={"entity_id": entity_id, "properties": properties},
        timestamp=timestamp,
        event_id=event_id,
    )
