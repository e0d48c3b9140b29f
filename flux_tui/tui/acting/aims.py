"""What an action can be meant for, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flux_tui.model.inline import name_text
from flux_tui.model.json import Path
from flux_tui.tui.targets import Target, Targets
from flux_tui.tui.workspace import Workspace

Place = tuple[str, Path]
"""An entity, and what of it the cursor is on."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Some entities in a person's words, and their ids at the moment of asking."""

    label: str
    ids: Callable[[], list[str]]


def aims_of(workspace: Workspace, place: Place | None) -> list[Aim]:
    """The entity of ``place`` where the cursor is in a detail, else the marks, else the focus."""
    targets = Targets(workspace.view)
    offered = targets.offered()
    aims = []
    if place is not None and place[0] in workspace.view.picture:
        entity_id = place[0]
        aims.append(Aim(name_text(entity_id, 40), lambda: [entity_id]))
        if Target.FOCUSED in offered and targets.ids(Target.FOCUSED) == [entity_id]:
            offered.remove(Target.FOCUSED)
    elif targets.usual in offered:
        offered.remove(targets.usual)
        offered.insert(0, targets.usual)
    return aims + [_aim(targets, target) for target in offered]


def _aim(targets: Targets, target: Target) -> Aim:
    return Aim(targets.label(target), lambda: targets.ids(target))
