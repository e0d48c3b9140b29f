from __future__ import annotations

import signal
from pathlib import Path

from tests.engine.running import local_engine
from tests.terminal.pty_process import flux_tui
from tests.terminal.terminal import Terminal, usual_environment
from tests.terminal.worlds import publish_sensors


def explorer_that_remembers(url: str, folder: Path) -> Terminal:
    environment = usual_environment(FLUX_TUI_STATE=str(folder))
    return Terminal(flux_tui("--url", url), environment=environment)


async def test_what_was_written_survives_a_kill(tmp_path: Path) -> None:
    async with local_engine() as engine:
        await publish_sensors(engine.url, 3)
        async with explorer_that_remembers(engine.url, tmp_path) as terminal:
            await terminal.shows("● live", "sensor-02")
            terminal.press("n")
            await terminal.shows("Stream")
            terminal.press("lab.sensors", "enter", "me", "enter", "half-written")
            await terminal.shows("half-written")
            folder = tmp_path / "drafts"
            await terminal.until(
                lambda: any(b"half-written" in p.read_bytes() for p in folder.glob("*.drafts")),
                "the draft is on the disk",
            )
            terminal.send(signal.SIGKILL)
            await terminal.ends()
        async with explorer_that_remembers(engine.url, tmp_path) as terminal:
            await terminal.shows("● live", "kept from last time", "half-written (n)")
            terminal.press("n")
            await terminal.shows("Stream", "lab.sensors", "half-written")
