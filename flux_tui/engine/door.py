"""The door: what makes a draft out of an event that somebody sent, or refuses it."""

from __future__ import annotations

from pydantic_core import to_json

from flux_tui.engine.event_ids import EventIds
from flux_tui.engine.log.event_log import Draft
from flux_tui.engine.receipts import receipt_of
from flux_tui.model.event import DELETED, DELETED_AT, DELETIONS_STREAM, Event
from flux_tui.model.json import Json
from flux_tui.protocol.events import SentEvent
from flux_tui.protocol.rules import (
    payload_violation,
    source_violation,
    stream_violation,
    timestamp_violation,
)

TOMBSTONE_SOURCE = "api"
"""The source that Flux gives to the tombstones it makes (``http.jsonl``: history/after delete)."""


def objection(sent: SentEvent) -> str | None:
    """Flux's words against an event; None when it is let in."""
    return (
        stream_violation(sent["stream"])
        or source_violation(sent["source"])
        or timestamp_violation(sent.get("timestamp"))
        or payload_violation(sent["payload"])
    )


class Door:
    """Makes drafts: what is missing in an event is given here."""

    def __init__(self, ids: EventIds) -> None:
        self._ids = ids

    def draft(self, sent: SentEvent, now_ms: int) -> Draft:
        """The draft of an event that is let in: its id and its timestamp are given if missing."""
        event = Event(
            sent["stream"],
            sent["source"],
            sent["payload"],
            sent.get("timestamp", now_ms),
            self.event_id(sent, now_ms),
            sent.get("key"),
            sent.get("schema"),
        )
        receipt = None if sent.get("eventId") is None else receipt_of(sent)
        return Draft(event, line_of(event), receipt)

    def event_id(self, sent: SentEvent, now_ms: int) -> str:
        """The id that an event was given, by its publisher or here."""
        given_id = sent.get("eventId")
        return self._ids.next(now_ms) if given_id is None else given_id

    def tombstone(self, entity_id: str, now_ms: int) -> Draft:
        """The draft of the event by which Flux deletes an entity."""
        event = Event(
            stream=DELETIONS_STREAM,
            source=TOMBSTONE_SOURCE,
            payload={"entity_id": entity_id, "properties": {DELETED: True, DELETED_AT: now_ms}},
            timestamp=now_ms,
            event_id=self._ids.next(now_ms),
            key=entity_id,
        )
        return Draft(event, line_of(event))


def line_of(event: Event) -> bytes:
    """An event's JSON, fields in Flux's order; keys inside the payload as they were sent."""
    fields: dict[str, Json] = {
        "eventId": event.event_id,
        "stream": event.stream,
        "source": event.source,
        "timestamp": event.timestamp,
    }
    if event.key is not None:
        fields["key"] = event.key
    if event.schema is not None:
        fields["schema"] = event.schema
    fields["payload"] = event.payload
    return to_json(fields)
