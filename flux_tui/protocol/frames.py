"""WebSocket frames of ``/api/ws`` (``ws.jsonl``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from flux_tui.errors import Malformed
from flux_tui.model.change import EntityDeleted, Metrics, PropertySet
from flux_tui.model.instant import format_rfc3339, parse_rfc3339
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol.json_text import encode
from flux_tui.protocol.mistakes import first_problem
from flux_tui.protocol.wire_model import Instant, WireModel


class StateUpdate(WireModel):
    """One property was set."""

    type: Literal["state_update"]
    entity_id: str
    property: str
    value: Any
    timestamp: Instant


class EntityDeletedFrame(WireModel):
    """One entity was deleted."""

    type: Literal["entity_deleted"]
    entity_id: str
    timestamp: Instant


class _Entities(WireModel):
    total: int


class _Events(WireModel):
    total: int
    rate_per_second: float


class _WebSocket(WireModel):
    connections: int


class _Publishers(WireModel):
    active: int


class MetricsUpdate(WireModel):
    """The server's figures, every 2 s."""

    type: Literal["metrics_update"]
    timestamp: Instant
    entities: _Entities
    events: _Events
    websocket: _WebSocket
    publishers: _Publishers


@dataclass(frozen=True, slots=True)
class UnknownFrame:
    """A frame of a type that this version does not know, as it came."""

    content: Json


Frame: TypeAlias = PropertySet | EntityDeleted | Metrics | UnknownFrame
"""What a frame says."""

_known = TypeAdapter[StateUpdate | EntityDeletedFrame | MetricsUpdate](
    Annotated[StateUpdate | EntityDeletedFrame | MetricsUpdate, Field(discriminator="type")],
    config=ConfigDict(defer_build=True),
)


def read_frame(text: str | bytes) -> Frame:
    """One frame from its text; raises Malformed when it is not JSON or a known type is broken."""
    return _read_update(text) or _read_any(text)


def _read_update(text: str | bytes) -> PropertySet | None:
    """A whole ``state_update``, by hand: a flood is made of them. None for anything else."""
    try:
        message = from_json(text, allow_inf_nan=False, cache_strings="keys")
        if message["type"] != "state_update":
            return None
        entity_id, name, stamp = message["entity_id"], message["property"], message["timestamp"]
        if type(entity_id) is not str or type(name) is not str:
            return None
        return PropertySet(entity_id, name, message["value"], parse_rfc3339(stamp))
    except (ValueError, LookupError, TypeError):
        return None


def _read_any(text: str | bytes) -> Frame:
    """Any frame, with a reason when it is broken."""
    try:
        return _from_message(_known.validate_json(text))
    except ValidationError as error:
        if error.errors(include_url=False, include_input=False)[0]["type"] in _OTHER_TYPES:
            return UnknownFrame(from_json(text))
        raise Malformed(first_problem(error)) from None


_OTHER_TYPES = {"union_tag_invalid", "union_tag_not_found", "model_attributes_type", "dict_type"}
"""Pydantic's names for: another type, no type, and JSON that is no object."""


def _from_message(message: StateUpdate | EntityDeletedFrame | MetricsUpdate) -> Frame:
    match message:
        case StateUpdate():
            return PropertySet(
                message.entity_id, message.property, message.value, message.timestamp
            )
        case EntityDeletedFrame():
            return EntityDeleted(message.entity_id, message.timestamp)
        case MetricsUpdate():
            return read_metrics(message)


def read_metrics(message: MetricsUpdate) -> Metrics:
    """The metrics of a frame or of an SSE message in the model's words."""
    return Metrics(
        at=message.timestamp,
        entities=message.entities.total,
        events=message.events.total,
        rate=message.events.rate_per_second,
        connections=message.websocket.connections,
        publishers=message.publishers.active,
    )


def write_frame(change: PropertySet | EntityDeleted | Metrics) -> JsonObject:
    """A change as the frame that a real Flux sends for it."""
    match change:
        case PropertySet():
            return {
                "type": "state_update",
                "entity_id": change.entity_id,
                "property": change.property,
                "value": change.value,
                "timestamp": format_rfc3339(change.at),
            }
        case EntityDeleted():
            return {
                "type": "entity_deleted",
                "entity_id": change.entity_id,
                "timestamp": format_rfc3339(change.at),
            }
        case Metrics():
            return {
                "type": "metrics_update",
                "timestamp": format_rfc3339(change.at),
                "entities": {"total": change.entities},
                "events": {"total": change.events, "rate_per_second": change.rate},
                "websocket": {"connections": change.connections},
                "publishers": {"active": change.publishers},
            }


def frame_text(change: PropertySet | EntityDeleted | Metrics) -> str:
    """The frame of a change as text, its fields in the order in which a real Flux sends them."""
    match change:
        case PropertySet():
            return (
                f'{{"type":"state_update","entity_id":{encode(change.entity_id)},'
                f'"property":{encode(change.property)},"value":{encode(change.value)},'
                f'"timestamp":"{format_rfc3339(change.at)}"}}'
            )
        case _:
            return json.dumps(write_frame(change), ensure_ascii=False, separators=(",", ":"))


class Subscription(WireModel):
    """What a client may send: ``entity_id`` is an id or ``*``."""

    type: Literal["subscribe", "unsubscribe"]
    entity_id: str
