"""A world in which a person and others have done something that can be undone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Button

from flux_tui.client import FluxClient
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json, JsonObject
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import Workspace, open_workspace
from tests.engine.running import local_engine
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import until

STATE: dict[str, JsonObject] = {
    "sensor-1": {"n": 1, "unit": "C"},
    "room-1": {"occupied": True},
}

HOSTILE = "wire-\x1b]0;pwn\x07\u202e"


def event(entity_id: str, properties: Mapping[str, Json], source: str = "person") -> Event:
    return setting("lab", source, entity_id, dict(properties))


@asynccontextmanager
async def living(
    *sent: Event,
    state: Mapping[str, JsonObject] = STATE,
    size: tuple[int, int] = (120, 34),
    **options: bool,
) -> AsyncIterator[tuple[Pilot[None], Workspace]]:
    """The explorer on an engine with this state, after a person has sent some events together."""
    async with local_engine() as running, FluxClient(running.url) as client:
        await client.publish_batch([event(i, p)._replace(timestamp=1) for i, p in state.items()])
        given = ExplorerOptions(url=running.url, utc=True, **options)  # type: ignore[arg-type]
        workspace = open_workspace(given, FluxClient(running.url))
        async with exploring(workspace, size) as pilot:
            await until(pilot, lambda: workspace.world.state() == state, "the world is known")
            if sent:
                await workspace.open_publisher().publish(sent)
            yield pilot, workspace


def button(pilot: Pilot[None]) -> Button:
    return pilot.app.screen.query_one("#do", Button)


async def go(pilot: Pilot[None]) -> None:
    """Do it, wherever the cursor is, once it can be done."""
    await until(pilot, lambda: not button(pilot).disabled, "the button can be pressed")
    await press(pilot, "ctrl+s")


async def by_others(pilot: Pilot[None], workspace: Workspace, *done: Event) -> None:
    """Others publish, and the explorer sees it."""
    for one in done:
        await workspace.client.publish(one._replace(event_id="of-others", timestamp=1))
        record = workspace.world.entities[one.entity_id or ""]
        (name,) = one.properties or {}

        def is_seen(record: EntityRecord = record, name: str = name) -> bool:
            trail = record.trail(name)
            return trail is not None and trail.event_id == "of-others"

        await until(pilot, is_seen, "what others did is seen")
