"""``flux-tui demo``: a live world on a bare machine, with one command."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from random import Random
from typing import Annotated

import typer

from flux_tui.cli.connect import open_writer, writable
from flux_tui.cli.exits import Exit
from flux_tui.cli.explore import open_explorer, require_query, require_terminal
from flux_tui.cli.options import Invocation, command, commands
from flux_tui.cli.output import say
from flux_tui.client import FluxClient
from flux_tui.demo.director import Director, Happening
from flux_tui.demo.processes import Engine, Player, reach_loopback_directly
from flux_tui.demo.scenario import SCENARIOS, Scenario, find_scenario
from flux_tui.errors import FluxTuiError, UsageError
from flux_tui.model.change import EntityDeleted
from flux_tui.model.clock import SystemClock
from flux_tui.model.instant import format_rfc3339
from flux_tui.model.json import JsonObject
from flux_tui.protocol.json_text import encode_ascii

SEED_TIMEOUT = 3.0
"""Seconds that the explorer waits for the first entities before it opens on an empty world."""

LOOK_AGAIN = 0.03
"""Seconds between two looks for them."""

app = commands()


@dataclass(frozen=True, slots=True)
class Pace:
    """Simulated seconds in a real one, and how many real ones are played; None is for ever."""

    speed: float
    seconds: float | None


@command(app, "demo")
def demo(
    invocation: Invocation,
    scenario: Annotated[str | None, typer.Argument(metavar="[SCENARIO]")] = None,
    list_scenarios: Annotated[bool, typer.Option("--list", help="Say which there are.")] = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="No explorer: print what happens as JSON lines.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="With --headless: print nothing.")] = False,
    speed: Annotated[
        float, typer.Option("--speed", metavar="X", help="So many times as fast.")
    ] = 1,
    seconds: Annotated[
        float | None, typer.Option("--seconds", metavar="N", help="End after so long.")
    ] = None,
) -> int:
    """Play a live world, on an engine started for it.

    With --url it is played to that server instead, and nothing is started.
    """
    if list_scenarios:
        return _list(invocation)
    chosen = find_scenario(scenario)
    if not 0 < speed <= 1000:
        raise UsageError(f"--speed must be above 0 and at most 1000, not {speed:g}")
    if seconds is not None and seconds < 0:
        raise UsageError(f"--seconds must not be negative, as {seconds:g} is")
    pace = Pace(speed, seconds)
    if headless:
        return _play(invocation, chosen, pace, quiet=quiet)
    require_query(invocation.where)
    require_terminal("add --headless to print what happens as JSON lines")
    return _show(invocation, chosen, pace)


def _list(invocation: Invocation) -> int:
    output = invocation.output()
    names: list[JsonObject] = [{"scenario": s.name, "summary": s.summary} for s in SCENARIOS]
    for line in names:
        text = encode_ascii(line) if invocation.json else f"{line['scenario']:<8}{line['summary']}"
        output.write(text.encode())
    return Exit.DONE


def _play(invocation: Invocation, scenario: Scenario, pace: Pace, *, quiet: bool) -> int:
    """Play without an explorer, in this process."""
    with ExitStack() as stack:
        if not _has_target(invocation):
            url = stack.enter_context(_own_engine()).url
            say(f"playing {scenario.name} at {url}; ctrl+c ends it")
            invocation = replace(invocation, url=url, read_only=False)
        return asyncio.run(_direct(invocation, scenario, pace, quiet=quiet))


async def _direct(invocation: Invocation, scenario: Scenario, pace: Pace, *, quiet: bool) -> int:
    """Play until it is over, or until this process is told to end."""
    async with open_writer(invocation) as client:
        director = Director(
            client,
            scenario.begin(Random()),
            clock=SystemClock(),
            speed=pace.speed,
            blocking=scenario.blocking,
            tell=None if quiet else _print,
        )
        playing = asyncio.create_task(director.play(pace.seconds))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, playing.cancel)
        await asyncio.wait([playing])
        if not playing.cancelled():
            playing.result()
    return Exit.DONE


def _print(happening: Happening) -> None:
    timestamp = format_rfc3339(happening.at)
    line: JsonObject
    if isinstance(happening, EntityDeleted):
        line = {"entity_id": happening.entity_id, "deleted": True, "timestamp": timestamp}
    else:
        line = {
            "entity_id": happening.entity_id,
            "property": happening.property,
            "value": happening.value,
            "before": happening.before,
            "timestamp": timestamp,
            "source": happening.source,
        }
    sys.stdout.write(f"{encode_ascii(line)}\n")
    sys.stdout.flush()


def _show(invocation: Invocation, scenario: Scenario, pace: Pace) -> int:
    """Start the engine and the director, and open the explorer on them."""
    with ExitStack() as stack:
        if _has_target(invocation):
            settings = writable(invocation)
            player = stack.enter_context(Player(scenario.name, _options(invocation, pace)))
        else:
            engine = stack.enter_context(_own_engine())
            invocation = replace(invocation, url=engine.url)
            settings = replace(invocation.settings(), token=None, admin_token=None)
            player = stack.enter_context(Player(scenario.name, _options(invocation, pace)))
            stack.callback(engine.release)
            asyncio.run(_first_entities(engine.url))
        if pace.seconds is not None:
            stack.callback(_end_after(pace.seconds).cancel)
        code = open_explorer(settings, where=invocation.where, utc=invocation.utc)
        failure = player.failure()
        if failure is not None:
            say(f"the world stood still since its director ended: {failure}")
        return code


def _end_after(seconds: float) -> threading.Timer:
    """Tell this process to end, after a while, as whoever starts and stops processes would."""
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGTERM))
    timer.daemon = True
    timer.start()
    return timer


def _own_engine() -> Engine:
    reach_loopback_directly()
    return Engine()


def _has_target(invocation: Invocation) -> bool:
    """Whether a server was named; FLUX_URL does not count, it may be one that matters."""
    return invocation.url is not None or invocation.profile is not None


def _options(invocation: Invocation, pace: Pace) -> list[str]:
    """The server and the pace of this run, as options of another."""
    given = {
        "--url": invocation.url,
        "--profile": invocation.profile,
        "--ca-file": invocation.ca_file,
        "--speed": pace.speed,
        "--seconds": pace.seconds,
    }
    options = [
        part for name, value in given.items() if value is not None for part in (name, str(value))
    ]
    return [*options, "--insecure-tls"] if invocation.insecure_tls else options


async def _first_entities(url: str) -> None:
    """Wait until there is something to see, but not for long."""
    with suppress(TimeoutError, FluxTuiError):
        async with asyncio.timeout(SEED_TIMEOUT), FluxClient(url) as client:
            while (await client.health()).entities == 0:  # noqa: ASYNC110 - another process's
                await asyncio.sleep(LOOK_AGAIN)
