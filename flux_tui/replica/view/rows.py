"""What stands in the list, row by row."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from flux_tui.replica.record import EntityRecord


class Key(NamedTuple):
    """What a row stands for, whatever its number is: a group's header, or an entity."""

    group: str
    entity: str | None = None


class GroupRow(NamedTuple):
    """A group's header: ``shown`` entities pass the filter."""

    name: str
    shown: int
    folded: bool


Row: TypeAlias = GroupRow | EntityRecord
"""One line of the list."""


class ViewChange(NamedTuple):
    """What an update did: ``moved`` when rows came, went or moved; ``touched`` ids to repaint.

    ``recounted`` are the groups of which more or fewer are not well.
    """

    moved: bool
    touched: frozenset[str] = frozenset()
    recounted: frozenset[str] = frozenset()
