"""The events of a batch as they are given: in words, in a file, or typed; JSON or JSON lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from flux_tui.cli.output import interruptible, is_terminal, say
from flux_tui.errors import Malformed, UsageError
from flux_tui.model.encoding import decoded
from flux_tui.model.json import Json, JsonObject, one_of_kind
from flux_tui.protocol.events import new_event_ids, read_sent_event, read_sent_events
from flux_tui.protocol.json_text import decode


def given_events(argument: str) -> list[JsonObject]:
    """Events as they will be sent, of ``EVENTS_JSON``, ``@FILE`` or ``-``; raises UsageError."""
    source, text = _read(argument)
    return parse_events(text, source)


def parse_events(text: str, source: str) -> list[JsonObject]:
    """Events as they will be sent, each with an id and a timestamp.

    Raises UsageError that names the event or the line: a server refuses a whole request for one
    event that is not of the form, so nothing is sent then.
    """
    now = time.time_ns() // 1_000_000
    ids = new_event_ids(now)
    events = []
    for value in _checked(_values(text, source), source):
        event: JsonObject = {**value}
        if event.get("eventId") is None:
            event["eventId"] = next(ids)
        event.setdefault("timestamp", now)
        events.append(event)
    if not events:
        raise UsageError(f"{source} holds no events; nothing was sent")
    return events


def _read(argument: str) -> tuple[str, str]:
    """Where the events come from, in words, and their text."""
    if argument == "-":
        with interruptible():
            if is_terminal(sys.stdin):
                say("type or paste the events; ctrl+d on a line of its own sends them")
            data = sys.stdin.buffer.read()
        return "standard input", _decoded(data, "standard input")
    if not argument.startswith("@"):
        return "EVENTS_JSON", argument
    path = Path(argument[1:])
    try:
        return str(path), _decoded(path.read_bytes(), str(path))
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"cannot read {path} ({reason}); nothing was sent") from None


def _decoded(data: bytes, name: str) -> str:
    try:
        return decoded(data, name)
    except UsageError as error:
        raise UsageError(f"{error}; nothing was sent") from None


def _checked(values: Sequence[Json], source: str) -> list[JsonObject]:
    """The same as events; raises UsageError that names the first that is none."""
    try:
        read_sent_events(list(values))
    except Malformed:
        for number, value in enumerate(values, 1):
            try:
                read_sent_event(value)
            except Malformed as error:
                is_object = isinstance(value, dict)
                why = str(error) if is_object else f"{one_of_kind(value)}, not a JSON object"
                raise UsageError(
                    f"event {number} of {source} is none ({why}); nothing was sent"
                ) from None
    return [value for value in values if isinstance(value, dict)]


def _values(text: str, source: str) -> Sequence[Json]:
    """The events of a JSON array, of ``{"events": [...]}``, or of JSON lines."""
    if not text.strip():
        raise UsageError(f"{source} holds no events; nothing was sent")
    try:
        whole = decode(text.strip())
    except Malformed as error:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if text.lstrip().startswith("[") or len(lines) < 2:
            raise UsageError(f"{source} is not JSON ({error}); nothing was sent") from None
        return [_line(line, number, source) for number, line in lines]
    if isinstance(whole, dict):
        whole = whole.get("events", [whole])
    if not isinstance(whole, list):
        raise UsageError(
            f"{source} must hold an array of events, not {one_of_kind(whole)}; nothing was sent"
        )
    return whole


def _line(line: str, number: int, source: str) -> Json:
    try:
        return decode(line)
    except Malformed as error:
        raise UsageError(
            f"line {number} of {source} is not JSON ({error}); nothing was sent"
        ) from None
