"""The columns that a person chose, by group; a group of which nothing is known has others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flux_tui.model.json import Json
from flux_tui.replica.grouping import Grouping
from flux_tui.tui.columns.spec import ColumnSpec

Columns = tuple[ColumnSpec, ...]


class ColumnChoices:
    """Columns by group; whoever ``observe``s is told of each choice."""

    def __init__(self) -> None:
        self._chosen: dict[str, Columns] = {}
        self._observers: list[Callable[[], None]] = []

    def of(self, grouping: Grouping, group: str) -> Columns | None:
        """What was chosen for a group; None for the automatic choice."""
        return self._chosen.get(_key(grouping, group))

    def choose(self, grouping: Grouping, group: str, columns: Iterable[ColumnSpec] | None) -> None:
        """Show these columns in a group, in this order; None for the automatic choice."""
        if columns is None:
            self._chosen.pop(_key(grouping, group), None)
        else:
            self._chosen[_key(grouping, group)] = tuple(columns)
        self._tell()

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Call ``observer`` after every choice from now on; the answer ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def to_json(self) -> dict[str, list[list[str]]]:
        """All choices, as they are kept in a file."""
        return {
            key: [column.to_json() for column in columns] for key, columns in self._chosen.items()
        }

    def take_json(self, saved: Json) -> None:
        """Choose what ``to_json`` gave, in place of all; what cannot be read is left out."""
        self._chosen = {}
        for key, columns in saved.items() if isinstance(saved, Mapping) else ():
            if isinstance(columns, list):
                read = map(ColumnSpec.from_json, columns)
                self._chosen[key] = tuple(column for column in read if column is not None)
        self._tell()

    def _tell(self) -> None:
        for observer in tuple(self._observers):
            observer()


def _key(grouping: Grouping, group: str) -> str:
    """A group's name in a file: groups of one name, but by other things, are others."""
    return f"{grouping.label}/{group}"
