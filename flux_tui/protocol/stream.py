"""Messages of the engine's ``GET /api/stream`` (Server-Sent Events) and ``GET /api/log``."""

from __future__ import annotations

from pydantic import ValidationError

from flux_tui.errors import Malformed
from flux_tui.model.change import EventApplied, Metrics
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import JsonObject
from flux_tui.protocol.events import EventBody, write_event
from flux_tui.protocol.frames import MetricsUpdate, read_metrics
from flux_tui.protocol.wire_model import Instant, WireModel, first_problem


class LogEntry(WireModel):
    """One event of the log: ``received`` is the engine's time."""

    sequence: int
    received: Instant
    event: EventBody

    def to_change(self) -> EventApplied:
        """The same in the model's words."""
        return EventApplied(self.sequence, self.received, self.event.to_event())


class Reset(WireModel):
    """The position asked for is not kept: a new snapshot is needed."""

    log: str
    oldest: int
    newest: int


def read_log_entry(text: str | bytes) -> EventApplied:
    """One event of the stream or the log from its JSON; raises Malformed."""
    try:
        return LogEntry.model_validate_json(text).to_change()
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None


def write_log_entry(entry: EventApplied) -> JsonObject:
    """One event of the log as JSON."""
    return {
        "sequence": entry.sequence,
        "received": format_rfc3339(entry.received),
        "event": write_event(entry.event),
    }


def read_stream_metrics(text: str | bytes) -> Metrics:
    """An ``event: metrics`` message; raises Malformed."""
    try:
        return read_metrics(MetricsUpdate.model_validate_json(text))
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None


def read_reset(text: str | bytes) -> Reset:
    """An ``event: reset`` message; raises Malformed."""
    try:
        return Reset.model_validate_json(text)
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None
