"""The events of a series as lines for an editor, in slices between two keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flux_tui.client.templates.filling import Moment
from flux_tui.client.templates.series import Series
from flux_tui.client.turns import Turns
from flux_tui.errors import UsageError
from flux_tui.model.inline import name_text
from flux_tui.protocol.json_reading import on_one_line
from flux_tui.tui.event_files.file_text import LARGEST
from flux_tui.tui.event_files.tables import MOST_EVENTS, MOST_PROBLEMS

SLICE = 0.008
"""Seconds of work between two turns of everybody else."""


@dataclass(slots=True)
class Made:
    """The events, a line each, and of which rounds there are none, printable."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def require_size(series: Series) -> None:
    """Raises UsageError for more events than an editor takes."""
    if series.size > MOST_EVENTS:
        raise UsageError(f"an editor takes {MOST_EVENTS:,} events, and these are {series.size:,}")


async def make(series: Series, moment: Moment, progress: Callable[[int], None]) -> Made:
    """All of them; may be cancelled at any time. Raises UsageError when it is too much.

    What cannot be made of one entity, as it lacks what is asked for, is told, and no obstacle.
    """
    require_size(series)
    made, turns, size = Made(), Turns(SLICE), 0
    for place in range(series.rounds):
        try:
            lines = [on_one_line(text) for text in series.fill(place, moment)]
        except UsageError as error:
            made.problems.append(_problem(series, place, error))
            if len(made.problems) == MOST_PROBLEMS:
                break
            continue
        made.lines += lines
        size += sum(map(len, lines)) + len(lines)
        if size > LARGEST:
            raise UsageError(f"an editor takes {LARGEST // 1_000_000} MB; these are more")
        if turns.over:
            progress(len(made.lines))
            await turns.nap()
    return made


def _problem(series: Series, place: int, error: UsageError) -> str:
    entity_id = series.entity(place)
    whose = f"round {place + 1:,}" if entity_id is None else name_text(entity_id, 40)
    return f"{whose}: {error}"
