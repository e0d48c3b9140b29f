"""Copying, exporting, deleting and bringing back, as a person does it on a terminal."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tests.engine.running import local_engine
from tests.terminal.explorer import explorer, listed
from tests.terminal.worlds import publish_sensors


async def test_a_sensor_is_copied_deleted_and_brought_back(tmp_path: Path) -> None:
    async with local_engine() as engine:
        await publish_sensors(engine.url, 3)
        async with explorer(engine.url) as terminal:
            await terminal.shows("● live", "sensor-02")
            terminal.press("y")
            await terminal.shows("copy of sensor-00")
            terminal.press("id", "enter")
            await terminal.shows("copied the id (9 B) to the terminal")
            assert b"\x1b]52;c;" + base64.b64encode(b"sensor-00") + b"\x07" in terminal.output
            terminal.press("d")
            await terminal.shows("Delete sensor-00")
            terminal.press("ctrl+s")
            await terminal.shows("1 entity deleted, and gone")
            await terminal.until(lambda: listed(terminal) == ["sensor-01", "sensor-02"], "the list")
            terminal.press("u")
            await terminal.shows("Bring back 1 entity")
            terminal.press("ctrl+s")
            await terminal.shows("1 entity brought back")
            await terminal.until(
                lambda: listed(terminal) == ["sensor-00", "sensor-01", "sensor-02"], "the list"
            )
            terminal.press("ctrl+a", "x")
            await terminal.shows("‹ 3 marked ›")
            file = tmp_path / "world.json"
            terminal.press("ctrl+u", str(file), "enter")
            await terminal.shows("exported 3 entities")
            assert len(json.loads(file.read_text())) == 3
            terminal.press("q")
            assert await terminal.ends() == 0
