"""The columns of a batch's table: how wide they are, and which of them are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from flux_tui.model.inline import name_text
from flux_tui.tui.cells import width_of
from flux_tui.tui.composer.batch_table.cells import shown, title_of
from flux_tui.tui.composer.batch_table.event_text import (
    ENTITY,
    FIELDS,
    PROPERTIES,
    SOURCE,
    STREAM,
    TIMESTAMP,
    Path,
)

NARROWEST, WIDEST = 7, 24
"""Cells of a column."""

AT_LEAST = {ENTITY: 18, STREAM: 12, SOURCE: 9, TIMESTAMP: 13}
"""Cells of the fields that every event has, also before anything stands in them."""

MEASURED = 50
"""Events by which a column's width is found, once: it stays while one types."""

ANOTHER: Path = PROPERTIES
"""The column behind the last: what is typed there is the name of another property."""

GAP = 2
"""Cells between two columns."""


class Seen(NamedTuple):
    """A column that is seen: its place among all, where it begins, and how wide it is."""

    place: int
    start: int
    width: int


class Columns:
    """All columns in their order; the first one always stays in sight."""

    def __init__(self) -> None:
        self.paths: list[Path] = [*FIELDS, ANOTHER]
        self._widths: dict[Path, int] = {}
        self._added: dict[str, None] = {}

    def show(self, names: Iterable[str]) -> None:
        """Have a column for each of these properties, and for those that were added."""
        all_names = {**dict.fromkeys(names), **self._added}
        self.paths = [*FIELDS, *((*PROPERTIES, name) for name in all_names), ANOTHER]

    def add(self, name: str) -> int:
        """Have a column for one property more; the answer is its place."""
        self._added[name] = None
        path = (*PROPERTIES, name)
        if path not in self.paths:
            self.paths.insert(-1, path)
        return self.paths.index(path)

    def title(self, place: int) -> str:
        """What a column is called, printable."""
        path = self.paths[place]
        return "+ property" if path == ANOTHER else name_text(title_of(path), WIDEST)

    def measure(self, cells: Callable[[int], str | None], place: int, rows: int) -> int:
        """How wide a column is, by what stands in its first rows."""
        path = self.paths[place]
        if path not in self._widths:
            texts = [shown(path, cells(row)).text for row in range(min(rows, MEASURED))]
            widest = max(map(width_of, (self.title(place), *texts)))
            width = max(AT_LEAST.get(path, NARROWEST), min(WIDEST, widest))
            if not rows:
                return width
            self._widths[path] = width
        return self._widths[path]

    def seen(self, left: int, start: int, room: int, width: Callable[[int], int]) -> list[Seen]:
        """The first column, and those from ``left`` on as far as there is room."""
        found = []
        for place in (0, *range(max(1, left), len(self.paths))):
            wide = min(width(place), room - start)
            if wide < 3:
                break
            found.append(Seen(place, start, wide))
            start += wide + GAP
        return found


def whole(columns: Sequence[Seen], width: Callable[[int], int]) -> list[int]:
    """The places of those that are not cut."""
    return [column.place for column in columns if column.width >= width(column.place)]
