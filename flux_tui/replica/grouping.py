"""Which group an entity belongs to: by the shape of its id, by a property's value, or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from flux_tui.model.inline import json_text
from flux_tui.model.json import Missing

if TYPE_CHECKING:
    from flux_tui.model.json import Json
    from flux_tui.replica.record import EntityRecord

UNGROUPED = ""
"""The group of ids that have none of the separators, and of entities without the property."""

LONGEST = 200
"""Characters of a value that tell its group from others: nobody reads longer headers."""

_LIKE_JSON = re.compile(r'-?\d|["\[{]|(?:true|false|null)\Z')
"""Texts that could be taken for another type."""


def group_of(entity_id: str) -> str:
    """What stands before the first ``/``, else the first ``:``, else the first ``-``.

    ``lab/temp-1`` is of ``lab``, ``cpu:0`` of ``cpu``, ``sensor-03`` of ``sensor``.
    """
    for separator in "/:-":
        if separator in entity_id:
            head = entity_id.partition(separator)[0]
            if head:
                return head
    return UNGROUPED


def group_of_value(value: Json) -> str:
    """The group of those that have this value: ``hot``, ``22``, ``"22"``, ``true``, ``{…}``."""
    if type(value) is int:
        return str(value)
    if isinstance(value, str) and value and not _LIKE_JSON.match(value):
        return value[:LONGEST]
    return json_text(value, LONGEST)


class GroupBy(Enum):
    """What decides an entity's group."""

    ID = "id"
    NONE = "none"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Grouping:
    """How a list is grouped; ``path`` names the property, as in the query language."""

    by: GroupBy
    path: tuple[str, ...] = ()

    ID: ClassVar[Grouping]
    NONE: ClassVar[Grouping]

    @classmethod
    def by_property(cls, *path: str) -> Grouping:
        """By a property's value, or by one inside of it."""
        return cls(GroupBy.PROPERTY, path)

    @property
    def label(self) -> str:
        """What it is called."""
        return ".".join(self.path) if self.path else self.by.value

    def reader(self) -> Callable[[EntityRecord], str]:
        """What reads an entity's group."""
        if self.by is GroupBy.ID:
            return lambda record: group_of(record.id)
        if self.by is GroupBy.NONE:
            return lambda record: UNGROUPED
        from flux_tui.replica.query.syntax import Reference  # not loaded before it is needed
        from flux_tui.replica.query.values import reader

        read = reader(Reference(self.path))

        def group(record: EntityRecord) -> str:
            value = read(record)
            return UNGROUPED if isinstance(value, Missing) else group_of_value(value)

        return group

    def place_of(self, group: str) -> GroupPlace:
        """What groups are ordered by: values as numbers, then others, those without it last."""
        if self.by is not GroupBy.PROPERTY:
            return (0, 0.0, group)
        if group == UNGROUPED:
            return (2, 0.0, group)
        if group.removeprefix("-")[:1].isdecimal():
            return (0, float(group), group)
        return (1, 0.0, group)


GroupPlace: TypeAlias = tuple[int, float, str]
"""What groups are ordered by."""

Grouping.ID = Grouping(GroupBy.ID)
Grouping.NONE = Grouping(GroupBy.NONE)
