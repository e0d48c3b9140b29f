"""The text of a frame, as Textual's compositor writes it: places, and styled runs that begin there.

``ESC [ row ; column H``, then runs, each ``ESC [ style m`` text ``ESC [ 0 m`` or a plain text, and
a line end that means nothing, as a place follows. The last place is the cursor's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

PLACE = re.compile(r"\x1b\[(\d+);(\d+)H")

_TEXT = r"[^\x00-\x1f\x7f-\x9f]"
RUN = re.compile(rf"\x1b\[([0-9;]*)m({_TEXT}*+)\x1b\[0m|({_TEXT}++)")
RUNS = re.compile(rf"(?:{RUN.pattern})*\n?")


class Run(NamedTuple):
    """A text in one style."""

    style: str
    text: str


class Line(NamedTuple):
    """Runs that stand one after the other from a place on; both are counted from 1."""

    row: int
    column: int
    runs: Sequence[Run]


class Frame(NamedTuple):
    """What a frame draws, and where the cursor stands after it; None where the drawing ended."""

    lines: Sequence[Line]
    cursor: tuple[int, int] | None


def read_frame(data: str) -> Frame | None:
    """A frame's lines in their order; None when this is no frame, or holds anything else."""
    before, *parts = PLACE.split(data)
    if before or not parts:
        return None
    lines = []
    cursor = None
    for row, column, content in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        cursor = None
        if content in ("", "\n"):
            cursor = None if content else (int(row), int(column))
            continue
        runs = _read_runs(content)
        if runs is None:
            return None
        lines.append(Line(int(row), int(column), runs))
    return Frame(lines, cursor)


@lru_cache(256)
def _read_runs(content: str) -> Sequence[Run] | None:
    if RUNS.fullmatch(content) is None:
        return None
    found = RUN.findall(content)
    return [Run(style, text) for style, styled, plain in found if (text := styled or plain)]
