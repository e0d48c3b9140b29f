"""A batch shown as a table, and ways about it."""

from __future__ import annotations

from textual.pilot import Pilot

from flux_tui.model.json import Json
from flux_tui.tui.composer.batch_table.grid import Grid
from tests.tui.composer.batches import write_batch
from tests.tui.composer.publishing import press
from tests.tui.workspaces import until_shown

STATE: dict[str, dict[str, Json]] = {"sensor-01": {"temperature": 20.5, "status": "ok"}}


async def write_table(pilot: Pilot[None], text: str, judged: str) -> None:
    """Write a batch, and once that is said of it, show it as a table, with the cursor above."""
    await write_batch(pilot, text)
    await until_shown(pilot, judged)
    await press(pilot, "ctrl+home", "f2")


def grid_of(pilot: Pilot[None]) -> Grid:
    return pilot.app.screen.query_one(Grid)


async def go_to(pilot: Pilot[None], title: str) -> None:
    """Go through the columns to the one of this title."""
    await press(pilot, "home")
    grid = grid_of(pilot)
    for _ in grid.columns.paths:
        if grid.columns.title(grid.column) == title:
            return
        await press(pilot, "right")
    raise AssertionError(f"no column {title}")
