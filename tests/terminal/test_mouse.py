"""Whatever a key reaches the mouse reaches: rows, keys, dialogs; the wheel scrolls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.engine.running import EngineProcess, engine_process
from tests.terminal.explorer import explorer, focused
from tests.terminal.keys import wheel
from tests.terminal.terminal import Terminal
from tests.terminal.worlds import event, publish, publish_sensors


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with engine_process() as engine:
        yield engine


@pytest.fixture
async def terminal(engine: EngineProcess) -> AsyncIterator[Terminal]:
    await publish_sensors(engine.url, 60)
    await publish(engine.url, [event("wide", {f"property-{n:02}": n for n in range(60)})])
    async with explorer(engine.url) as terminal:
        await terminal.shows("● live", "sensor-04")
        yield terminal


async def test_a_click_focuses_a_row_and_a_second_one_opens_it(terminal: Terminal) -> None:
    await terminal.click("sensor-03")
    await terminal.until(lambda: focused(terminal) == "sensor-03", "the row that was clicked")
    await terminal.shows(" sensor-03 ──")


async def test_the_wheel_scrolls_what_is_under_it(terminal: Terminal) -> None:
    terminal.press(*10 * [wheel(10, 10)])
    await terminal.until(lambda: "sensor-01 " not in terminal.text, "the list scrolled")
    terminal.press("G")
    await terminal.shows(" wide ──", "property-05")
    terminal.press(*10 * [wheel(90, 15)])
    await terminal.until(lambda: "property-05" not in terminal.text, "the detail scrolled")


async def test_a_click_chooses_in_a_dialog_and_on_a_key(terminal: Terminal) -> None:
    await terminal.click("s Sort")
    await terminal.shows("sort by")
    await terminal.click("last change")
    await terminal.shows("by last change")
    await terminal.click("? Help")
    await terminal.shows("In the list")
