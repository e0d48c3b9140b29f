from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.engine.running import engine_process
from tests.terminal.explorer import explorer, focused, listed, values
from tests.terminal.worlds import event, publish, publish_sensors


async def test_an_engine_killed_and_started_again_is_followed_again_with_nothing_lost(
    tmp_path: Path,
) -> None:
    with engine_process(data=tmp_path) as engine:
        await publish_sensors(engine.url, 30)
        async with explorer(engine.url) as terminal:
            await terminal.shows("● live", "sensor-00", "30 entities")
            terminal.press("/")
            await terminal.shows("part of an id")
            terminal.press("sensor-1", "enter")
            await terminal.shows("10 of 30")
            terminal.press("j", "j", "j")
            await terminal.until(lambda: focused(terminal) == "sensor-13", "the focus moved")

            terminal.press("n")
            await terminal.shows("Stream")
            terminal.press("lab.sensors")
            await terminal.shows("lab.sensors")
            terminal.press("escape")
            await terminal.shows_no("lab.sensors")

            engine.kill()
            await terminal.shows("○ offline")
            kept = [f"sensor-{number}" for number in range(10, 20)]
            await terminal.until(lambda: listed(terminal) == kept, "what was there")
            await terminal.until(lambda: focused(terminal) == "sensor-13", "the focus kept")
            terminal.press("n")
            await terminal.shows("lab.sensors")
            terminal.press("enter", "written-offline")
            await terminal.shows("written-offline")

            port = str(urlsplit(engine.url).port)
            with engine_process("--port", port, data=tmp_path) as again:
                assert again.url == engine.url
                await publish(
                    again.url,
                    [
                        event("sensor-13", {"temperature": 99, "mended": "at night"}),
                        event("sensor-1x", {"temperature": -7}),
                    ],
                )
                await terminal.shows("● live", "31 entities", "lab.sensors", "written-offline")
                terminal.press("escape")
                await terminal.shows("● live", "11 of 31", "at night", "sensor-1x")
                await terminal.until(lambda: "99" in values(terminal, "sensor-13"), "what is new")
                await terminal.until(lambda: focused(terminal) == "sensor-13", "the focus kept")
                await publish(again.url, [event("sensor-13", {"mended": "for good"})])
                await terminal.shows("for good")
