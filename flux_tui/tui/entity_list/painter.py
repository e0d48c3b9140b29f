"""Paints one row of the entity list as segments at fixed places."""

from __future__ import annotations

from collections.abc import Hashable

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import age_text, name_text
from flux_tui.replica.condition import Condition
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import View
from flux_tui.tui.cells import fit_middle, fit_right, width_of
from flux_tui.tui.columns.choices import ColumnChoices
from flux_tui.tui.entity_list.cells import CellPainter
from flux_tui.tui.entity_list.group_layout import AGE, GAP, GUTTER, GroupLayout
from flux_tui.tui.entity_list.header import SIGNS, HeaderPainter
from flux_tui.tui.entity_list.layouts import Layouts
from flux_tui.tui.entity_list.silence import SIGN, Silence
from flux_tui.tui.entity_list.styles import ListStyles
from flux_tui.tui.rules.ruled import Ruled

MARK = "◆"
"""What says that an entity is marked."""

FRESH = 60 * 1_000_000_000
"""Ages below this, in ns, are fresh; older ones are dim."""


class RowPainter:
    """Knows how a row looks, and its group's columns; holds nothing of the rows."""

    def __init__(
        self,
        view: View,
        cells: CellPainter,
        silence: Silence,
        choices: ColumnChoices,
        ruled: Ruled,
    ) -> None:
        self._view = view
        self._picture = view.picture
        self._silence = silence
        self._cells = cells
        self._ruled = ruled
        self.layouts = Layouts(view, choices)
        self.header = HeaderPainter(view, silence, self.layouts)

    def entity(
        self, record: EntityRecord, group: str, width: int, focused: bool, styles: ListStyles
    ) -> list[Segment]:
        """An entity: focus bar, sign, id, its group's columns, and the age of its last report."""
        layout = self.layouts.of(group, width)
        back = styles.focus if focused else Style.null()
        condition = self._picture.condition(record.id)
        identity = fit_middle(name_text(record.id, 2000), layout.id_width)
        signs = self._signs(record, condition, styles, back)
        look = self._ruled.look(record)
        if look is not None:
            styles = styles.ruled(look)
        name_style = styles.condition(condition) if condition and look is None else styles.plain
        segments = [
            Segment("▌" if focused else " ", styles.bar + back),
            *signs,
            Segment(identity, name_style + back),
        ]
        at = GUTTER + layout.id_width
        end = layout.edge
        words, begin = _placed(self._silence.words(record.id), layout, end)
        for column in layout.columns:
            if column.end + GAP > begin:
                break
            segments.append(Segment(" " * (column.start - at), back))
            if self._cells.paint(record, column, styles, back, segments):
                self.layouts.was_cut(group)
            at = column.end
        if begin < end:
            segments.append(Segment(" " * (begin - at), back))
            segments.append(Segment(words, styles.warning + back))
            at = end
        segments.append(Segment(" " * max(0, end - at), back))
        if layout.has_age:
            age, fresh = self._age(record)
            age_style = styles.plain if fresh else styles.dim
            segments.append(Segment(fit_right(age, AGE - 1) + " ", age_style + back))
            end += AGE
        segments.append(Segment(" " * max(0, width - end), back))
        return segments

    def tick(self, record: EntityRecord, group: str, width: int) -> Hashable:
        """What of an entity's row may change by time alone, as it reads now."""
        layout = self.layouts.of(group, width)
        age = self._age(record) if layout.has_age else None
        rate = self._cells.rate(record) if layout.shows_rate else None
        look = self._ruled.look(record) if self._ruled.by_time else None
        return age, rate, look, self._silence.words(record.id)

    def _age(self, record: EntityRecord) -> tuple[str, bool]:
        """The age of an entity's last report in words, and whether it is fresh."""
        age = self._picture.now() - record.updated
        return age_text(age), age < FRESH

    def _signs(
        self, record: EntityRecord, condition: Condition, styles: ListStyles, back: Style
    ) -> list[Segment]:
        sign, style = SIGNS[condition], styles.condition(condition) + back
        if condition is not Condition.FAILING and self._silence.words(record.id):
            sign, style = SIGN, styles.warning + back
        if record.id not in self._view.marks:
            return [Segment(f"{sign}  ", style)]
        return [Segment(sign, style), Segment(f"{MARK} ", styles.bar + back)]


def _placed(words: str, layout: GroupLayout, end: int) -> tuple[str, int]:
    """Words about a silence as they fit before ``end``, and where they begin; else beyond it.

    They may cover columns, but never the first: what an entity was is old once it is silent.
    """
    first = layout.columns[0] if layout.columns else None
    free = GUTTER + layout.id_width + GAP if first is None else first.end + GAP
    for text in (words, words.removeprefix("silent, ")) if words else ():
        begin = end - width_of(text) - 1
        if begin >= free:
            return f"{text} ", begin
    return "", end + GAP
