"""What is asked before events go out that reach far: deletions, very many, production."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content

from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.model.inline import name_text
from flux_tui.tui.composer.wording import plural
from flux_tui.tui.question.question import Question
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import number_demand, production_line

LARGE_BATCH = 1_000
"""Events from which on a batch is asked about anywhere: nobody has looked at each of so many, and
everybody who watches the world will see them."""

MOST_NAMED = 5
"""Entities that a question names; of more it says the number."""


class Extent:
    """How far events reach: how many they are, of which entities, which of these they delete."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events = 0
        self.entities: set[str | None] = set()
        self.deleted: dict[str, None] = {}
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """One event more."""
        self.events += 1
        self.entities.add(event.entity_id)
        if event.is_tombstone and event.has_effect:
            self.deleted[event.entity_id or ""] = None


async def extent_of(events: Iterable[Event]) -> Extent:
    """How far many events reach, found out in slices."""
    turns, extent = Turns(), Extent()
    for event in events:
        extent.add(event)
        if turns.over:
            await turns.nap()
    return extent


def question_before(
    workspace: Workspace,
    extent: Extent,
    *,
    how: str = "",
    agreed: Callable[[], None] | None = None,
) -> Question | None:
    """What is to be asked before such events are published; None when they may simply go.

    ``how`` is a printable sentence on how they go, where that is not once. ``agreed`` is called
    where a person wants it, before the question closes.
    """
    deletes = len(extent.deleted)
    production = workspace.options.production
    if not (production or deletes or extent.events >= LARGE_BATCH):
        return None
    lines = [production_line(workspace)] if production else []
    lines.append(Content(" ".join(filter(None, [_what(extent), how]))))
    if deletes:
        lines.append(Content.styled(_deletion(workspace, list(extent.deleted)), "$text-error"))
    return Question(
        _title(production=production, deletes=deletes > 0),
        Content("\n").join(lines),
        do="Publish" if not deletes else "Publish and delete",
        demands=number_demand(extent.events if production else deletes),
        grave=production or deletes > 0,
        agreed=agreed,
    )


def _title(*, production: bool, deletes: bool) -> str:
    if production:
        return "production"
    return "this deletes" if deletes else "a large batch"


def _what(extent: Extent) -> str:
    if extent.events == 1:
        return "Publish this event?"
    entities = plural(len(extent.entities), "entity", "entities")
    return f"Publish these {extent.events:,} events, of {entities}?"


def _deletion(workspace: Workspace, deleted: Sequence[str]) -> str:
    """Which entities go, and how many of them are there at all."""
    named = ", ".join(name_text(entity_id, 40) for entity_id in deleted[:MOST_NAMED])
    more = f", and {len(deleted) - MOST_NAMED:,} more" if len(deleted) > MOST_NAMED else ""
    world = workspace.world
    absent = sum(each not in world and not world.is_blind_to(each) for each in deleted)
    unknown = f" ({absent:,} not there now)" if absent else ""
    return f"This deletes {plural(len(deleted), 'entity', 'entities')}{unknown}: {named}{more}."
