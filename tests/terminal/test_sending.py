"""What is published by hand: sent, proved, sent again, and brought back, as on a terminal."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from flux_tui.client import FluxClient
from flux_tui.model.json import JsonObject
from tests.engine.running import LocalEngine, local_engine
from tests.faults.fake_flux import FakeFlux
from tests.terminal.explorer import explorer, listed, open_file, values
from tests.terminal.pty_process import flux_tui
from tests.terminal.terminal import Terminal, usual_environment
from tests.terminal.worlds import event, publish, publish_sensors


@pytest.fixture
async def engine() -> AsyncIterator[LocalEngine]:
    async with local_engine() as engine:
        await publish_sensors(engine.url, 3)
        yield engine


async def entity(engine: LocalEngine, entity_id: str) -> JsonObject:
    """An entity's properties, as the server knows them."""
    async with FluxClient(engine.url) as client:
        return dict((await client.entity(entity_id)).properties)


async def send_event(terminal: Terminal, entity_id: str, *properties: str) -> None:
    """Write an event, a name and a value in turn, and send it; back to the list once it is seen."""
    terminal.press("n")
    await terminal.shows("new event")
    for word in ("lab.sensors", "me", entity_id, "", *properties):
        terminal.press(word, "enter")
    await terminal.shows(properties[-1])
    terminal.press("ctrl+s")
    await terminal.shows("in the state after")
    terminal.press("escape")
    await terminal.shows_no("new event")


async def test_what_was_sent_comes_back_and_what_others_set_since_stays(
    engine: LocalEngine,
) -> None:
    async with explorer(engine.url) as terminal:
        await terminal.shows("● live", "sensor-02")
        await send_event(terminal, "sensor-00", "temperature", "99", "status", "failing")
        await terminal.until(lambda: "99" in values(terminal, "sensor-00"), "what was sent")
        await publish(engine.url, [event("sensor-00", {"temperature": 50}, source="gateway")])
        await terminal.until(lambda: "50" in values(terminal, "sensor-00"), "what others set")
        terminal.press("u")
        await terminal.shows_line("sensor-00", "temperature", "changed since by gateway")
        await terminal.shows_line("status", "failing → ok")
        await terminal.shows("Bring back 1 entity")
        terminal.press("ctrl+s")
        await terminal.until(lambda: "ok" in values(terminal, "sensor-00"), "it is back")
        await terminal.shows_no("Bring back")
    assert await entity(engine, "sensor-00") == {"temperature": 50, "status": "ok"}


async def test_an_event_of_somebody_else_is_brought_back_from_the_history(
    engine: LocalEngine,
) -> None:
    await publish(engine.url, [event("sensor-00", {"status": "failing"}, source="mallory")])
    async with explorer(engine.url) as terminal:
        await terminal.shows("● live", "✗ 1")
        terminal.press("h")
        await terminal.shows("2 events, all that the server keeps")
        await terminal.shows_line("▌", "mallory")
        terminal.press("u")
        await terminal.shows("event by mallory", "failing → ok", "Bring back 1 entity")
        terminal.press("ctrl+s")
        await terminal.shows("3 events, all that the server keeps")
        await terminal.shows_no("✗ 1")
    assert await entity(engine, "sensor-00") == {"temperature": 0, "status": "ok"}


async def test_a_batch_from_a_file_is_seen_as_a_table_sent_and_proved(
    engine: LocalEngine, tmp_path: Path
) -> None:
    file = tmp_path / "evening.json"
    events = [
        {"stream": "lab.sensors", "source": "me", "payload": {"entity_id": i, "properties": p}}
        for i, p in (("sensor-00", {"status": "asleep"}), ("lamp-1", {"power": 1.50}))
    ]
    file.write_text(json.dumps({"events": events}, indent=2).replace("1.5", "1.50"))
    async with explorer(engine.url, columns=170) as terminal:
        await terminal.shows("● live", "sensor-02")
        await open_file(terminal, file, "2 events: 1 new, 1 changing")
        terminal.press("f2")
        await terminal.shows_line("sensor-00", "lab.sensors", "asleep")
        await terminal.shows_line("lamp-1", "lab.sensors", "1.50")
        terminal.press("ctrl+s")
        await terminal.shows("2 events: 2 in the state")
        terminal.press("escape")
        await terminal.until(lambda: "lamp-1" in listed(terminal), "the new entity")
    assert await entity(engine, "lamp-1") == {"power": 1.5}


