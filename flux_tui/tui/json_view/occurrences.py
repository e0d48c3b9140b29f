"""Where a text occurs in lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MOST = 10_000
"""Occurrences that are counted: a person who finds more asks for something else."""


class Occurrence(NamedTuple):
    """One place: its line, and its first and past its last character there."""

    line: int
    start: int
    end: int


def occurrences(lines: Sequence[str], wanted: str) -> list[Occurrence]:
    """Every place, in order, at most ``MOST``; in any case unless a capital is asked for."""
    if not wanted:
        return []
    pattern = re.compile(re.escape(wanted), re.IGNORECASE if wanted == wanted.lower() else 0)
    found: list[Occurrence] = []
    for number, line in enumerate(lines):
        for match in pattern.finditer(line):
            if len(found) == MOST:
                return found
            found.append(Occurrence(number, *match.span()))
    return found
