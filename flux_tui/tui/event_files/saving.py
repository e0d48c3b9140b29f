"""Writes the events of an editor into a file: as they are written, as JSON, or as JSON lines."""

from __future__ import annotations

import asyncio
from enum import Enum
from pathlib import Path

from flux_tui.client.turns import Turns
from flux_tui.errors import UsageError
from flux_tui.protocol.json_reading import on_one_line
from flux_tui.tui.composer.batch.reading import Form, Reading, read_steps, write
from flux_tui.tui.exporting.export_file import write_whole


class SaveAs(Enum):
    """What the file is to hold; the values are what people read."""

    AS_IT_IS = "as it is written"
    JSON = "JSON, an array of events"
    LINES = "JSON lines, an event a line"


def form_of(path: Path) -> SaveAs:
    """What a file of this name holds."""
    match path.suffix.lower():
        case ".json":
            return SaveAs.JSON
        case ".jsonl" | ".ndjson":
            return SaveAs.LINES
    return SaveAs.AS_IT_IS


async def text_of(text: str, form: SaveAs) -> str:
    """The file's text, in slices; raises UsageError when the events cannot be told apart."""
    if form is SaveAs.AS_IT_IS:
        return text if text.endswith("\n") else f"{text}\n"
    reading, turns = Reading(text), Turns()
    for _ in read_steps(reading):
        await turns.give()
    if reading.slips:
        raise UsageError(f"{reading.slips[0]}: mend it, or save it as it is written")
    if form is SaveAs.JSON:
        return write(reading.events, text, Form.ARRAY) + "\n"
    lines = []
    for event in reading.events:
        lines.append(on_one_line(text[event.start : event.end]) + "\n")
        await turns.give()
    return "".join(lines)


async def save(path: Path, text: str, form: SaveAs, *, overwrite: bool) -> int:
    """Write the file, whole or not at all; its size in bytes. Raises UsageError in words."""
    content = await text_of(text, form)
    return await asyncio.to_thread(write_whole, path, content, overwrite=overwrite)
