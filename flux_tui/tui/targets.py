"""What an action acts on: the focused row, the marked, the shown, or all there are."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from flux_tui.model.inline import name_text
from flux_tui.replica.view import View


class Target(StrEnum):
    """One choice of entities."""

    FOCUSED = "focused"
    MARKED = "marked"
    SHOWN = "shown"
    ALL = "all"


class Targets:
    """The entities of each target in one View, as they are at the moment of asking."""

    def __init__(self, view: View) -> None:
        self._view = view

    @property
    def usual(self) -> Target:
        """What is meant where nothing is said: the marks if there are any, else the focus."""
        return Target.MARKED if self._view.marks else Target.FOCUSED

    def offered(self) -> list[Target]:
        """The targets that have entities now; ``ALL`` only where it is not what is shown."""
        targets = [target for target in Target if self.count(target)]
        if self._view.shown == self._view.total and Target.SHOWN in targets:
            targets.remove(Target.SHOWN)
        return targets

    def count(self, target: Target) -> int:
        """How many entities a target has; O(1)."""
        if target is Target.FOCUSED:
            return len(self._focused())
        if target is Target.MARKED:
            return len(self._view.marks)
        return self._view.shown if target is Target.SHOWN else self._view.total

    def ids(self, target: Target) -> list[str]:
        """A target's entities, in the order in which they are listed."""
        view = self._view
        if target is Target.FOCUSED:
            return list(self._focused())
        if target is Target.ALL:
            return list(view.picture.entities)
        shown = [entity_id for group in view.groups for entity_id in view.members(group)]
        if target is Target.SHOWN:
            return shown
        marked = frozenset(view.marks)
        seen = [entity_id for entity_id in shown if entity_id in marked]
        if len(seen) == len(marked):
            return seen
        return seen + [entity_id for entity_id in view.marks if not view.shows(entity_id)]

    def label(self, target: Target) -> str:
        """A target in a person's words, safe to print."""
        count = self.count(target)
        if target is Target.FOCUSED:
            focus = self._view.focus
            if focus is None:
                return "nothing"
            if focus.entity is not None:
                return name_text(focus.entity, 40)
            return f"group {name_text(focus.group, 40)} ({count:,})"
        return f"{count:,} {target}" if target is not Target.ALL else f"all {count:,}"

    def _focused(self) -> Sequence[str]:
        """The focused entity; of a group's header those that are shown in it."""
        focus = self._view.focus
        if focus is None:
            return ()
        return self._view.members(focus.group) if focus.entity is None else (focus.entity,)
