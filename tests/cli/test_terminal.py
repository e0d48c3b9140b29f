"""What depends on a terminal: tables, escapes, the interrupt, and that there is none."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest

from tests.cli.conftest import Flux
from tests.client.serving import read_request, talking
from tests.terminal.terminal import Terminal, usual_environment
from tests.terminal.wiretap import strangers

HOSTILE = {"\x1b]0;owned\x07": "\x1b[31mred\u202e\x9b2J", "x": "漢" * 100, "nested": {"a": [1]}}


def terminal(url: str, *arguments: str) -> Terminal:
    command = [sys.executable, "-m", "flux_tui", *arguments]
    environment = usual_environment(FLUX_URL=url, TZ="UTC")
    return Terminal(command, environment=environment, columns=60, lines=20)


async def test_on_a_terminal_an_entity_is_a_table(flux: Flux) -> None:
    flux.put("terminal-1", {"temperature": 22.5, "unit": "celsius"})
    async with terminal(flux.url, "get", "terminal-1") as screen:
        assert await screen.ends() == 0
        assert screen.lines[0].split() == ["id", "updated"]
        assert screen.line_with("temperature").split() == ["temperature", "22.5"]


async def test_on_a_terminal_json_can_be_asked_for(flux: Flux) -> None:
    flux.put("terminal-2", {"n": 1})
    async with terminal(flux.url, "get", "terminal-2", "--json") as screen:
        assert await screen.ends() == 0
        assert json.loads(bytes(screen.output)) == json.loads(flux.state("terminal-2"))


async def test_hostile_ids_and_values_cannot_drive_the_terminal(flux: Flux) -> None:
    hostile_id = "terminal-3\x1b[2J\u202e"
    flux.put(hostile_id, HOSTILE)
    for arguments in (
        ("get", hostile_id),
        ("get", hostile_id, "--json"),
        ("list", "--prefix", "terminal-3"),
        ("list", "--prefix", "terminal-3", "--json"),
    ):
        async with terminal(flux.url, *arguments) as screen:
            assert await screen.ends() == 0
            output = bytes(screen.output)
        assert strangers(output) == []
        assert b"\x1b" not in output
        if "--json" in arguments:
            found = json.loads(output)
            entity = found[0] if isinstance(found, list) else found
            assert entity["properties"] == HOSTILE


async def test_a_list_fits_the_terminals_width(flux: Flux) -> None:
    flux.put("terminal-4", {"text": "x" * 1000})
    async with terminal(flux.url, "list", "--prefix", "terminal-4") as screen:
        assert await screen.ends() == 0
        assert len(bytes(screen.output).strip().split(b"\n")) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("delete", "terminal-5"), "[y/N]"), (("batch", "-"), "ctrl+d on a line of its own")],
    ids=["delete", "batch"],
)
async def test_ctrl_c_interrupts_a_command_that_waits_for_a_person(
    flux: Flux, arguments: tuple[str, ...], words: str
) -> None:
    async with terminal(flux.url, *arguments) as screen:
        await screen.shows(words)
        screen.press("ctrl+c")
        assert await screen.ends() == 130
        assert b"Traceback" not in screen.output


async def test_ctrl_c_interrupts_a_command_that_waits(flux: Flux) -> None:
    asked = asyncio.Event()

    async def never_answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        asked.set()
        await reader.read()

    async with talking(never_answering) as url, terminal(url, "get", "x") as screen:
        await asyncio.wait_for(asked.wait(), 20)
        screen.press("ctrl+c")
        assert await screen.ends() == 130
        assert b"Traceback" not in screen.output
