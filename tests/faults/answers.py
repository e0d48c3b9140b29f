"""What a Flux answers and tells, as texts."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from flux_tui.model.change import EventApplied, Metrics, StateChange
from flux_tui.model.entity import Entity
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import Json
from flux_tui.protocol.events import write_event
from flux_tui.protocol.frames import write_frame


def frame(change: StateChange | Metrics) -> str:
    return json.dumps(write_frame(change))


def entry_text(entry: EventApplied) -> str:
    data = {
        "sequence": entry.sequence,
        "received": format_rfc3339(entry.received),
        "event": write_event(entry.event),
    }
    return f"id: {entry.sequence}\nevent: event\ndata: {json.dumps(data)}\n\n"


def written(entity: Entity) -> dict[str, Json]:
    return {
        "id": entity.id,
        "properties": dict(entity.properties),
        "lastUpdated": format_rfc3339(entity.updated, suffix="+00:00"),
    }


def answer(content: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(content), status, headers, "application/json")
