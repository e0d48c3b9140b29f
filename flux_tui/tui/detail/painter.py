"""Paints one row of the detail pane."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import value_text
from flux_tui.model.json import Json
from flux_tui.replica.condition import Condition, condition_of_value
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import cut_end, fit, fit_right, width_of
from flux_tui.tui.detail.columns import AGE, GAP, DetailColumns, indent
from flux_tui.tui.detail.movement import Movement
from flux_tui.tui.detail.rows import DetailRow, quoted_if_doubtful, shown
from flux_tui.tui.glow import Stage

PIN = "•"
"""What stands before a property that is pinned."""

LINK = " →"
"""What stands behind a value that leads to another entity."""

UNDERLINED = Style(underline=True)


class DetailStyles(NamedTuple):
    """The styles of a row's parts, from the theme."""

    plain: Style
    name: Style
    dim: Style
    warning: Style
    failing: Style
    glow: Style
    fading: Style
    focus: Style
    bar: Style

    def condition(self, condition: Condition) -> Style:
        """The style of what is in a condition."""
        return (self.plain, self.warning, self.failing)[condition]


def paint(
    row: DetailRow,
    record: EntityRecord,
    columns: DetailColumns,
    *,
    age: str,
    stage: Stage,
    movement: Movement,
    focused: bool,
    linked: bool,
    styles: DetailStyles,
) -> list[Segment]:
    """One row as segments at fixed places; ``age`` is empty where none is shown.

    A ``linked`` value is the id of another entity.
    """
    back = styles.focus if focused else Style.null()
    bar = Segment("▌" if focused else PIN if row.pinned else " ", styles.bar + back)
    if row.text is not None:
        left = " " * (columns.name + GAP)
        return [bar, Segment(left + fit(row.text, columns.after_name - GAP), styles.dim + back)]
    sign = {None: " ", True: "▸", False: "▾"}[row.folded]
    label = fit(" " * (indent(row) - 2) + f"{sign} {row.label}", columns.name)
    dim = styles.dim + back
    segments = [bar, Segment(label + " " * GAP, dim if row.depth else styles.name + back)]
    look = _value_style(row, stage, styles, back)
    if linked:
        segments += _link(row, columns.value, look, dim)
    else:
        segments.append(Segment(fit(shown(row), columns.value), look))
    if columns.before:
        segments.append(Segment(" " * GAP + fit(_before(row, record), columns.before), dim))
    figures = (
        (movement.delta, columns.delta, styles.plain + back),
        (movement.trend, columns.trend, dim),
        (age, AGE, dim),
        (movement.rate, columns.rate, dim),
    )
    segments += [Segment(fit_right(text, width), style) for text, width, style in figures if width]
    return segments


def _link(row: DetailRow, width: int, look: Style, dim: Style) -> list[Segment]:
    """The value underlined, and behind it the sign of a link, in ``width`` cells."""
    value = cut_end(shown(row), width - len(LINK))
    sign = Segment(fit(LINK, width - width_of(value)), dim)
    return [Segment(value, look + UNDERLINED), sign]


def _before(row: DetailRow, record: EntityRecord) -> str:
    if row.depth:
        return ""
    trail = record.trail(str(row.path[0]))
    if trail is None or not trail.changes:
        return "·"
    return _short(trail.before)


def _short(value: Json) -> str:
    return quoted_if_doubtful(value) if isinstance(value, str) else value_text(value, 200)


def _value_style(row: DetailRow, stage: Stage, styles: DetailStyles, back: Style) -> Style:
    name = str(row.path[0]) if row.depth == 0 else ""
    style = styles.condition(condition_of_value(name, row.value)) + back
    if stage is Stage.OFF:
        return style
    return style + (styles.glow if stage is Stage.BRIGHT else styles.fading)
