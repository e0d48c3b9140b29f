"""What people come for, from the first key to the answer, on our engine and on a plain Flux."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engine.running import LocalEngine, environment, local_engine
from tests.faults.fake_flux import FakeFlux
from tests.terminal.explorer import explorer, listed
from tests.terminal.terminal import Terminal
from tests.terminal.worlds import event, publish, publish_sensors

CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")
"""How a program fills the terminal's clipboard (OSC 52)."""


@pytest.fixture
async def engine() -> AsyncIterator[LocalEngine]:
    async with local_engine() as engine:
        yield engine


@pytest.fixture
async def a_plain_flux() -> AsyncIterator[tuple[FakeFlux, str]]:
    """A server with a WebSocket alone, whose changes name no source."""
    flux = FakeFlux()
    async with flux.serving() as url:
        yield flux, url


async def filtered(terminal: Terminal, query: str, *expected: str) -> None:
    """Type a query, and wait until exactly these are listed."""
    terminal.press("/")
    await terminal.shows("part of an id")
    terminal.press(query, "enter")
    await terminal.until(lambda: listed(terminal) == list(expected), f"{expected} alone")


async def copied(terminal: Terminal, form: str) -> str:
    """Copy what the cursor is on in a form, and take it from the terminal's clipboard."""
    terminal.press("y")
    await terminal.shows("copy of")
    terminal.press(form, "enter")
    await terminal.until(lambda: CLIPBOARD.search(terminal.output), "the clipboard filled")
    return base64.b64decode(CLIPBOARD.findall(terminal.output)[-1]).decode()


async def run_in_a_shell(command: str) -> str:
    """What a pasted command prints in ``sh``, with this Python's ``flux-tui`` first in the path."""
    programs = Path(sys.executable).parent
    env = environment({"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})
    run = await asyncio.to_thread(
        subprocess.run, ["/bin/sh", "-c", command], env=env, check=True, stdout=subprocess.PIPE
    )
    return run.stdout.decode()


async def test_the_failing_sensor_who_did_it_and_the_command_that_sets_it_right(
    engine: LocalEngine,
) -> None:
    await publish_sensors(engine.url, 12)
    await publish(engine.url, [event("sensor-07", {"status": "failing"}, source="mallory")])
    async with explorer(engine.url, columns=170) as terminal:
        await terminal.shows("● live", "✗ 1")
        await filtered(terminal, "status=failing", "sensor-07")
        terminal.press("h")
        await terminal.shows("mallory", "ok → failing", "all that the server keeps")
        terminal.press("B")
        await terminal.shows("since")
        await terminal.shows_line("status  ", "mallory")
        terminal.press("B")
        await terminal.shows("ok → failing")
        await terminal.shows_line("▌", "mallory", "ok → failing")
        command = await copied(terminal, "s")
        assert command.endswith("""sensor-07 '{"status":"ok"}'""")
        await run_in_a_shell(command)
        await terminal.until(lambda: listed(terminal) == [], "nothing that fails")
    assert '"status":"ok"' in await run_in_a_shell(f"flux-tui --url {engine.url} get sensor-07")


async def test_all_entities_of_one_source(engine: LocalEngine) -> None:
    await publish_sensors(engine.url, 4)
    async with explorer(engine.url, columns=170) as terminal:
        await terminal.shows("● live", "sensor-03")
        mine = [event(f"sensor-0{n}", {"status": "warning"}, source="mallory") for n in (1, 3)]
        await publish(engine.url, mine)
        await terminal.shows("ok → warning")
        await filtered(terminal, "@source=mallory", "sensor-01", "sensor-03")


async def test_the_service_that_fell_silent(engine: LocalEngine) -> None:
    async with explorer(engine.url, columns=170) as terminal:
        await terminal.shows("● live")
        beating = [asyncio.create_task(beat_on(engine.url, f"service-{n}")) for n in ("a", "b")]
        try:
            await terminal.shows("service-a ──", "usually every")
            beating[0].cancel()
            await filtered(terminal, "@stale", "service-a")
            await terminal.shows("◔")
        finally:
            for task in beating:
                task.cancel()
            await asyncio.gather(*beating, return_exceptions=True)


async def beat_on(url: str, entity_id: str) -> None:
    """Report every half second until cancelled."""
    beat = 100
    while True:
        beat += 1
        await publish(url, [event(entity_id, {"beat": beat})])
        await asyncio.sleep(0.5)


async def test_on_a_websocket_a_source_is_not_guessed_and_its_history_names_it(
    a_plain_flux: tuple[FakeFlux, str],
) -> None:
    flux, url = a_plain_flux
    flux.set("sensor-1", status="ok")
    flux.set("sensor-2", status="ok")
    async with explorer(url, columns=170) as terminal:
        await terminal.shows("live", " ws ", "sensor-2")
        flux.set("sensor-2", status="failing")
        await terminal.shows("ok → failing", "✗ 1")
        await filtered(terminal, "status=failing", "sensor-2")
        terminal.press("h")
        await terminal.shows("test", "ok → failing")
        terminal.press("@")
        await terminal.shows("Which entities")
        await terminal.until(lambda: listed(terminal) == ["sensor-2"], "the list")


async def test_on_a_websocket_the_copied_command_sets_it_right(
    a_plain_flux: tuple[FakeFlux, str],
) -> None:
    flux, url = a_plain_flux
    flux.set("sensor-1", status="ok")
    async with explorer(url, columns=170) as terminal:
        await terminal.shows("live", " ws ", "sensor-1")
        flux.set("sensor-1", status="failing")
        await terminal.shows("ok → failing", "✗ 1")
        command = await copied(terminal, "set back")
        await run_in_a_shell(command)
        await terminal.shows("failing → ok")


async def test_on_a_websocket_what_is_deleted_comes_back(
    a_plain_flux: tuple[FakeFlux, str],
) -> None:
    flux, url = a_plain_flux
    flux.set("sensor-1", status="ok")
    flux.set("sensor-2", status="ok")
    async with explorer(url, columns=170) as terminal:
        await terminal.shows("live", " ws ", "sensor-2")
        terminal.press("d")
        await terminal.shows("Delete sensor-1")
        terminal.press("ctrl+s")
        await terminal.shows("1 entity deleted, and gone")
        terminal.press("u")
        await terminal.shows("Bring back 1 entity")
        terminal.press("ctrl+s")
        await terminal.shows("1 entity brought back")
        await terminal.until(lambda: listed(terminal) == ["sensor-1", "sensor-2"], "the list")
    assert flux.state()["sensor-1"] == {"status": "ok"}
