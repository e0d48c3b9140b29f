"""What is typed in a cell of the grid: what there is to begin with, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from textual.suggester import Suggester

from flux_tui.model.json import Json
from flux_tui.model.printable import printable
from flux_tui.protocol.json_reading import NotJson, read_json
from flux_tui.tui.composer.batch_table.cells import is_property, json_of, kind_of, title_of, typed
from flux_tui.tui.composer.batch_table.columns import ANOTHER
from flux_tui.tui.composer.batch_table.event_text import NoPlace, Path, with_cell, without_cell
from flux_tui.tui.composer.batch_table.grid import Grid
from flux_tui.tui.composer.preflight import property_forecast
from flux_tui.tui.composer.rows import PropertyRow, RowKind, RowProblem
from flux_tui.tui.composer.wording import effect_text
from flux_tui.tui.json_editor.text_change import TextEdit, edit_between

Known = Callable[[str], Mapping[str, Json] | None]
"""An entity's properties as they are now."""

Suggesting = Callable[[Path, str], Suggester | None]
"""What completes a cell, of an event about an entity."""


class CellTyping:
    """Knows the cell under the grid's cursor."""

    def __init__(self, grid: Grid, known: Known, suggester: Suggesting) -> None:
        self._grid = grid
        self._known = known
        self._suggester = suggester

    def begin(self) -> tuple[str, PropertyRow, Suggester | None]:
        """The cell's title, printable, what it holds, and what completes it."""
        grid, path = self._grid, self._grid.path
        suggester = self._suggester(path, self._entity_id)
        if path == ANOTHER:
            return "new property", PropertyRow(), suggester
        title = printable(title_of(path), limit=100)
        return title, typed(path, grid.cell(grid.row, path)), suggester

    def edit(self, row: PropertyRow) -> TextEdit:
        """The edit that a cell as typed stands for; raises RowProblem or NoPlace."""
        reading, path = self._grid.judgement.reading, self._grid.path
        draft = reading.events[self._grid.row]
        text = reading.text[draft.start : draft.end]
        value = json_of(path, row, self._known(self._entity_id))
        after = without_cell(text, path) if value is None else with_cell(text, path, value)
        return edit_between(text, after, draft.start)

    def verdict(self, row: PropertyRow) -> tuple[RowKind | None, str, bool]:
        """The kind of what is typed, what comes of it, printable, and whether that is wrong."""
        path, known = self._grid.path, self._known(self._entity_id)
        if path == ANOTHER:
            return None, "enter makes a column of this name", False
        kind = kind_of(path, row, known)
        try:
            self.edit(row)
            environment = self._grid.judgement.environment
            return kind, printable(_note(path, row, known, environment), limit=200), False
        except (RowProblem, NoPlace, NotJson) as problem:
            return kind, printable(f"✗ {problem}", limit=200), True

    @property
    def _entity_id(self) -> str:
        event = self._grid.judgement.reading.events[self._grid.row].event
        return "" if event is None else event.entity_id or ""


def _note(
    path: Path,
    row: PropertyRow,
    known: Mapping[str, Json] | None,
    environment: Collection[str],
) -> str:
    """What comes of a cell as typed; raises RowProblem or NotJson."""
    value = json_of(path, row, known)
    if value is None:
        return "not sent" if is_property(path) else "when it is sent"
    if not is_property(path):
        return ""
    found = property_forecast(path[-1], known or {}, read_json(value), environment)
    return effect_text(found)