async def test_a_ledger_entry_is_sent_again(engine: LocalEngine) -> None:
    async with explorer(engine.url) as terminal:
        await terminal.shows("● live", "sensor-02")
        await send_event(terminal, "sensor-01", "temperature", "77")
        await publish(engine.url, [event("sensor-01", {"temperature": 5}, source="gateway")])
        await terminal.until(lambda: "5" in values(terminal, "sensor-01"), "it was overwritten")
        terminal.press("L")
        await terminal.shows("temperature 1 → 77", "overwritten by gateway")
        terminal.press("s")
        await terminal.shows("once more, as")
        terminal.press("y")
        await terminal.shows("resending of", "temperature 5 → 77", "stands")
    assert (await entity(engine, "sensor-01"))["temperature"] == 77


async def test_a_template_is_filled_in_and_sent(engine: LocalEngine, tmp_path: Path) -> None:
    properties = '{"temperature": "{{degrees:number=21}}"}'
    payload = f'{{"entity_id": "sensor-0{{{{number=1}}}}", "properties": {properties}}}'
    template = f'{{"event": {{"stream": "lab.sensors", "source": "me", "payload": {payload}}}}}'
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "set.json").write_text(template)
    async with at_home(tmp_path, "--url", engine.url) as terminal:
        await terminal.shows("● live", "sensor-02")
        terminal.press("T")
        await terminal.shows("templates", "set")
        terminal.press("enter")
        await terminal.shows("template set", "degrees")
        terminal.press("ctrl+u", "2", "tab", "ctrl+u", "22.50")
        await terminal.shows("22.50")
        terminal.press("enter")
        await terminal.shows("new event", "sensor-02", "22.50")
        terminal.press("ctrl+s")
        await terminal.shows("in the state after")
    assert (await entity(engine, "sensor-02"))["temperature"] == 22.5


async def test_from_a_plain_flux_to_one_in_production_which_wants_its_name(
    engine: LocalEngine, tmp_path: Path
) -> None:
    flux = FakeFlux()
    flux.set("lamp-1", power=1)
    async with flux.serving() as plain:
        (tmp_path / "config.toml").write_text(
            f'[profiles.attic]\nurl = "{plain}"\ncolor = "green"\n'
            f'[profiles.plant]\nurl = "{engine.url}"\nproduction = true\n'
        )
        async with at_home(tmp_path, "--profile", "attic") as terminal:
            await terminal.shows("live", " ws ", "▌attic", "lamp-1")
            terminal.press("ctrl+o")
            await terminal.shows_line("▌ plant", "PRODUCTION", "● 3 entities")
            await terminal.shows_line("▌ attic", "● answers")
            terminal.press("plant", "enter")
            await terminal.shows("▌PRODUCTION plant", " sse ", "sensor-00")
            await terminal.shows_no("lamp-1")
            terminal.press("d")
            await terminal.shows("is marked as production", "type 127.0.0.1")
            terminal.press("enter")
            await terminal.shows("Delete sensor-00")
            terminal.press("127.0.0.1", "enter")
            await terminal.until(lambda: listed(terminal) == ["sensor-01", "sensor-02"], "gone")
            terminal.press("ctrl+o")
            await terminal.shows_line("▌ attic", "● answers")
            terminal.press("enter")
            await terminal.shows("▌attic", " ws ", "lamp-1")
    assert flux.state() == {"lamp-1": {"power": 1}}


def at_home(folder: Path, *options: str) -> Terminal:
    """An explorer with a configuration, and templates beside it."""
    environment = usual_environment(FLUX_TUI_CONFIG=str(folder / "config.toml"))
    return Terminal(flux_tui(*options), environment=environment)
