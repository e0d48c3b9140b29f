"""What stands where on the explorer's screen, and ways that are gone again and again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tests.terminal.pty_process import flux_tui
from tests.terminal.terminal import Terminal

ROW = re.compile(r"│(?P<bar>[ ▌])(?P<sign>[ !✗◔])  (?P<id>\S+)(?P<rest> .*?)│")
"""A row of an entity in the list: focus bar, sign, id, and its properties and age."""


def explorer(url: str, *options: str, columns: int = 118, lines: int = 36) -> Terminal:
    """An explorer of a server, in a terminal."""
    return Terminal(flux_tui("--url", url, *options), columns=columns, lines=lines)


def rows(terminal: Terminal) -> Sequence[re.Match[str]]:
    """The list's rows of entities, from top to bottom."""
    found = (ROW.match(line) for line in terminal.lines)
    return [row for row in found if row is not None]


def listed(terminal: Terminal) -> list[str]:
    """The ids in the list, from top to bottom."""
    return [row["id"] for row in rows(terminal)]


def focused(terminal: Terminal) -> str | None:
    """The id in the row that has the focus bar."""
    return next((row["id"] for row in rows(terminal) if row["bar"] == "▌"), None)


def values(terminal: Terminal, entity_id: str) -> list[str]:
    """What stands in an entity's row after its id; empty when it has none."""
    return next((row["rest"].split() for row in rows(terminal) if row["id"] == entity_id), [])


async def open_file(terminal: Terminal, file: Path, judged: str) -> None:
    """Open a file in the batch editor, from the list, until that is said of its events."""
    terminal.press("b")
    await terminal.shows("batch of events")
    terminal.press("ctrl+o")
    await terminal.shows("open a file")
    terminal.press("ctrl+u", str(file), "enter")
    await terminal.shows(judged)
