"""Events as they go out, each encoded once: for the ledger, the server's limits, the request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from pydantic_core import PydanticSerializationError, to_json

from flux_tui.client.body import encode
from flux_tui.model.event import Event
from flux_tui.model.json import Json

_GIVEN = re.compile(r'\A\{(?:"eventId":"(?:[^"\\]|\\.)*",)?(?:"timestamp":-?\d+,)?')
"""What ``completed`` puts before a text."""


Span = tuple[int, int]
"""Where something stands in a text: its first character, and the one after its last."""


class Ready(NamedTuple):
    """Events as they are sent, with their ids and times, and each of them as JSON."""

    events: Sequence[Event]
    texts: Sequence[str]


def text_of(event: Event) -> str:
    """An event as compact JSON; raises ValueError for numbers that JSON does not have."""
    text = f'{{"stream":{quoted(event.stream)},"source":{quoted(event.source)}'
    if event.event_id is not None:
        text += f',"eventId":{quoted(event.event_id)}'
    if event.timestamp is not None:
        text += f',"timestamp":{event.timestamp}'
    if event.key is not None:
        text += f',"key":{quoted(event.key)}'
    if event.schema is not None:
        text += f',"schema":{quoted(event.schema)}'
    return f'{text},"payload":{json_of(event.payload)}}}'


def completed(text: str, event: Event, event_id: str, timestamp: int) -> str:
    """The text of an event that has an id and a time (ms) by now, from its text before that."""
    if event.timestamp is None:
        text = f'{{"timestamp":{timestamp},{text[1:]}'
    return text if event.event_id is not None else f'{{"eventId":{quoted(event_id)},{text[1:]}'


def span_of_time(text: str, content: str, timestamp: int) -> Span:
    """Where the time (ms) stands that was given to an event when its text was ``completed``.

    ``content`` is its text before that.
    """
    number = len(str(timestamp))
    at = len(text) - len(content) - number
    return at, at + number


def drafted_text(text: str) -> str:
    """The text of an event before it was ``completed``."""
    return _GIVEN.sub("{", text, count=1)


def json_of(value: Json) -> str:
    """A value as compact JSON; raises ValueError for numbers that JSON does not have."""
    try:
        text = to_json(value, inf_nan_mode="constants").decode()
    except PydanticSerializationError:  # half a surrogate pair
        return encode(value).decode("utf-8", "surrogatepass")
    return encode(value).decode() if "NaN" in text or "Infinity" in text else text


def length_of(text: str) -> int:
    """How many bytes a text takes in a request."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def body_of(texts: Iterable[str]) -> bytes:
    """The body of a request with events of these texts."""
    return f'{{"events":[{",".join(texts)}]}}'.encode("utf-8", "surrogatepass")
