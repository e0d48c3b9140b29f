"""What an action can be meant for, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flux_tui.model.inline import name_text
from flux_tui.tui.acting.place import Place
from flux_tui.tui.targets import Target, Targets
from flux_tui.tui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Aim:
    """Some entities in a person's words, and their ids at the moment of asking."""

    label: str
    ids: Callable[[], list[str]]
    label_now: Callable[[], str] | None = None
    """The words for those that there are by now, where there may be others."""


def aims_of(workspace: Workspace, place: Place | None) -> list[Aim]:
    """The entity of ``place`` where the cursor is on one, else the marks, else the focus.

    Where the cursor is on what is gone, or on nothing, nothing else is meant in its stead.
    """
    targets = Targets(workspace.view)
    offered = targets.offered()
    if place is None:
        if targets.usual not in offered:
            return []
        offered.remove(targets.usual)
        offered.insert(0, targets.usual)
        return [_aim(targets, target) for target in offered]
    entity_id = place.entity_id
    if entity_id not in workspace.view.picture:
        return []
    if Target.FOCUSED in offered and targets.ids(Target.FOCUSED) == [entity_id]:
        offered.remove(Target.FOCUSED)
    own = Aim(name_text(entity_id, 40), lambda: [entity_id])
    return [own, *(_aim(targets, target) for target in offered)]


def _aim(targets: Targets, target: Target) -> Aim:
    def label() -> str:
        return targets.label(target)

    return Aim(label(), lambda: targets.ids(target), label)
