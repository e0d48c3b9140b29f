"""What a column of the list shows of an entity, whatever its place and width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import ClassVar, Final, TypeAlias

from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Sort


class Absent:
    """What stands for the value of a property that is not there."""


ABSENT: Final = Absent()

Read: TypeAlias = Callable[[EntityRecord], "Json | Absent"]


class Shows(Enum):
    """The kinds of columns."""

    VALUE = "value"
    TREND = "trend"
    AGE = "age"
    RATE = "rate"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column; ``path`` names the property of a value or a trend, as in the query language."""

    shows: Shows
    path: tuple[str, ...] = ()

    AGE: ClassVar[ColumnSpec]
    RATE: ClassVar[ColumnSpec]
    SOURCE: ClassVar[ColumnSpec]

    @classmethod
    def value(cls, *path: str) -> ColumnSpec:
        """A property, or what lies in one at a path."""
        return cls(Shows.VALUE, path)

    @classmethod
    def trend(cls, name: str) -> ColumnSpec:
        """The last values of a property that is a number."""
        return cls(Shows.TREND, (name,))

    @property
    def label(self) -> str:
        """Its title."""
        return ".".join(self.path) if self.path else self.shows.value

    @property
    def sort(self) -> Sort | None:
        """The order of rows by what it shows; None where there is none."""
        match self.shows:
            case Shows.VALUE | Shows.TREND:
                return Sort.by_property(*self.path)
            case Shows.AGE:
                return Sort.CHANGED
            case Shows.RATE:
                return Sort.RATE
            case Shows.SOURCE:
                return None

    def name_in(self, record: EntityRecord) -> str:
        """The property of an entity that its value is, or lies in."""
        first = self.path[0]
        if len(self.path) == 1:
            return first
        name = ".".join(self.path)
        return name if name in record.properties else first

    def reader(self) -> Read:
        """What reads its value from an entity."""
        return _reader(self.path)

    def to_json(self) -> Json:
        """Its kind and its path, as it is kept in a file."""
        return [self.shows.value, *self.path]

    @classmethod
    def from_json(cls, saved: Json) -> ColumnSpec | None:
        """What ``to_json`` gave; None for anything else, as another version may have kept it."""
        if not isinstance(saved, list) or not saved:
            return None
        kind, *path = (item if isinstance(item, str) else None for item in saved)
        if kind not in {shows.value for shows in Shows}:
            return None
        names = tuple(step for step in path if step is not None)
        shows = Shows(kind)
        lengths = {Shows.VALUE: len(names) > 0, Shows.TREND: len(names) == 1}
        is_whole = len(names) == len(path) and lengths.get(shows, not names)
        return cls(shows, names) if is_whole else None


ColumnSpec.AGE = ColumnSpec(Shows.AGE)
ColumnSpec.RATE = ColumnSpec(Shows.RATE)
ColumnSpec.SOURCE = ColumnSpec(Shows.SOURCE)


@lru_cache(maxsize=1024)
def _reader(path: tuple[str, ...]) -> Read:
    if len(path) == 1:
        name = path[0]
        return lambda record: record.properties.get(name, ABSENT)
    from flux_tui.model.json import Missing
    from flux_tui.replica.query.syntax import Reference  # not loaded before it is needed
    from flux_tui.replica.query.values import reader

    read = reader(Reference(path))

    def read_inside(record: EntityRecord) -> Json | Absent:
        value = read(record)
        return ABSENT if isinstance(value, Missing) else value

    return read_inside
