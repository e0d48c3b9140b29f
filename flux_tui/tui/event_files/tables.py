"""A whole table made into JSON lines, in slices between two keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from flux_tui.client.turns import Turns
from flux_tui.errors import UsageError
from flux_tui.replica.table import Filling, Header, TableProblem, events
from flux_tui.tui.event_files.file_text import LARGEST

MOST_EVENTS = 100_000
"""Rows that become events at a time."""

MOST_PROBLEMS = 100
"""Bad rows after which the rest is not looked at: the table is another than was thought."""

SAMPLE = 200_000
"""Characters of a table that are looked at for a preview."""


@dataclass(slots=True)
class Converted:
    """The events of a table, a line each, and the rows that are none."""

    lines: list[str] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)


async def convert(
    text: str, header: Header, filling: Filling, progress: Callable[[int], None]
) -> Converted:
    """Every row of a table; may be cancelled at any time. Raises UsageError when it is too much."""
    converted, turns = Converted(), Turns()
    size = 0
    for row in events(text, header, filling):
        if isinstance(row, TableProblem):
            converted.problems.append(row)
            if len(converted.problems) == MOST_PROBLEMS:
                break
        elif row is not None:
            converted.lines.append(row)
            size += len(row) + 1
            if size > LARGEST or len(converted.lines) > MOST_EVENTS:
                raise UsageError(
                    f"an editor takes {MOST_EVENTS:,} events, {LARGEST // 1_000_000} MB of them "
                    "at most; split the table"
                )
        if turns.over:
            progress(len(converted.lines))
            await turns.nap()
    return converted


def sample(text: str, header: Header, filling: Filling, rows: int) -> Converted:
    """The first few rows."""
    converted = Converted()
    for row in islice(events(text[:SAMPLE], header, filling), rows):
        if isinstance(row, TableProblem):
            converted.problems.append(row)
        elif row is not None:
            converted.lines.append(row)
    return converted
