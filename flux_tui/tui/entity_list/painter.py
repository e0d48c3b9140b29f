"""Paints one row of the entity list as segments at fixed places."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import age_text, name_text
from flux_tui.model.printable import printable
from flux_tui.replica.condition import Condition, condition_of_value
from flux_tui.replica.history import History
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import GroupRow, View
from flux_tui.tui.cells import CUT, cut_end, fit_middle, fit_right, trend, width_of
from flux_tui.tui.entity_list.columns import (
    AGE,
    GAP,
    GUTTER,
    STRETCHED,
    TREND,
    Column,
    GroupLayout,
)
from flux_tui.tui.entity_list.layouts import Layouts
from flux_tui.tui.entity_list.silence import SIGN, Silence
from flux_tui.tui.glow import Glow, Stage

SIGNS = {Condition.FINE: " ", Condition.WARNING: "!", Condition.FAILING: "✗"}
"""What says an entity's condition without colour."""

MARK = "◆"
"""What says that an entity is marked."""

FRESH = 60 * 1_000_000_000
"""Ages below this, in ns, are fresh; older ones are dim."""


@dataclass(frozen=True, slots=True)
class ListStyles:
    """The styles of a row's parts, from the theme."""

    plain: Style
    dim: Style
    group: Style
    title: Style
    warning: Style
    failing: Style
    glow: Style
    fading: Style
    focus: Style
    bar: Style

    def condition(self, condition: Condition) -> Style:
        """The style of what is in a condition."""
        return (self.plain, self.warning, self.failing)[condition]


class RowPainter:
    """Knows how a row looks, and its group's columns; holds nothing of the rows."""

    def __init__(self, view: View, glow: Glow, history: History, silence: Silence) -> None:
        self._view = view
        self._picture = view.picture
        self._glow = glow
        self._history = history
        self._silence = silence
        self.layouts = Layouts(view)

    def group(self, row: GroupRow, width: int, focused: bool, styles: ListStyles) -> list[Segment]:
        """A group's header: its name, how many, how many are not well, and its columns' names."""
        back = styles.focus if focused else Style.null()
        mark = "▸" if row.folded else "▾"
        name = cut_end(self._name(row, width), max(8, width // 3))
        shown, failing, warning, silent = self.counts(row)
        text = f"{mark} {name}  {shown:,}"
        segments = [
            Segment("▌" if focused else " ", styles.bar + back),
            Segment(text, styles.group + back),
        ]
        used = 1 + width_of(text)
        for sign, count, style in (
            (SIGNS[Condition.FAILING], failing, styles.failing),
            (SIGNS[Condition.WARNING], warning, styles.warning),
            (SIGN, silent, styles.warning),
        ):
            if count:
                part = f"  {sign} {count:,}"
                segments.append(Segment(part, style + back))
                used += len(part)
        if not row.folded:
            used = self._titles(row.name, used, width, segments, styles.title + back)
        segments.append(Segment(" " * max(0, width - used), back))
        return segments

    def entity(
        self, record: EntityRecord, group: str, width: int, focused: bool, styles: ListStyles
    ) -> list[Segment]:
        """An entity: focus bar, sign, id, its group's columns, and the age of its last report."""
        layout = self.layouts.of(group, width)
        back = styles.focus if focused else Style.null()
        condition = self._picture.condition(record.id)
        identity = fit_middle(name_text(record.id, 2000), layout.id_width)
        name_style = styles.condition(condition) if condition else styles.plain
        segments = [
            Segment("▌" if focused else " ", styles.bar + back),
            *self._signs(record, condition, styles, back),
            Segment(identity, name_style + back),
        ]
        at = GUTTER + layout.id_width
        end = width - AGE
        words, begin = _placed(self._silence.words(record.id), layout, end)
        for column in layout.columns:
            if column.start + column.width + GAP > begin:
                break
            segments.append(Segment(" " * (column.start - at), back))
            cell = self._cell(record, column, styles, back)
            segments.append(cell)
            if cell.text.endswith(CUT) and column.width < STRETCHED:
                self.layouts.was_cut(group)
            at = column.start + column.width
        if begin < end:
            segments.append(Segment(" " * (begin - at), back))
            segments.append(Segment(words, styles.warning + back))
            at = end
        segments.append(Segment(" " * max(0, end - at), back))
        age, fresh, _ = self.age(record)
        age_style = styles.plain if fresh else styles.dim
        segments.append(Segment(fit_right(age, AGE - 1) + " ", age_style + back))
        return segments

    def counts(self, row: GroupRow) -> tuple[int, int, int, int]:
        """How many rows a group shows, and how many of these are failing, warn or are silent."""
        name, count = row.name, self._view.count
        failing, warning = count(name, Condition.FAILING), count(name, Condition.WARNING)
        return row.shown, failing, warning, self._silence.count(name)

    def age(self, record: EntityRecord) -> tuple[str, bool, str]:
        """The age of an entity's last report in words, whether it is fresh, and its silence."""
        age = self._picture.now() - record.updated
        return age_text(age), age < FRESH, self._silence.words(record.id)

    def _cell(
        self, record: EntityRecord, column: Column, styles: ListStyles, back: Style
    ) -> Segment:
        if column.trend:
            return Segment(self._trend(record, column), styles.dim + back)
        if column.name not in record.properties:
            return Segment(column.place("·"), styles.dim + back)
        value = record.properties[column.name]
        style = styles.condition(condition_of_value(column.name, value))
        style = (styles.dim if value is None else style) + back
        if self._picture.paused:
            return Segment(column.show(value), style)
        stage = self._glow.stage(record.id, column.name)
        if stage is not Stage.OFF:
            style += styles.glow if stage is Stage.BRIGHT else styles.fading
        return Segment(column.show(value), style)

    def _trend(self, record: EntityRecord, column: Column) -> str:
        values = self._history.numbers(record.id, column.name, TREND, self._picture.paused_at)
        return fit_right(trend(values) if len(values) > 1 else "", column.width)

    def _signs(
        self, record: EntityRecord, condition: Condition, styles: ListStyles, back: Style
    ) -> list[Segment]:
        sign, style = SIGNS[condition], styles.condition(condition) + back
        if condition is not Condition.FAILING and self._silence.words(record.id):
            sign, style = SIGN, styles.warning + back
        if record.id not in self._view.marks:
            return [Segment(f"{sign}  ", style)]
        return [Segment(sign, style), Segment(f"{MARK} ", styles.bar + back)]

    def _name(self, row: GroupRow, width: int) -> str:
        if row.name:
            return printable(row.name, limit=width)
        grouping = self._view.grouping
        return f"no {printable(grouping.label, limit=width) if grouping.path else 'group'}"

    def _titles(
        self, group: str, used: int, width: int, segments: list[Segment], style: Style
    ) -> int:
        for column in self.layouts.of(group, width).columns:
            if column.trend or column.start < used + 2:
                continue
            segments.append(Segment(" " * (column.start - used), style))
            name = printable(column.name, limit=column.width + 1)
            segments.append(Segment(column.place(name), style))
            used = column.start + column.width
        return used


def _placed(words: str, layout: GroupLayout, end: int) -> tuple[str, int]:
    """Words about a silence as they fit before ``end``, and where they begin; else beyond it.

    They may cover columns, but never the first: what an entity was is old once it is silent.
    """
    first = layout.columns[0] if layout.columns else None
    free = GUTTER + layout.id_width + GAP if first is None else first.start + first.width + GAP
    for text in (words, words.removeprefix("silent, ")) if words else ():
        begin = end - width_of(text) - 1
        if begin >= free:
            return f"{text} ", begin
    return "", end + GAP
