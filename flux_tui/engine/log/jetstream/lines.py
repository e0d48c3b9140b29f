"""Messages of the stream as events, and events as messages.

A body is an event's JSON, as a real Flux writes it. Whatever else lies in the stream is no event,
the same for every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flux_tui.engine.door import line_of
from flux_tui.engine.log.chunk import RECEIPT_BYTES
from flux_tui.engine.log.event_log import Draft
from flux_tui.errors import Malformed
from flux_tui.model.event import Event
from flux_tui.protocol.events import read_sent_event
from flux_tui.protocol.json_text import decode
from flux_tui.protocol.rules import payload_violation

SUBJECTS = "flux.events."
"""What the subject of every event begins with; its stream follows."""

MESSAGE_ID = "Nats-Msg-Id"
"""The header by which JetStream knows a message that was stored before (ADR-4)."""

_OURS = "flux-tui"
"""What the id of every message of ours begins with."""

_RECEIPT = "flux-tui:"
"""Before a receipt in a message's id: an event's publisher gave it an id, and may retry it."""

_NEW = "flux-tui-new:"
"""Before an event's id in a message's id: the engine gave it, and nobody else may retry it."""


class Message(NamedTuple):
    """One message of the stream: stored at ``at`` ns by its leader's clock."""

    sequence: int
    at: int
    subject: str
    headers: Mapping[str, str] | None
    data: bytes


def subject_of(draft: Draft) -> str:
    """The subject that an event is published to."""
    return SUBJECTS + draft.event.stream


def message_id(draft: Draft) -> str:
    """What tells a second try to publish an event from another event."""
    if draft.receipt is None:
        return f"{_NEW}{draft.event.event_id}"
    return _RECEIPT + draft.receipt.hex()


def receipt_in(headers: Mapping[str, str] | None) -> bytes | None:
    """The receipt of an event whose publisher may retry it; None in other messages."""
    text = "" if headers is None else headers.get(MESSAGE_ID, "")
    if not text.startswith(_RECEIPT) or len(text) != len(_RECEIPT) + 2 * RECEIPT_BYTES:
        return None
    try:
        return bytes.fromhex(text[len(_RECEIPT) :])
    except ValueError:
        return None


def draft_of(message: Message) -> Draft | None:
    """The event that a message holds, written as the engine writes its own; None without one.

    A missing timestamp means when it was stored. What Flux would not read is no event.
    """
    if not message.subject.startswith(SUBJECTS):
        return None
    try:
        sent = read_sent_event(decode(message.data))
    except Malformed:
        return None
    if payload_violation(sent["payload"]) is not None:
        return None
    event = Event(
        sent["stream"],
        sent["source"],
        sent["payload"],
        sent.get("timestamp", message.at // 1_000_000),
        sent.get("eventId"),
        sent.get("key"),
        sent.get("schema"),
    )
    return Draft(event, line_of(event), receipt_in(message.headers))


def is_own(message: Message) -> bool:
    """Whether an engine of ours wrote it: then its body is its line as it stands."""
    return message.headers is not None and message.headers.get(MESSAGE_ID, "").startswith(_OURS)
