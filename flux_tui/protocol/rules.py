"""The rules by which Flux refuses or ignores an event, and its limits.

The engine applies them at its door, the composer before anything is sent; the words are Flux's
(``http.jsonl``, publish/*).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flux_tui.model.event import Event
from flux_tui.model.json import Json

MAX_SINGLE_BYTES = 1_048_576
"""The largest single event, in bytes of its body; above it 413 (publish/size 1.2 MB)."""

MAX_BODY_BYTES = 2_097_152
"""The largest body at all, whatever the configuration says (batch/2.2 MB)."""

MAX_DELETE_IDS = 10_000
"""How many entities one batch delete may name."""

MAX_HISTORY = 500
"""How many events one history answer holds at most."""

_STREAM = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")


@lru_cache(maxsize=1024)
def _is_stream(name: str) -> bool:
    """Whether it is a stream's name; a world has few, and each comes with every event."""
    return _STREAM.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Violation:
    """Why Flux would refuse an event: which field (``stream``, ``source``, …), and its words."""

    field: str
    message: str


def stream_violation(stream: str) -> str | None:
    """Flux's words against a stream's name; None when it takes it."""
    if not stream:
        return "stream is required"
    if not (_is_stream(stream) if len(stream) <= 100 else _STREAM.fullmatch(stream)):
        return f"invalid stream format '{stream}': must be lowercase with optional dots"
    return None


def source_violation(source: str) -> str | None:
    """Flux's words against a source; None when it takes it."""
    return None if source else "source is required"


def timestamp_violation(timestamp: int | None) -> str | None:
    """Flux's words against a timestamp in ms; None when it takes it, or when it means now."""
    if timestamp is not None and timestamp <= 0:
        return f"timestamp must be positive, got {timestamp}"
    return None


def payload_violation(payload: Json) -> str | None:
    """Flux's words against a payload; None when it takes it (perhaps to ignore it)."""
    if payload is None:
        return "payload is required"
    return None if isinstance(payload, dict) else "payload must be a JSON object"


def violation_of(event: Event) -> Violation | None:
    """The first rule that an event breaks; None when Flux answers 200."""
    found = (
        ("stream", stream_violation(event.stream)),
        ("source", source_violation(event.source)),
        ("timestamp", timestamp_violation(event.timestamp)),
        ("payload", payload_violation(event.payload)),
    )
    return next((Violation(field, message) for field, message in found if message), None)


def ignored_because(event: Event) -> str | None:
    """Why Flux answers 200 to an event and then does nothing with it; None when it has an effect.

    Source: ``http.jsonl``, get/after odd payload.
    """
    if event.has_effect:
        return None
    if "entity_id" not in event.payload:
        return "the payload has no entity_id"
    if event.entity_id is None:
        return "the payload's entity_id is not text"
    if "properties" not in event.payload:
        return "the payload has no properties"
    if event.properties is None:
        return "the payload's properties are not an object"
    return "the payload's properties are empty"
