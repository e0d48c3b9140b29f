"""Lamps, and what is written about each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.protocol.json_text import decode
from flux_tui.tui.composer.batch.screen import BatchScreen
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace
from tests.tui.composer.publishing import ScriptedPublisher, exploring, press, scripted, type_text
from tests.tui.workspaces import until_shown

HOSTILE = 'z", "x": {"\x1b]0;pwn\x07}}'
LAMPS: dict[str, dict[str, Json]] = {
    **{f"lamp-{n}": {"power": 10 * n} for n in range(1, 6)},
    HOSTILE: {"power": 1},
}


def lamps(folder: Path | None = None) -> tuple[Workspace, ScriptedPublisher]:
    folders = () if folder is None else (folder,)
    options = ExplorerOptions("http://flux.test:3000", utc=True, template_folders=folders)
    return scripted(LAMPS, options)


def events_in(pilot: Pilot[None]) -> list[dict[str, Json]]:
    """What stands in the batch editor."""
    assert isinstance(pilot.app.screen, BatchScreen)
    events = [decode(line) for line in pilot.app.screen.draft.text.splitlines()]
    assert all(isinstance(event, dict) for event in events)
    return events  # type: ignore[return-value]


def said(events: list[dict[str, Json]]) -> list[tuple[Json, Json]]:
    """Entity and properties of each."""
    payloads = [event["payload"] for event in events]
    return [(p["entity_id"], p["properties"]) for p in payloads if isinstance(p, dict)]


async def for_each(pilot: Pilot[None], properties: str) -> None:
    """Write an event for each of what is marked."""
    await press(pilot, "E")
    await until_shown(pilot, "an event for each")
    await type_text(pilot, "lab")
    await press(pilot, "enter")
    await type_text(pilot, "me")
    await press(pilot, "enter")
    await type_text(pilot, properties)


@asynccontextmanager
async def for_the_focused(properties: str) -> AsyncIterator[Pilot[None]]:
    """Explore the lamps, and write an event for the one that is focused."""
    workspace, _ = lamps()
    async with exploring(workspace) as pilot:
        await press(pilot, "down")
        await for_each(pilot, properties)
        yield pilot
