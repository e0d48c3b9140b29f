"""The door: what makes a draft out of an event that somebody sent, or refuses it."""

from __future__ import annotations

from pydantic_core import to_json

from flux_tui.engine.log.event_log import Draft
from flux_tui.engine.receipts import receipt_of
from flux_tui.model.event import DELETED, DELETED_AT, DELETIONS_STREAM, Event
from flux_tui.protocol.events import EventBody, new_event_id
from flux_tui.protocol.json_text import encode
from flux_tui.protocol.rules import (
    payload_violation,
    source_violation,
    stream_violation,
    timestamp_violation,
)

TOMBSTONE_SOURCE = "api"
"""The source that Flux gives to the tombstones it makes (``http.jsonl``: history/after delete)."""


def refusal(body: EventBody) -> str | None:
    """Flux's words against an event; None when it is let in."""
    return (
        stream_violation(body.stream)
        or source_violation(body.source)
        or (timestamp_violation(body.timestamp) if body.has_timestamp else None)
        or payload_violation(body.payload)
    )


def draft(body: EventBody, now_ms: int) -> Draft:
    """The draft of an event that is let in: its id and its timestamp are given if missing."""
    event = Event(
        body.stream,
        body.source,
        body.payload,
        body.timestamp if body.has_timestamp else now_ms,
        new_event_id(now_ms) if body.event_id is None else body.event_id,
        body.key,
        body.message_schema,
    )
    receipt = None if body.event_id is None else receipt_of(body)
    return Draft(event, line_of(event), receipt)


def tombstone(entity_id: str, now_ms: int) -> Draft:
    """The draft of the event by which Flux deletes an entity."""
    event = Event(
        stream=DELETIONS_STREAM,
        source=TOMBSTONE_SOURCE,
        payload={"entity_id": entity_id, "properties": {DELETED: True, DELETED_AT: now_ms}},
        timestamp=now_ms,
        event_id=new_event_id(now_ms),
        key=entity_id,
    )
    return Draft(event, line_of(event))


def line_of(event: Event) -> bytes:
    """An event's JSON, fields in Flux's order; keys inside the payload as they were sent.

    The stream is known to need no escaping.
    """
    optional = "" if event.key is None else f',"key":{encode(event.key)}'
    if event.schema is not None:
        optional += f',"schema":{encode(event.schema)}'
    return b'{"eventId":%b,"stream":"%b","source":%b,"timestamp":%b%b,"payload":%b}' % (
        to_json(event.event_id),
        event.stream.encode(),
        to_json(event.source),
        to_json(event.timestamp),
        optional.encode(),
        to_json(event.payload),
    )
