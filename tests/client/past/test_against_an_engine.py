"""The embedded engine's history is read as a real Flux's is: whole, in order, and followed."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from flux_tui.client import FluxClient
from flux_tui.client.past.pasts import Pasts
from flux_tui.client.past.status import Reading
from flux_tui.model.clock import SystemClock
from flux_tui.model.event import setting
from tests.client.past.kept_log import until
from tests.engine.running import local_engine


async def test_what_was_published_is_read_and_what_is_published_then_is_added() -> None:
    clock = SystemClock()
    async with local_engine() as engine, FluxClient(engine.url) as client:
        for start in range(0, 4_000, 500):
            await client.publish_batch(
                [
                    setting("lab", "me", f"e-{number % 2}", {"n": number})
                    for number in range(start, start + 500)
                ]
            )
        reader = Pasts(client, clock.now, clock).of("e-1")
        task = asyncio.create_task(reader.run())
        await until(lambda: reader.status.reading is Reading.WHOLE)
        assert [event.properties for event in reader.history.events] == [
            {"n": number} for number in range(1, 4_000, 2)
        ]
        await client.delete("e-1")
        reader.nudge()
        await until(lambda: reader.history.events[-1].is_tombstone)
        assert reader.history.gaps == 0
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
