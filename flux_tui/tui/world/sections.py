"""What a census says, as the lines of panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flux_tui.model.inline import age_text, name_text, rate_text
from flux_tui.model.printable import printable
from flux_tui.replica.census import Census, GroupCount
from flux_tui.replica.grouping import UNGROUPED
from flux_tui.replica.query.literals import write_scalar
from flux_tui.tui.world.panel import Goal, Line


def groups(census: Census) -> list[Line]:
    """The biggest groups, with how many of each are not well."""
    return [_group(group) for group in census.groups]


def busiest(census: Census) -> list[Line]:
    """Who changes most."""
    return [_entity(entity_id, rate_text(rate)) for entity_id, rate in census.busiest]


def quietest(census: Census, now: int, is_silent: Callable[[str], bool]) -> list[Line]:
    """Who was not heard of for the longest; the sign is on those that are overdue."""
    return [
        _entity(entity_id, age_text(now - heard), sign="◔ " if is_silent(entity_id) else "")
        for entity_id, heard in census.quietest
    ]


def newest(census: Census, now: int) -> list[Line]:
    """Who has appeared since the first snapshot."""
    return [_entity(entity_id, age_text(now - at)) for entity_id, at in census.newest]


def deleted(census: Census, now: int) -> list[Line]:
    """Who has been deleted since the first snapshot; there is nothing left to go to."""
    return [
        Line(name_text(entity_id, 200), ((age_text(now - at), "dim"),), "dim")
        for entity_id, at in census.deleted
    ]


def or_nothing(lines: Sequence[Line], words: str) -> Sequence[Line]:
    """The lines, or one that says in words that there are none."""
    return lines or [Line(words, part="dim")]


def _group(group: GroupCount) -> Line:
    unwell = (
        (f"✗ {group.failing:,}", "failing", group.failing),
        (f"! {group.warning:,}", "warning", group.warning),
        (f"◔ {group.silent:,}", "warning", group.silent),
    )
    signs = tuple((f"{text}  ", part) for text, part, count in unwell if count)
    name = printable(group.name, limit=100) if group.name != UNGROUPED else "no group"
    query = f"@group={write_scalar(group.name)}"
    return Line(name, (*signs, (f"{group.entities:,}", "")), goal=Goal(query=query))


def _entity(entity_id: str, said: str, sign: str = "") -> Line:
    right = ((sign, "warning"), (said, "dim")) if sign else ((said, "dim"),)
    return Line(name_text(entity_id, 200), right, goal=Goal(entity_id=entity_id))
