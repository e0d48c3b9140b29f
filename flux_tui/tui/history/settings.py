"""From a step of a history to what it set, for what acts on that."""

from __future__ import annotations

from flux_tui.replica.past.steps import Step, StepKind, Was
from flux_tui.tui.acting.place import Setting


def setting_of(step: Step) -> Setting | None:
    """What a step set, and what was there before as far as is known; None where it set nothing."""
    match step.kind:
        case StepKind.SET:
            return Setting(step.name, step.value, step.was is Was.VALUE, step.before)
        case StepKind.REPEATED:
            return Setting(step.name, step.value)
        case _:
            return None
