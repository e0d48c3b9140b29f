"""Entries of the log as events, as JSON lines and as Server-Sent Events."""

from __future__ import annotations

import json
import re

from pydantic_core import from_json

from flux_tui.engine.log.event_log import Entry
from flux_tui.model.change import Metrics
from flux_tui.model.event import Event
from flux_tui.model.instant import format_rfc3339
from flux_tui.protocol.events import read_event
from flux_tui.protocol.frames import write_frame
from flux_tui.protocol.json_text import encode_ascii

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def event_of(entry: Entry) -> Event:
    """The event of a log entry, whose numbers the door has already read as Flux does."""
    return read_event(from_json(entry.line))


def entry_json(entry: Entry) -> bytes:
    """An entry as one line of JSON, without the newline."""
    sequence, received, line = entry
    return b'{"sequence":%d,"received":"%b","event":%b}' % (
        sequence,
        format_rfc3339(received).encode("ascii"),
        line,
    )


def sse_message(entry: Entry) -> bytes:
    """An entry as an ``event: event`` message, in ASCII alone."""
    text = entry_json(entry)
    if not text.isascii():
        text = _NOT_ASCII.sub(_escape, text.decode()).encode("ascii")
    return b"id: %d\nevent: event\ndata: %b\n\n" % (entry.sequence, text)


def metrics_message(metrics: Metrics, newest: int, position: int) -> bytes:
    """The figures as an ``event: metrics`` message: its id is the reader's position, the log's
    newest sequence is in its data."""
    data = encode_ascii({**write_frame(metrics), "sequence": newest})
    return f"id: {position}\nevent: metrics\ndata: {data}\n\n".encode("ascii")


def reset_message(log_id: str, oldest: int, newest: int, position: int) -> bytes:
    """An ``event: reset`` message: the stream goes on after ``position``."""
    data = encode_ascii({"log": log_id, "oldest": oldest, "newest": newest})
    return f"id: {position}\nevent: reset\ndata: {data}\n\n".encode("ascii")


def _escape(match: re.Match[str]) -> str:
    """Characters beyond ASCII stand only inside JSON strings, where an escape means the same."""
    return json.dumps(match.group())[1:-1]
