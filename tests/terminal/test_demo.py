from __future__ import annotations

import json
import re

import psutil

from tests.terminal.explorer import listed, rows, values
from tests.terminal.pty_process import flux_tui
from tests.terminal.terminal import Terminal

BATCH = [
    {
        "stream": "lab.visits",
        "source": "me",
        "payload": {"entity_id": entity_id, "properties": {"mood": mood}},
    }
    for entity_id, mood in [("visitor-2", "tired"), ("visitor-3", "merry")]
]

FILTERED = re.compile(r"Entities ── \d+ of \d+ ── visitor")
"""The list's title while the filter is on."""

ENDED = 10.0
"""Seconds to wait for the end: far more than it takes on a machine that is free."""


async def test_one_command_shows_a_living_world_that_takes_an_event_and_a_batch_by_hand() -> None:
    async with Terminal(flux_tui("demo")) as terminal:
        await terminal.shows("● live", "agent-ada")
        await five_rows_change(terminal)

        terminal.press("n")
        await terminal.shows("new event", "Stream")
        terminal.press("lab.visits", "tab", "me", "tab", "visitor-1", "tab", "tab")
        terminal.press("mood")
        await terminal.shows("a value is missing")
        terminal.press("tab", "curious")
        await terminal.shows("visitor-1", "does not exist yet", "curious")
        terminal.press("ctrl+s")
        await terminal.shows("accepted after", "in the state after")
        terminal.press("escape")
        await terminal.shows_no("new event ──")

        terminal.press("b")
        await terminal.shows("batch of events")
        terminal.paste(json.dumps(BATCH))
        await terminal.shows("visitor-2", "visitor-3", "2 events: 2 new")
        terminal.press("ctrl+s")
        await terminal.shows("2 in the state")
        terminal.press("escape")
        await terminal.shows_no("batch of events ──")

        terminal.press("/")
        await terminal.shows("part of an id")
        terminal.press("visitor")
        await terminal.until(lambda: len(listed(terminal)) == 3, "the three visitors alone")
        moods = [values(terminal, f"visitor-{number}")[0] for number in (1, 2, 3)]
        assert moods == ["curious", "tired", "merry"]

        await terminal.until(lambda: FILTERED.search(terminal.text), "the filter in the title")
        terminal.press("escape")
        await terminal.until(lambda: not FILTERED.search(terminal.text), "no filter in the title")
        children = psutil.Process(terminal.pid).children(recursive=True)
        assert children
        terminal.press("q")
        assert await terminal.ends(ENDED) == 0
        assert [child for child in children if child.is_running()] == []


async def five_rows_change(terminal: Terminal) -> None:
    """Wait until five rows of the list show other values than now; their ages do not count."""
    before = {row["id"]: values(terminal, row["id"])[:-1] for row in rows(terminal)}

    def changed() -> int:
        return sum(values(terminal, i)[:-1] not in ([], was) for i, was in before.items())

    await terminal.until(lambda: changed() >= 5, "five rows changed")
