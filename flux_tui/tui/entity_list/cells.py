"""Paints what stands in one column of an entity's row."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import rate_text, value_text
from flux_tui.model.printable import printable
from flux_tui.replica.cadence import Cadence
from flux_tui.replica.condition import condition_of_value
from flux_tui.replica.history import History
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Picture
from flux_tui.tui.cells import CUT, fit, fit_right, trend
from flux_tui.tui.columns.spec import Absent, Shows
from flux_tui.tui.entity_list.column import STRETCHED, Column, bar_of
from flux_tui.tui.entity_list.styles import ListStyles
from flux_tui.tui.entity_list.units import is_number
from flux_tui.tui.glow import Glow, Stage

NONE = "·"
"""What stands where there is no value."""


class CellPainter:
    """Knows how values, trends, rates and sources look."""

    def __init__(self, picture: Picture, glow: Glow, history: History, cadence: Cadence) -> None:
        self._picture = picture
        self._glow = glow
        self._history = history
        self._cadence = cadence

    def paint(
        self,
        record: EntityRecord,
        column: Column,
        styles: ListStyles,
        back: Style,
        segments: list[Segment],
    ) -> bool:
        """Append all the cells of a column; whether a value was cut that would have more room."""
        if column.spec.shows is not Shows.VALUE:
            text = self._aside(record, column)
            segments.append(Segment(text, styles.dim + back))
            return _is_cut(text, column)
        value = column.read(record)
        if isinstance(value, Absent):
            segments.append(Segment(fit(column.place(NONE), column.width), styles.dim + back))
            return False
        name = column.spec.name_in(record)
        style = styles.condition(condition_of_value(name, value))
        style = (styles.dim if value is None else style) + back
        if not self._picture.paused:
            stage = self._glow.stage(record.id, name)
            if stage is not Stage.OFF:
                style += styles.glow if stage is Stage.BRIGHT else styles.fading
        text = column.show(value)
        segments.append(Segment(text, style))
        if column.bar:
            segments.append(Segment(f" {bar_of(value)}", styles.dim + back))
        if column.unit_width:
            unit = record.properties.get(column.unit or "") if is_number(value) else None
            shown = "" if unit is None else value_text(unit, 2 * column.unit_width)
            segments.append(Segment(f" {fit(shown, column.unit_width)}", styles.dim + back))
        return _is_cut(text, column)

    def rate(self, record: EntityRecord) -> str:
        """Changes of an entity in words; none while the picture stands still."""
        if self._picture.paused:
            return NONE
        return rate_text(self._cadence.rate_of(record.id)) or NONE

    def _aside(self, record: EntityRecord, column: Column) -> str:
        """What is no value of the entity's own."""
        match column.spec.shows:
            case Shows.TREND:
                name, until = column.spec.path[0], self._picture.paused_at
                values = self._history.numbers(record.id, name, column.width, until)
                return fit_right(trend(values) if len(values) > 1 else "", column.width)
            case Shows.SOURCE:
                source = record.last_source()
                return column.place(NONE if source is None else printable(source, limit=80))
            case _:
                return column.place(self.rate(record))


def _is_cut(text: str, column: Column) -> bool:
    """Whether a text was cut that may have more room another time."""
    return text.endswith(CUT) and column.value_width < STRETCHED
