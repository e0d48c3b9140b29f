"""The form in which events, and what stood before them, are kept: JSON text."""

from __future__ import annotations

from flux_tui.client.publishing.written import json_of, text_of
from flux_tui.errors import Malformed
from flux_tui.model.event import Event
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol.events import read_event
from flux_tui.protocol.json_text import decode
from flux_tui.replica.undo.before import ABSENT, UNKNOWN, Before

NOT_THERE = '{"there":false}'
"""What is kept where there was nothing: a new world's events are all of that kind."""

UNREADABLE = Event("", "", {})
"""What stands for an event whose text is none of ours."""


def event_text(event: Event) -> str:
    """An event as JSON, its characters as they are: it is searched as text."""
    return kept_text(text_of(event))


def kept_text(text: str) -> str:
    """A text as it is kept: what no file can hold (half a surrogate pair) is replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def before_text(before: Before) -> str:
    """What stood before an event, as JSON."""
    if before is ABSENT:
        return NOT_THERE
    if before.there and before.whole and not before.unknown:
        return kept_text(f'{{"there":true,"values":{json_of(dict(before.values))}}}')
    written: JsonObject = {"there": before.there}
    if before.values:
        written["values"] = dict(before.values)
    if before.unknown:
        written["unknown"] = list[Json](sorted(before.unknown))
    if not before.whole:
        written["whole"] = False
    return kept_text(json_of(written))


def read_kept_event(text: str) -> Event:
    """An event from its text. Numbers are as a server has them after a way over the wire."""
    try:
        return read_event(decode(text))
    except Malformed:
        return UNREADABLE


def read_before(text: str) -> Before:
    """What stood before an event, from its text; unknown where it is none of ours."""
    try:
        written = decode(text)
    except Malformed:
        return UNKNOWN
    if not isinstance(written, dict):
        return UNKNOWN
    there, values = written.get("there"), written.get("values", {})
    unknown = written.get("unknown", [])
    if not isinstance(values, dict) or not isinstance(unknown, list):
        return UNKNOWN
    return Before(
        there if isinstance(there, bool) else None,
        values,
        frozenset(name for name in unknown if isinstance(name, str)),
        written.get("whole") is not False,
    )
