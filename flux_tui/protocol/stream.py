"""Messages of the engine's ``GET /api/stream`` (Server-Sent Events) and ``GET /api/log``."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import from_json

from flux_tui.errors import Malformed
from flux_tui.model.change import EventApplied, Metrics
from flux_tui.model.event import Event
from flux_tui.model.instant import parse_rfc3339
from flux_tui.protocol.events import MAX_I64, MIN_I64, EventBody
from flux_tui.protocol.frames import MetricsUpdate, read_metrics
from flux_tui.protocol.mistakes import first_problem
from flux_tui.protocol.wire_model import Instant, WireModel


class LogEntry(WireModel):
    """One event of the log: ``received`` is the engine's time."""

    sequence: int
    received: Instant
    event: EventBody

    def to_change(self) -> EventApplied:
        """The same in the model's words."""
        return EventApplied(self.sequence, self.received, self.event.to_event())


def read_log_entry(text: str | bytes) -> EventApplied:
    """One event of the stream or the log from its JSON; raises Malformed."""
    return _read_plain_entry(text) or _read_any_entry(text)


def _read_plain_entry(text: str | bytes) -> EventApplied | None:
    """An entry with the usual fields, by hand: a flood is made of them. None for any other."""
    try:
        entry = from_json(text, allow_inf_nan=False, cache_strings="keys")
        sequence, received, event = entry["sequence"], entry["received"], entry["event"]
        if len(event) != len(_USUAL) or type(sequence) is not int:
            return None
        values = event_id, stream, source, timestamp, payload = [event[name] for name in _USUAL]
        if list(map(type, values)) != _TYPES or not MIN_I64 <= timestamp <= MAX_I64:
            return None
        applied = Event(stream, source, payload, timestamp, event_id)
        return EventApplied(sequence, parse_rfc3339(received), applied)
    except (ValueError, LookupError, TypeError):
        return None


_USUAL = ("eventId", "stream", "source", "timestamp", "payload")
_TYPES = [str, str, str, int, dict]


def _read_any_entry(text: str | bytes) -> EventApplied:
    """Any entry, with a reason when it is broken."""
    try:
        return LogEntry.model_validate_json(text).to_change()
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None


def read_stream_metrics(text: str | bytes) -> Metrics:
    """An ``event: metrics`` message; raises Malformed."""
    try:
        return read_metrics(MetricsUpdate.model_validate_json(text))
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None
