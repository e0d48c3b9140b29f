"""Two entities compared, property by property and inside of nested values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from flux_tui.model.json import Json, Path, same

MOST = 20_000
"""The most rows of a comparison: nobody reads more, and hostile values have millions."""


class Difference(Enum):
    """How two values at the same place are to each other."""

    NONE = "="
    VALUE = "≠"
    ONLY_LEFT = "‹"
    ONLY_RIGHT = "›"


class Compared(NamedTuple):
    """One place and the values there; None where there is none, as ``difference`` says."""

    path: Path
    left: Json
    right: Json
    difference: Difference


def compare(left: Mapping[str, Json], right: Mapping[str, Json]) -> list[Compared]:
    """Every place of two entities, ordered by property; at most ``MOST``.

    Values of one kind of container are compared inside; all others as wholes.
    """
    rows: list[Compared] = []
    for row in _members((), sorted({*left, *right}), left, right):
        if len(rows) == MOST:
            break
        rows.append(row)
    return rows


def _members(
    path: Path, names: list[str], left: Mapping[str, Json], right: Mapping[str, Json]
) -> Iterator[Compared]:
    for name in names:
        place = (*path, name)
        if name not in right:
            yield Compared(place, left[name], None, Difference.ONLY_LEFT)
        elif name not in left:
            yield Compared(place, None, right[name], Difference.ONLY_RIGHT)
        else:
            yield from _values(place, left[name], right[name])


def _items(path: Path, left: list[Json], right: list[Json]) -> Iterator[Compared]:
    for index in range(max(len(left), len(right))):
        place = (*path, index)
        if index >= len(right):
            yield Compared(place, left[index], None, Difference.ONLY_LEFT)
        elif index >= len(left):
            yield Compared(place, None, right[index], Difference.ONLY_RIGHT)
        else:
            yield from _values(place, left[index], right[index])


def _values(path: Path, left: Json, right: Json) -> Iterator[Compared]:
    if isinstance(left, dict) and isinstance(right, dict) and (left or right):
        yield from _members(path, list({**left, **right}), left, right)
    elif isinstance(left, list) and isinstance(right, list) and (left or right):
        yield from _items(path, left, right)
    else:
        is_same = same(left, right)
        yield Compared(path, left, right, Difference.NONE if is_same else Difference.VALUE)
