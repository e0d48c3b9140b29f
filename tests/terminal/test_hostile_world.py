from __future__ import annotations

import contextlib
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.engine.running import EngineProcess, engine_process
from tests.terminal.explorer import explorer
from tests.terminal.hostile import UNPLEASANT, hostile_events
from tests.terminal.terminal import NotSeen, Terminal
from tests.terminal.wiretap import smuggled, strangers
from tests.terminal.worlds import event, publish

EVENTS = hostile_events()

BATCH = 40
"""Events in one request, so that it stays below the server's limit."""


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with engine_process() as engine:
        yield engine


@pytest.fixture
async def terminal(engine: EngineProcess) -> AsyncIterator[Terminal]:
    """An explorer of the hostile world; nothing of it may have reached the terminal as it is."""
    for start in range(0, len(EVENTS), BATCH):
        await publish(engine.url, EVENTS[start : start + BATCH])
    async with explorer(engine.url, columns=110, lines=32) as terminal:
        await terminal.shows("● live", f"{len(EVENTS)} entities")
        yield terminal
        assert strangers(bytes(terminal.output)) == []
        assert smuggled(bytes(terminal.output), all_texts()) == []
        assert terminal.title == ""
        terminal.send(signal.SIGTERM)
        assert await terminal.ends() == 0


def all_texts() -> Iterator[str]:
    """Every id, name and value that may not reach the terminal as it is."""
    yield from UNPLEASANT
    for hostile in EVENTS:
        yield str(hostile.entity_id)
        for name, value in (hostile.properties or {}).items():
            yield name
            yield str(value)


async def test_every_entity_is_looked_at_in_the_list_and_in_the_detail(terminal: Terminal) -> None:
    terminal.press("G")
    await terminal.shows(" wsw-d ──")
    while "␇" not in (row := bar(terminal)):
        terminal.press("k")
        await terminal.until(lambda row=row: bar(terminal) != row, "the row above")  # type: ignore[misc]


async def test_a_value_of_a_million_characters_is_unfolded_as_far_as_it_is_shown(
    terminal: Terminal,
) -> None:
    terminal.press("/")
    await terminal.shows("part of an id")
    terminal.press("long-", "enter")
    await terminal.shows("1 of ", "million")
    terminal.press("enter")
    await terminal.shows("▌▸ million")
    terminal.press("enter")
    await terminal.shows("▌▾ million")
    terminal.press("G")
    await terminal.shows("more characters", "▸ ppppp", "vvvvv")


async def test_changes_are_told_while_they_come(terminal: Terminal, engine: EngineProcess) -> None:
    again = [event(text, {text: f"{text} again", "status": 1}) for text in UNPLEASANT]
    await publish(engine.url, again)
    await terminal.shows(" → 1 ")


async def test_what_is_pasted_into_the_filter(terminal: Terminal) -> None:
    terminal.press("/")
    await terminal.shows("part of an id")
    for number, text in enumerate(UNPLEASANT):
        terminal.paste(f"{' '.join(text.split())}·{number}·")
        await terminal.shows(f"·{number}·")


async def test_a_coloured_log_that_is_pasted_is_no_command(terminal: Terminal) -> None:
    log = "\x1b[31mqqi\x1b[0m\nqn\x1b[1;2Hq"
    terminal.paste(log)
    terminal.press("/")
    await terminal.shows("part of an id")
    terminal.paste(log)
    await terminal.shows("[31mqqi[0m", "Entities")
    terminal.press("escape")


async def test_an_event_made_from_an_entity(terminal: Terminal) -> None:
    terminal.press("/")
    await terminal.shows("part of an id")
    terminal.press("owned", "enter")
    await terminal.shows_line("Entities", "of")
    terminal.press("g", "j", "e")
    await terminal.shows("event from", "Send")


def bar(terminal: Terminal) -> str:
    """The row that has the focus bar, without its age."""
    return next((line[1:50] for line in terminal.lines if line.startswith("│▌")), "")


Steps = tuple[tuple[str, str], ...]

DETAIL = ("enter", "│▌  ␛]0;owned␇")
RAW = ("[", '"properties"')
HISTORY = ("h", "all that the server keeps")

PLACES: dict[str, Steps] = {
    "value": (DETAIL, ("v", "esc Close")),
    "copy of a value": (DETAIL, ("y", "copy of")),
    "copy": (("y", "publish command"),),
    "raw": (DETAIL, RAW),
    "search in raw": (DETAIL, RAW, ("/", "search"), ("own", "1 of ")),
    "history": (HISTORY,),
    "event of the history": (HISTORY, ("enter", "y copies")),
    "blame": (HISTORY, ("B", "since")),
    "export": (("x", "Export"),),
    "delete": (("d", "Delete"),),
    "comparison": ((" ", "1 marked"), ("=", " differ")),
    "changes": (("z", "Newest"),),
    "world": (("i", "Biggest groups"),),
    "columns": (("o", "enter"),),
    "sort": (("s", "sort by"),),
    "grouping": (("ctrl+g", "group by"),),
    "palette": (("ctrl+p", "Search for commands"),),
    "help": (("?", "esc closes"),),
    "servers": (("ctrl+o", "esc"),),
    "batch": (("b", "batch of events"),),
}
"""Each place there is: the keys that lead there from the list, and what is read after each."""


BESIDE = {"raw", "history", "blame"}
"""What stays beside the list when the list has the keys again."""


async def test_each_place_shows_it_harmlessly_and_can_be_left(terminal: Terminal) -> None:
    terminal.press("/")
    await terminal.shows("part of an id")
    terminal.press("ow", "enter")
    await terminal.until(lambda: is_listed(terminal), "the filter")
    for place, steps in PLACES.items():
        terminal.press("g", "j")
        await terminal.shows("│▌   ␛]0;owned␇")
        for key, text in steps:
            terminal.press(key)
            await terminal.shows(text)
        await leave(terminal, place, "" if place in BESIDE else steps[-1][1])


async def leave(terminal: Terminal, place: str, read_there: str) -> None:
    """Back to the list, with nothing marked, and what was read there gone."""
    for _ in range(6):
        terminal.press("escape")
        with contextlib.suppress(NotSeen):
            await terminal.until(lambda: is_left(terminal, read_there), "the list", within=1)
            return
    raise NotSeen(f"no way back from {place}")


def is_left(terminal: Terminal, read_there: str) -> bool:
    """Whether the filtered list has the keys again, and nothing is marked."""
    is_free = "⏎ Detail" in terminal.text and "◆" not in terminal.text
    return is_listed(terminal) and is_free and (not read_there or read_there not in terminal.text)


def is_listed(terminal: Terminal) -> bool:
    """Whether the filtered list is seen."""
    return any("Entities ──" in line and " of " in line for line in terminal.lines)
