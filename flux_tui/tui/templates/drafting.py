"""Between templates and drafts: what is filled is opened, what is written can be saved as one."""

from __future__ import annotations

import json

from flux_tui.model.json import Json
from flux_tui.model.printable import json_escaped
from flux_tui.protocol.json_reading import NotJson, members, read_json
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.rows import (
    RowProblem,
    fits_rows,
    json_of_rows,
    properties_of,
    read_properties,
    rows_of_json,
)
from flux_tui.tui.composer.timestamps import NOW, parse_timestamp

FIELDS = frozenset({"stream", "source", "timestamp", "payload"})
"""What the form of one event has; an event with more is edited as text."""


def draft_of(text: str, drafts: Drafts) -> EventDraft | None:
    """A draft of one event's text, its numbers digit for digit; None for what the form has not."""
    try:
        event = read_json(text)
    except NotJson:
        return None
    payload = event.get("payload") if isinstance(event, dict) else None
    if not isinstance(event, dict) or not isinstance(payload, dict):
        return None
    words = (event.get("stream", ""), event.get("source", ""), payload.get("entity_id", ""))
    stamp = event.get("timestamp")
    if (
        not event.keys() <= FIELDS
        or not payload.keys() <= {"entity_id", "properties"}
        or not isinstance(payload.get("properties", {}), dict)
        or not all(isinstance(word, str) for word in words)
        or not (stamp is None or isinstance(stamp, int))
    ):
        return None
    draft = drafts.new_event()
    draft.stream, draft.source, draft.entity_id = map(str, words)
    draft.timestamp = NOW if stamp is None else str(stamp)
    properties = dict(members(dict(members(text))["payload"])).get("properties", "{}")
    rows = rows_of_json(properties)
    if fits_rows(rows):
        draft.rows = rows
    else:
        draft.json, draft.mode = properties, Mode.JSON
    return draft


def event_text(draft: EventDraft) -> str:
    """A draft as the text of the event that it sends; raises RowProblem where a row is none yet."""
    properties = _properties_text(draft)
    fields: dict[str, Json] = {"stream": draft.stream, "source": draft.source}
    timestamp = _timestamp(draft)
    if timestamp is not None:
        fields["timestamp"] = timestamp
    head = ", ".join(f'"{name}": {_quoted(value)}' for name, value in fields.items())
    inner = properties.replace("\n", "\n    ")
    entity_id = _quoted(draft.entity_id)
    return f'{{{head},\n  "payload": {{"entity_id": {entity_id},\n    "properties": {inner}}}}}'


def template_text(body: str, member: str, description: str) -> str:
    """The text of a template's file; ``member`` is event or events."""
    indented = body.strip().replace("\n", "\n  ")
    return f'{{\n  "description": {_quoted(description)},\n  "{member}": {indented}\n}}\n'


def _properties_text(draft: EventDraft) -> str:
    """Those that are sent, as they are written: from an entity, what was changed."""
    if draft.mode is Mode.JSON:
        text = draft.json.strip() or "{}"
        if draft.base is None or draft.sends_all:
            return text
        return json.dumps(draft.sent(read_properties(text)), ensure_ascii=False)
    sent = draft.sent(properties_of(draft.rows, draft.base))
    return json_of_rows([row for row in draft.rows if row.name in sent], draft.base)


def _timestamp(draft: EventDraft) -> int | None:
    try:
        return parse_timestamp(draft.timestamp)
    except ValueError as error:
        raise RowProblem(f"time: {error}") from None


def _quoted(value: Json) -> str:
    return json_escaped(json.dumps(value, ensure_ascii=False))
