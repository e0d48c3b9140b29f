"""What a copied command would publish."""

from __future__ import annotations

from typing import cast

from flux_tui.model.json import JsonObject
from flux_tui.protocol.json_text import decode


def event_in(words: list[str]) -> tuple[str, JsonObject]:
    """The id and the properties that a command publishes."""
    if "batch" in words:
        ((event,),) = (cast("list[JsonObject]", decode(words[-1])),)
        payload = cast("JsonObject", event["payload"])
        return cast("str", payload["entity_id"]), cast("JsonObject", payload["properties"])
    return words[-2], cast("JsonObject", decode(words[-1]))
