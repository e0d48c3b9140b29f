"""An event for each of what is marked, and a numbered series, as a person makes them."""

from __future__ import annotations

from flux_tui.client import FluxClient
from tests.engine.running import local_engine
from tests.terminal.explorer import explorer, listed
from tests.terminal.worlds import publish_sensors


async def test_all_sensors_are_set_and_new_ones_numbered() -> None:
    async with local_engine() as engine, FluxClient(engine.url) as client:
        await publish_sensors(engine.url, 3)
        async with explorer(engine.url, columns=80, lines=24) as terminal:
            await terminal.shows("● live", "sensor-02")
            terminal.press("ctrl+a", "E")
            await terminal.shows("an event for each", "‹ 3 marked ›")
            terminal.press("lab", "enter", "me", "enter", '{"checked": "{{n}}"}')
            await terminal.shows("3  ~ sensor-02  checked=3")
            terminal.press("enter")
            await terminal.shows("3 events: 3 changing")
            terminal.press("ctrl+s")
            await terminal.shows("3 in the state")
            assert (await client.entity("sensor-02")).properties["checked"] == 3
            terminal.press("escape")
            await terminal.shows("◆ sensor-02")
            terminal.press("n")
            await terminal.shows("new event", "Stream    lab", "wants an entity")
            terminal.press("new-{{n:02}}", "enter", "enter")
            terminal.press("k", "enter", "{{n}}", "f4")
            await terminal.shows("a series of what is written", "10  + new-10")
            terminal.press("4", "enter")
            await terminal.shows("4 events: 4 new")
            terminal.press("ctrl+s")
            await terminal.shows("4 in the state")
            terminal.press("escape")
            await terminal.until(lambda: "new-04" in listed(terminal), "the new ones are listed")
