"""The columns that a person chose, by group, remembered; every other group has the automatic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from flux_tui.model.json import Json
from flux_tui.model.observers import Observers
from flux_tui.replica.grouping import Grouping
from flux_tui.tui.columns.spec import ColumnSpec
from flux_tui.tui.remembered.item import Item, table
from flux_tui.tui.remembered.remembered import Remembered

Columns: TypeAlias = tuple[ColumnSpec, ...]

MOST = 200
"""Groups whose columns are remembered, those chosen last: all are written when one is chosen."""


def _read(saved: Json) -> dict[str, Columns]:
    """Raises ValueError; a column that cannot be read is left out."""
    chosen: dict[str, Columns] = {}
    for key, columns in table(saved).items():
        if not isinstance(columns, list):
            raise ValueError("no list of columns")
        read = map(ColumnSpec.from_json, columns)
        chosen[key] = tuple(column for column in read if column is not None)
    return chosen


def _write(chosen: Mapping[str, Columns]) -> Json:
    return {key: list(map(ColumnSpec.to_json, columns)) for key, columns in chosen.items()}


COLUMNS: Item[dict[str, Columns]] = Item("columns", _read, _write, {})


class ColumnChoices:
    """Columns by group; whoever ``observe``s is told of each choice."""

    def __init__(self, remembered: Remembered | None = None) -> None:
        self._remembered = Remembered() if remembered is None else remembered
        self._observers = Observers[[]]()

    def of(self, grouping: Grouping, group: str) -> Columns | None:
        """What was chosen for a group; None for the automatic choice."""
        return self._remembered.get(COLUMNS).get(_key(grouping, group))

    def choose(self, grouping: Grouping, group: str, columns: Iterable[ColumnSpec] | None) -> None:
        """Show these columns in a group, in this order; None for the automatic choice."""
        before, key = self._remembered.get(COLUMNS), _key(grouping, group)
        chosen = {other: those for other, those in before.items() if other != key}
        if columns is not None:
            chosen[key] = tuple(columns)
        for oldest in list(chosen)[:-MOST]:
            del chosen[oldest]
        self._remembered.put(COLUMNS, chosen)
        self._observers.tell()

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Call ``observer`` after every choice from now on; the answer ends that."""
        return self._observers.add(observer)


def _key(grouping: Grouping, group: str) -> str:
    """A group's name in a file: groups of one name, but by other things, are others."""
    return f"{grouping.label}/{group}"
