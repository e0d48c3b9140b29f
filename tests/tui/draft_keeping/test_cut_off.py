"""An explorer that ends while a batch is on its way."""

from __future__ import annotations

import json
from pathlib import Path

from flux_tui.client import FluxClient
from flux_tui.tui.composer.asking import LARGE_BATCH
from flux_tui.tui.draft_keeping.keeping import DraftKeeping
from flux_tui.tui.options import ExplorerOptions
from flux_tui.tui.workspace import open_workspace
from tests.faults.fake_flux import FakeFlux
from tests.tui.composer.batches import line, write_batch
from tests.tui.composer.publishing import exploring, press
from tests.tui.workspaces import until, until_shown

EVENTS = 4 * LARGE_BATCH


async def test_one_that_ends_at_once_leaves_the_ids_of_what_had_left(tmp_path: Path) -> None:
    flux = FakeFlux()
    async with flux.serving() as url:
        options = ExplorerOptions(url=url, state_folder=tmp_path)
        async with exploring(open_workspace(options, FluxClient(url))) as pilot:
            await write_batch(pilot, "\n".join(line(f"s-{n}", n=n) for n in range(EVENTS)))
            await until_shown(pilot, f"{EVENTS:,} events: {EVENTS:,} new")
            await press(pilot, "ctrl+s")
            await until_shown(pilot, f"Publish these {EVENTS:,} events")
            await press(pilot, "y")
            await until(pilot, lambda: flux.posted)
            pilot.app.exit()
        back = DraftKeeping(options).put_back(lambda: 1)
    assert back is not None
    tried = {one.event_id for one in back.batch.outbox.tried}
    left = [json.loads(kept)["payload"]["entity_id"] for kept in back.batch.text.splitlines()]
    had_left = {one.event_id for one in flux.posted if one.entity_id in frozenset(left)}
    assert left
    assert had_left <= tried
