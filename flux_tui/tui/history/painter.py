"""Paints one step of a history, or who is to blame for one property."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.inline import more_text, name_text, value_text
from flux_tui.model.json import Json, Path, first_difference, only_difference
from flux_tui.model.printable import printable
from flux_tui.replica.condition import condition_of_value
from flux_tui.replica.past.steps import Step, StepKind, Was
from flux_tui.tui.cells import cut_end, fit, fit_middle, width_of
from flux_tui.tui.detail.rows import quoted_if_doubtful
from flux_tui.tui.history.columns import GAP, TIME, HistoryColumns

Looks = Mapping[str, Style]
"""The styles of the parts, by their names."""

MISSING = "┄ some may be missing here: too many in one second"


def step_segments(
    step: Step, time: str, columns: HistoryColumns, looks: Looks, *, focused: bool
) -> list[Segment]:
    """When, who, what, and from what to what."""
    back = looks["focus"] if focused else Style.null()
    bar = Segment("▌" if focused else " ", looks["bar"] + back)
    dim = looks["dim"] + back
    if step.kind is StepKind.MISSING:
        return [bar, Segment(fit(MISSING, _whole(columns)), looks["warning"] + back)]
    source = printable(step.event.source, limit=200)
    parts = [bar, Segment(fit(time, TIME) + GAP, dim)]
    if columns.source:
        parts.append(Segment(fit_middle(source, columns.source) + GAP, dim))
    parts += _what(step, columns, looks, back)
    return parts


def _whole(columns: HistoryColumns) -> int:
    source = columns.source + len(GAP) if columns.source else 0
    return TIME + len(GAP) + source + columns.name + len(GAP) + columns.change


def _what(step: Step, columns: HistoryColumns, looks: Looks, back: Style) -> list[Segment]:
    width = columns.name + len(GAP) + columns.change
    if step.kind is StepKind.DELETED:
        return [Segment(fit("deleted, with all its properties", width), looks["warning"] + back)]
    if step.kind is StepKind.IGNORED:
        said = "no effect: it sets no property"
        return [Segment(fit(said, width), looks["dim"] + back)]
    path, before, after, others = _difference(step, columns.change)
    name = ".".join(name_text(str(part), 60) for part in (step.name, *path))
    note = more_text(others, columns.change - width_of(f"{_short(before)} → {_short(after)}"))
    old, new = _change(step, before, after, columns.change - width_of(note))
    condition = condition_of_value(step.name, step.value)
    look = (Style.null(), looks["warning"], looks["failing"])[condition]
    room = columns.change - width_of(old)
    segments = [
        Segment(fit_middle(name, columns.name) + GAP, back),
        Segment(old, looks["dim"] + back),
    ]
    if not note:
        return [*segments, Segment(fit(new, room), look + back)]
    told = cut_end(new, room - width_of(note))
    noted = fit(note, room - width_of(told))
    return [*segments, Segment(told, look + back), Segment(noted, looks["dim"] + back)]


def _difference(step: Step, room: int) -> tuple[Path, Json, Json, int]:
    """What has changed, by its path; where that has no room, the first of several members of an
    object, and how many more."""
    if step.was is not Was.VALUE or step.kind is not StepKind.SET:
        return (), step.before, step.value, 0
    path, before, after = only_difference(step.before, step.value)
    if width_of(f"{_short(before)} → {_short(after)}") <= room:
        return path, before, after, 0
    return first_difference(step.before, step.value)


def _change(step: Step, before: Json, after: Json, room: int) -> tuple[str, str]:
    """What stands before the new value, and the new value, which is cut last."""
    new = _short(after)
    if step.kind is StepKind.REPEATED:
        return cut_end("= ", room), new
    if step.was is Was.VALUE:
        left = room - min(width_of(new), max(6, room // 2)) - 3
        return (f"{cut_end(_short(before), left)} → " if left > 1 else "→ "), new
    first = "new: " if step.was is Was.ABSENT else "… → "
    return (first if room > 8 else ""), new


def _short(value: Json) -> str:
    return quoted_if_doubtful(value) if isinstance(value, str) else value_text(value, 200)
