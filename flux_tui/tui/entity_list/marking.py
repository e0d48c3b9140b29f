"""How a person marks rows: one, a group, a range, all."""

from __future__ import annotations

from flux_tui.replica.view import Key, View


class Marking:
    """Marks by rows. ``extend`` goes on from where it began until ``settle`` ends it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._start: Key | None = None
        self._before: frozenset[str] = frozenset()

    def toggle_focused(self) -> None:
        """Mark the focused entity, or take its mark away; on a header those of all its members."""
        focus, marks = self._view.focus, self._view.marks
        if focus is None:
            return
        if focus.entity is not None:
            marks.toggle(focus.entity)
            return
        members = self._view.members(focus.group)
        if all(entity_id in marks for entity_id in members):
            marks.drop(members)
        else:
            marks.add(members)

    def extend(self, rows: int) -> None:
        """Move the focus, and mark all from where that began; going back takes marks back."""
        view = self._view
        start = None if self._start is None else view.index(self._start)
        if start is None:
            start, self._start = view.focus_index, view.focus
            self._before = frozenset(view.marks)
        view.move_to(view.focus_index + rows)
        view.marks.clear()
        view.marks.add(self._before)
        view.mark_range(start, view.focus_index)

    def settle(self) -> None:
        """The next extension begins where the focus then is."""
        self._start = None
