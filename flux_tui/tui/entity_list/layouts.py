"""The columns of each group: chosen before its rows are painted, so that all of them agree."""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.model.printable import printable
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.telling import SAMPLE
from flux_tui.replica.view import View
from flux_tui.tui.cells import cut_end, width_of
from flux_tui.tui.columns.choices import ColumnChoices
from flux_tui.tui.entity_list.columns import lay_out, richest
from flux_tui.tui.entity_list.group_layout import GroupLayout
from flux_tui.tui.entity_list.room import grown

NAMED = 12
"""Cells of a group's name that its header has room for, however short the ids are."""

BADGE = 3
"""Cells of a badge of one digit in a header, with the gap before it."""


class Layouts:
    """Where the columns of each group stand. Once chosen they stay until one of these is asked."""

    def __init__(self, view: View, choices: ColumnChoices) -> None:
        self._view = view
        self._choices = choices
        self._layouts: dict[str, GroupLayout] = {}
        self._tight: set[str] = set()

    def of(self, group: str, width: int) -> GroupLayout:
        """A group's layout in rows of so many cells."""
        layout = self._layouts.get(group)
        if layout is None or layout.width != width:
            layout = self._layouts[group] = self._chosen(group, width)
        return layout

    def refit(self, groups: Iterable[str], width: int) -> bool:
        """Choose anew the columns of groups that have outgrown theirs; whether any changed."""
        changed = False
        for group in groups:
            layout = self._layouts.get(group)
            if layout is not None and not self._still_fits(layout, group, width):
                self._layouts[group] = after = self._chosen(group, width)
                same = (after.id_width, after.columns) == (layout.id_width, layout.columns)
                changed = changed or not same
        return changed

    def grow(self) -> bool:
        """Widen columns in which something was cut though there is room; whether any was."""
        tight, self._tight = self._tight, set()
        changed = False
        for group in tight & self._layouts.keys():
            before = self._layouts[group]
            after = grown(before, self._records(self._view.members(group)[:SAMPLE]))
            self._layouts[group] = after
            changed = changed or after != before
        return changed

    def was_cut(self, group: str) -> None:
        """Something of a group was cut: ``grow`` is to look for room."""
        self._tight.add(group)

    def forget(self) -> None:
        """Choose all columns anew: for another filter, or when a person chose some."""
        self._layouts.clear()

    def _still_fits(self, layout: GroupLayout, group: str, width: int) -> bool:
        members = self._view.members(group)
        return layout.still_fits(width, len(members), richest(self._records(members[:4])))

    def _chosen(self, group: str, width: int) -> GroupLayout:
        members = self._view.members(group)
        chosen = self._choices.of(self._view.grouping, group)
        heading = self._heading(group, len(members)) if self._view.grouped else 0
        return lay_out(self._records(members[:SAMPLE]), len(members), width, chosen, heading)

    def _records(self, ids: list[str]) -> list[EntityRecord]:
        found = (self._view.picture.get(entity_id) for entity_id in ids)
        return [record for record in found if record is not None]

    def _heading(self, group: str, members: int) -> int:
        """Cells of a header before the gap and the first title: its name, how many, two badges."""
        name = cut_end(self.name_of(group, NAMED), NAMED)
        return width_of(f"▾ {name} {members:,}") + 2 * BADGE

    def name_of(self, group: str, limit: int) -> str:
        """What a group is called in its header."""
        if group:
            return printable(group, limit=limit)
        grouping = self._view.grouping
        return f"no {printable(grouping.label, limit=limit) if grouping.path else 'group'}"
