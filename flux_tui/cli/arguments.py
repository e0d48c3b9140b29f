"""JSON given on the command line."""

from __future__ import annotations

from flux_tui.errors import Malformed, UsageError
from flux_tui.model.json import Json, JsonObject, one_of_kind
from flux_tui.protocol.json_text import decode


def json_argument(name: str, text: str) -> Json:
    """An argument as JSON; raises UsageError in one sentence."""
    try:
        return decode(text)
    except Malformed as error:
        raise UsageError(f"{name} is not JSON ({error}); nothing was sent") from None


def object_argument(name: str, text: str) -> JsonObject:
    """An argument that must be a JSON object; raises UsageError in one sentence."""
    value = json_argument(name, text)
    if not isinstance(value, dict):
        raise UsageError(
            f"{name} must be a JSON object, not {one_of_kind(value)}; nothing was sent"
        )
    return value
