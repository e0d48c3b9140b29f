"""Events on the wire: ``POST /api/events``, ``POST /api/events/batch``, history, log, stream."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from flux_tui.errors import Malformed
from flux_tui.model.event import Event
from flux_tui.model.json import Json, JsonObject
from flux_tui.protocol.mistakes import first_problem
from flux_tui.protocol.rules import payload_violation
from flux_tui.protocol.wire_model import WireModel

MIN_I64, MAX_I64 = -(2**63), 2**63 - 1

I64 = Annotated[int, Field(ge=MIN_I64, le=MAX_I64)]
"""A timestamp as Flux's parser takes it."""


class EventBody(WireModel):
    """One event as it stands in a request or an answer; fields may come in any order."""

    event_id: str | None = Field(None, alias="eventId")
    stream: str
    source: str
    timestamp: I64 = 0
    key: str | None = None
    message_schema: str | None = Field(None, alias="schema")
    payload: Any

    @property
    def has_timestamp(self) -> bool:
        """Whether a timestamp was given: a real Flux demands it, the engine takes now."""
        return "timestamp" in self.model_fields_set

    def to_event(self) -> Event:
        """The event; raises Malformed when the payload is no object (Flux's words)."""
        problem = payload_violation(self.payload)
        if problem is not None:
            raise Malformed(problem)
        return Event(
            stream=self.stream,
            source=self.source,
            payload=self.payload,
            timestamp=self.timestamp if self.has_timestamp else None,
            event_id=self.event_id,
            key=self.key,
            schema=self.message_schema,
        )


@with_config(ConfigDict(strict=True, extra="ignore"))
class SentEvent(TypedDict):
    """One event as a publisher sent it, for the engine's door: like EventBody, but at a sixth of
    its cost, without what Flux ignores, and with ``timestamp`` missing where none was given."""

    eventId: NotRequired[str | None]
    stream: str
    source: str
    timestamp: NotRequired[I64]
    key: NotRequired[str | None]
    schema: NotRequired[str | None]
    payload: Any


@cache
def _sent_event() -> TypeAdapter[SentEvent]:
    """Built when first needed: the client imports this module and never does."""
    return TypeAdapter(SentEvent)


@cache
def _sent_events() -> TypeAdapter[list[SentEvent]]:
    return TypeAdapter(list[SentEvent])


def read_sent_event(value: Json) -> SentEvent:
    """An event from decoded JSON; raises Malformed when it is not one."""
    try:
        return _sent_event().validate_python(value)
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None


def read_sent_events(values: list[Json]) -> list[SentEvent]:
    """The events of a batch; raises Malformed when one of them cannot be read."""
    try:
        return _sent_events().validate_python(values)
    except ValidationError as error:
        raise Malformed(first_problem(error)) from None


def read_event(value: Json) -> Event:
    """An event from decoded JSON; raises Malformed when it is not one."""
    return EventBody.read(value).to_event()


def write_event(event: Event) -> JsonObject:
    """An event as JSON, without the fields that nobody gave."""
    optional: dict[str, Json] = {
        "eventId": event.event_id,
        "timestamp": event.timestamp,
        "key": event.key,
        "schema": event.schema,
    }
    return {
        "stream": event.stream,
        "source": event.source,
        **{name: value for name, value in optional.items() if value is not None},
        "payload": event.payload,
    }


def new_event_id(now_ms: int) -> str:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of ``now_ms``, the rest random, as Flux's own ids."""
    return next(new_event_ids(now_ms, 1))


def new_event_ids(now_ms: int, at_a_time: int = 100) -> Iterator[str]:
    """One such id after another, without end, each greater than the last (RFC 9562, 6.2, method 2):
    who keeps them in order has them all at one place. ``at_a_time`` are drawn together."""
    time = f"{now_ms & (2**48 - 1):012x}"
    head = f"{time[:8]}-{time[8:]}-7"
    number = secrets.randbits(73)  # of 74 bits: it has room to grow
    while True:
        for step in memoryview(secrets.token_bytes(4 * at_a_time)).cast("I"):
            number += step + 1
            low = f"{number & _LOW | _VARIANT:016x}"
            yield f"{head}{number >> 62:03x}-{low[:4]}-{low[4:]}"


_LOW = 2**62 - 1
"""The bits of the number behind the variant."""

_VARIANT = 2**63
"""The variant's ``10`` before them."""
