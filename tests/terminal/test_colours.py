"""What a terminal can show is what it gets: all colours, 256, 16, shades of grey, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.engine.running import EngineProcess, engine_process
from tests.terminal.pty_process import flux_tui
from tests.terminal.terminal import Terminal, usual_environment
from tests.terminal.worlds import publish_sensors

TRUE = re.compile(rb"\x1b\[[0-9;]*[34]8;2;(\d+);(\d+);(\d+)")
OF_256 = re.compile(rb"\x1b\[[0-9;]*[34]8;5;\d+")
OF_16 = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7])m")


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with engine_process() as engine:
        yield engine


async def output(engine: EngineProcess, **variables: str) -> bytes:
    """What is written by an explorer that is opened and left."""
    await publish_sensors(engine.url, 3)
    environment = usual_environment(**variables)
    async with Terminal(flux_tui("--url", engine.url), environment=environment) as terminal:
        await terminal.shows("● live", "sensor-02", "q Quit")
        terminal.press("q")
        assert await terminal.ends() == 0
        return bytes(terminal.output)


async def test_a_terminal_of_all_colours_gets_them(engine: EngineProcess) -> None:
    written = await output(engine)
    assert any(len(set(color)) > 1 for color in TRUE.findall(written))


async def test_one_of_256_gets_none_but_those(engine: EngineProcess) -> None:
    written = await output(engine, TERM="xterm-256color", COLORTERM="")
    assert OF_256.search(written)
    assert not TRUE.search(written)


@pytest.mark.parametrize("term", ["screen", "linux"])
async def test_one_of_16_gets_none_but_those(engine: EngineProcess, term: str) -> None:
    written = await output(engine, TERM=term, COLORTERM="")
    assert OF_16.search(written)
    assert not OF_256.search(written)
    assert not TRUE.search(written)


async def test_whoever_wants_no_colour_gets_shades_of_grey(engine: EngineProcess) -> None:
    written = await output(engine, NO_COLOR="1")
    assert all(len(set(color)) == 1 for color in TRUE.findall(written))


async def test_an_empty_wish_for_no_colour_is_none(engine: EngineProcess) -> None:
    written = await output(engine, NO_COLOR="")
    assert any(len(set(color)) > 1 for color in TRUE.findall(written))


async def test_a_terminal_that_cannot_draw_is_told_in_a_sentence(engine: EngineProcess) -> None:
    command = flux_tui("--url", engine.url)
    async with Terminal(command, environment=usual_environment(TERM="dumb")) as terminal:
        await terminal.shows("flux-tui: this terminal cannot be drawn on (TERM=dumb)", "list")
        assert await terminal.ends() == 2
