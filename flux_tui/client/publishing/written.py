"""Events as they go out, each encoded once: for the ledger, the server's limits, the request."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import PydanticSerializationError, to_json

from flux_tui.client.body import encode
from flux_tui.model.event import Event
from flux_tui.protocol.events import write_event


def text_of(event: Event) -> str:
    """An event as compact JSON; raises ValueError for numbers that JSON does not have."""
    written = write_event(event)
    try:
        text = to_json(written, inf_nan_mode="constants").decode()
    except PydanticSerializationError:  # half a surrogate pair
        return encode(written).decode("utf-8", "surrogatepass")
    return encode(written).decode() if "NaN" in text or "Infinity" in text else text


def length_of(text: str) -> int:
    """How many bytes a text takes in a request."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def body_of(texts: Iterable[str]) -> bytes:
    """The body of a request with events of these texts."""
    return f'{{"events":[{",".join(texts)}]}}'.encode("utf-8", "surrogatepass")
