"""What was written and not yet sent outlives the explorer, also one that is killed."""

from __future__ import annotations

import json
import signal
from pathlib import Path

from tests.engine.running import local_engine
from tests.terminal.explorer import open_file
from tests.terminal.pty_process import flux_tui
from tests.terminal.terminal import Terminal, usual_environment
from tests.terminal.worlds import publish_sensors


def explorer_that_remembers(url: str, folder: Path) -> Terminal:
    environment = usual_environment(FLUX_TUI_STATE=str(folder))
    return Terminal(flux_tui("--url", url), environment=environment)


async def send_all(terminal: Terminal) -> None:
    """Send a batch of which it is asked first whether it is to go."""
    terminal.press("ctrl+s")
    await terminal.shows("Publish these 3,000 events")
    terminal.press("y")


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
            await terminal.shows("● live", "kept from last time", "half-written: n opens it")
            terminal.press("n")
            await terminal.shows("Stream", "lab.sensors", "half-written")


async def test_a_batch_cut_off_by_a_kill_is_sent_whole_and_nothing_of_it_twice(
    tmp_path: Path,
) -> None:
    file, number = tmp_path / "many.jsonl", 3_000
    payloads = [{"entity_id": f"e-{n % 50}", "properties": {"n": n}} for n in range(number)]
    drafted = [{"stream": "lab", "source": "me", "payload": one} for one in payloads]
    file.write_text("\n".join(map(json.dumps, drafted)))
    async with local_engine() as engine:
        await publish_sensors(engine.url, 3)
        log = engine.engine.log
        there = log.newest
        async with explorer_that_remembers(engine.url, tmp_path) as terminal:
            await terminal.shows("● live", "sensor-02")
            await open_file(terminal, file, "3,000 events: 50 new")
            folder = tmp_path / "drafts"
            await terminal.until(lambda: any(folder.glob("*.drafts")), "the draft is on the disk")
            await send_all(terminal)
            await terminal.until(lambda: log.newest > there, "some of it is in the log")
            terminal.send(signal.SIGKILL)
            await terminal.ends()
        async with explorer_that_remembers(engine.url, tmp_path) as terminal:
            await terminal.shows("● live", "kept from last time")
            terminal.press("b")
            await terminal.shows("3,000 events: ")
            await send_all(terminal)
            await terminal.shows("what became of it")
            await terminal.shows_no("pauses")  # each is accepted
        assert log.newest - there == number
