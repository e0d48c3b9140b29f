"""Paints one row of the detail pane."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import json_text, value_text
from flux_tui.model.json import Json
from flux_tui.replica.condition import Condition, condition_of_value
from flux_tui.replica.record import EntityRecord
from flux_tui.tui.cells import fit, fit_right, width_of
from flux_tui.tui.detail.rows import DetailRow, summary
from flux_tui.tui.glow import Stage

AGE = 5
"""Cells of the age at the right edge, its gap included."""

DEEPEST_INDENT = 10
"""Levels that are indented; deeper ones stand below each other."""

NARROW = 56
"""Cells below which the value before is left out."""


@dataclass(frozen=True, slots=True)
class DetailStyles:
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


@dataclass(frozen=True, slots=True)
class DetailColumns:
    """Where a row's parts stand; ``before`` is 0 wide where there is no room for it."""

    name: int
    value: int
    before: int

    @classmethod
    def fitting(cls, rows: list[DetailRow], width: int) -> DetailColumns:
        """Columns for some rows in ``width`` cells."""
        longest = max((indent(row) + width_of(row.label) for row in rows[:500]), default=0)
        name = max(11, min(longest + 1, int(width * 0.38)))
        left = max(0, width - 1 - name - 2 - AGE)
        before = left * 2 // 5 if width >= NARROW else 0
        return cls(name, left - before - (2 if before else 0), before)


def indent(row: DetailRow) -> int:
    """Cells before a row's label: its depth, and the sign that tells that it can be folded."""
    return 2 + 2 * min(row.depth, DEEPEST_INDENT)


def header(columns: DetailColumns) -> str:
    """The columns' titles."""
    before = fit("before", columns.before) + "  " if columns.before else ""
    name, value = fit("  property", columns.name), fit("value", columns.value)
    return f" {name}  {value}{'  ' if before else ''}{before[:-2]}{fit_right('age', AGE)}"


def paint(
    row: DetailRow,
    record: EntityRecord,
    columns: DetailColumns,
    *,
    age: str,
    stage: Stage,
    focused: bool,
    styles: DetailStyles,
) -> list[Segment]:
    """One row as segments at fixed places; ``age`` is empty where none is shown."""
    back = styles.focus if focused else Style.null()
    bar = Segment("▌" if focused else " ", styles.bar + back)
    if row.text is not None:
        space = columns.value + columns.before + 2 + (2 if columns.before else 0)
        left = " " * columns.name + "  "
        return [bar, Segment(left + fit(row.text, space + AGE - 2), styles.dim + back)]
    sign = {None: " ", True: "▸", False: "▾"}[row.folded]
    label = fit(" " * (indent(row) - 2) + f"{sign} {row.label}", columns.name)
    segments = [bar, Segment(label + "  ", (styles.dim if row.depth else styles.name) + back)]
    segments.append(Segment(fit(shown(row), columns.value), _value_style(row, stage, styles, back)))
    if columns.before:
        segments.append(
            Segment("  " + fit(_before(row, record), columns.before), styles.dim + back)
        )
    segments.append(Segment(fit_right(age, AGE), styles.dim + back))
    return segments


def shown(row: DetailRow) -> str:
    """A row's value: text that could be taken for another type stands in quotes."""
    value = row.value
    if isinstance(value, list | dict):
        return (
            summary(value) if row.folded is False else f"{summary(value)} {json_text(value, 200)}"
        )
    if isinstance(value, str):
        return quoted_if_doubtful(value)
    return value_text(value)


def quoted_if_doubtful(text: str) -> str:
    """Text bare, or in quotes where bare it would read as a number, a literal, or as nothing."""
    if text and text == text.strip() and text[0] not in '[{"' and not _reads_as_json(text):
        return value_text(text)
    return json_text(text)


def _reads_as_json(text: str) -> bool:
    if len(text) > 40:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


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
