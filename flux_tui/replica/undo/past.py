"""Deeds of a history: events of one entity, and what stood before each as far as is known."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from flux_tui.model.event import Event
from flux_tui.replica.past.steps import Step, StepKind, Unfolding, Was
from flux_tui.replica.undo.before import Before, Deed


def deeds_of(steps: Sequence[Step], wanted: Container[int]) -> Iterator[Deed | None]:
    """The deeds of the events whose ``id()`` is wanted, in their order; None for any other step.

    ``steps`` are those of a whole EntityHistory, oldest first; go through them in slices.
    """
    past = Unfolding()
    for event, group in _by_event(steps):
        if event is None:
            past.forget()
            yield None
            continue
        yield Deed(event, _before(event, group, past)) if id(event) in wanted else None
        for _ in past.steps(event):
            pass


def _by_event(steps: Sequence[Step]) -> Iterator[tuple[Event | None, list[Step]]]:
    """The steps of each event together; None stands where events may be missing."""
    group: list[Step] = []
    for step in steps:
        is_gap = step.kind is StepKind.MISSING
        if group and (is_gap or step.event is not group[0].event):
            yield group[0].event, group
            group = []
        if is_gap:
            yield None, []
        else:
            group.append(step)
    if group:
        yield group[0].event, group


def _before(event: Event, steps: Sequence[Step], past: Unfolding) -> Before:
    if event.is_tombstone:
        is_whole = past.others is Was.ABSENT
        there = True if past.values else False if is_whole else None
        return Before(there, dict(past.values), whole=is_whole)
    values = {step.name: step.before for step in steps if step.was is Was.VALUE}
    unknown = frozenset(step.name for step in steps if step.was is Was.UNKNOWN)
    if values or past.values:
        return Before(True, values, unknown)
    return Before(False if past.others is Was.ABSENT and not unknown else None)
