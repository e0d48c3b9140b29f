"""Paints one line of the changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from flux_tui.model.change import EntityDeleted, PropertySet
from flux_tui.model.inline import clock_text, more_text, name_text, value_text
from flux_tui.model.json import Json, Path, first_difference, only_difference
from flux_tui.model.printable import printable
from flux_tui.replica.change_lines import ChangeLine
from flux_tui.replica.condition import condition_of_value
from flux_tui.replica.outcome import Kind
from flux_tui.tui.cells import cut_end, fit_middle, width_of

Looks = Mapping[str, Style]

ARROW = 3
"""Cells of the arrow between two values."""

NEW, NEW_ENTITY = "new", "new entity"
"""What stands before the arrow where nothing was there; where there is room, of what that holds."""


class ChangeColumns(NamedTuple):
    """The cells that ids and names of properties have."""

    identity: int = 10
    name: int = 8

    def grown(self, lines: Iterable[ChangeLine], width: int) -> ChangeColumns:
        """Wide enough for these lines, too, as far as a pane so wide can spare it."""
        identity, name = self
        for line in lines:
            change = line.last.change
            identity = max(identity, width_of(name_text(change.entity_id, 2000)))
            if isinstance(change, PropertySet):
                path, _, _, _ = first_difference(line.last.before, change.value)
                name = max(name, width_of(_named(change, path)))
        return ChangeColumns(
            min(identity, max(10, width * 3 // 10)), min(name, max(8, min(18, width // 6)))
        )


def paint(
    line: ChangeLine,
    width: int,
    columns: ChangeColumns,
    looks: Looks,
    *,
    utc: bool,
    focused: bool,
) -> list[Segment]:
    """Time, entity, property, old and new value, how many times, and the source where known."""
    back = looks["focus"] if focused else Style.null()
    change = line.last.change
    time = f"{clock_text(change.at, utc=utc)}  "
    identity = fit_middle(name_text(change.entity_id, 2000), columns.identity) + "  "
    room = width - 2 - len(time) - width_of(identity)
    times = f" ×{line.times:,}" if line.times > 1 else ""
    room -= width_of(times)
    if isinstance(change, EntityDeleted):
        told = [Segment("deleted", looks["deleted"])]
    else:
        told = _set(line, change, room, columns.name, looks)
    room -= sum(segment.cell_length for segment in told)
    source = "" if change.source is None else f"  {printable(change.source, limit=60)}"
    source = cut_end(source, room) if room > 6 else ""
    segments = [
        Segment("▌" if focused else " ", looks["bar"]),
        Segment(time, looks["dim"]),
        Segment(identity),
        *told,
        Segment(times + source, looks["dim"]),
    ]
    used = sum(segment.cell_length for segment in segments)
    segments.append(Segment(" " * max(0, width - used)))
    return [Segment(s.text, (s.style or Style.null()) + back) for s in segments]


def _difference(
    line: ChangeLine, change: PropertySet, name_width: int, room: int
) -> tuple[str, Json, Json, int]:
    """What has changed, by its path, from what, and to what; where that has no room, the first of
    several members of an object, and how many more."""
    path, old, new = only_difference(line.last.before, change.value)
    wide = name_width + 2 + width_of(value_text(old, 200)) + ARROW + width_of(value_text(new, 200))
    if wide <= room:
        return _named(change, path), old, new, 0
    path, old, new, others = first_difference(line.last.before, change.value)
    return _named(change, path), old, new, others


def _named(change: PropertySet, path: Path) -> str:
    return ".".join(name_text(str(part), 40) for part in (change.property, *path))


def _set(
    line: ChangeLine, change: PropertySet, room: int, name_width: int, looks: Looks
) -> list[Segment]:
    """A property, its value before and its value; the old one gives way to the new."""
    named, old, new, others = _difference(line, change, name_width, room)
    name = fit_middle(named, name_width) + "  "
    room -= width_of(name)
    wanted = width_of(value_text(old, 200)) + ARROW + width_of(value_text(new, 200))
    note = more_text(others, room - wanted)
    room -= width_of(note)
    least = 1 if line.last.had else len(NEW)
    value = cut_end(value_text(new, 200), max(4, room - ARROW - least))
    left = room - width_of(value) - ARROW
    before = value_text(old, 60) if line.last.had else NEW
    if line.last.kind is Kind.CREATED and left >= len(NEW_ENTITY):
        before = NEW_ENTITY
    arrow = cut_end(before, left)
    condition = condition_of_value(change.property, change.value)
    look = (Style.null(), looks["warning"], looks["failing"])[condition]
    return [
        Segment(name),
        Segment(f"{arrow} → ", looks["dim"]),
        Segment(cut_end(value, room), look),
        Segment(note, looks["dim"]),
    ]
