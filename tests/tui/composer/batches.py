"""Batches as a person pastes them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from textual import events
from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.tui.json_editor.editor import JsonEditor
from tests.tui.composer.publishing import press


def line(entity_id: str, stream: str = "s", **properties: Json) -> str:
    payload = {"entity_id": entity_id, "properties": properties}
    return json.dumps({"stream": stream, "source": "me", "payload": payload})


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste a text, as a terminal hands it on."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def write_batch(pilot: Pilot[None], text: str) -> None:
    """Open the batch editor from the explorer, and paste a text into it."""
    await press(pilot, "b")
    await paste(pilot, text)


def editor_of(pilot: Pilot[None]) -> JsonEditor:
    return pilot.app.screen.query_one(JsonEditor)


def lines_of(*events: tuple[str, Mapping[str, Json]]) -> str:
    """A batch about entities, each with its properties."""
    return "\n".join(line(entity_id, "lab", **properties) for entity_id, properties in events)
