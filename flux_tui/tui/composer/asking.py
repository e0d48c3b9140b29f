"""What is asked before events go out that reach far: deletions, very many, production."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

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


def question_before(
    workspace: Workspace, events: Sequence[Event], *, how: str = ""
) -> Question | None:
    """What is to be asked before these are published; None when they may simply go.

    ``how`` is a printable sentence on how they go, where that is not once.
    """
    deleted = dict.fromkeys(e.entity_id or "" for e in events if e.is_tombstone and e.has_effect)
    deletes = len(deleted)
    production = workspace.options.production
    if not (production or deletes or len(events) >= LARGE_BATCH):
        return None
    lines = [production_line(workspace)] if production else []
    lines.append(Content(" ".join(filter(None, [_what(events), how]))))
    if deletes:
        lines.append(Content.styled(_deletion(workspace, list(deleted)), "$text-error"))
    return Question(
        _title(production=production, deletes=deletes > 0),
        Content("\n").join(lines),
        do="Publish" if not deletes else "Publish and delete",
        demands=number_demand(len(events) if production else deletes),
        grave=production or deletes > 0,
    )


def _title(*, production: bool, deletes: bool) -> str:
    if production:
        return "production"
    return "this deletes" if deletes else "a large batch"


def _what(events: Sequence[Event]) -> str:
    if len(events) == 1:
        return "Publish this event?"
    about = len({event.entity_id for event in events})
    entities = plural(about, "entity", "entities")
    return f"Publish these {len(events):,} events, of {entities}?"


def _deletion(workspace: Workspace, deleted: Sequence[str]) -> str:
    """Which entities go, and how many of them are there at all."""
    named = ", ".join(name_text(entity_id, 40) for entity_id in deleted[:MOST_NAMED])
    more = f", and {len(deleted) - MOST_NAMED:,} more" if len(deleted) > MOST_NAMED else ""
    world = workspace.world
    absent = sum(each not in world and not world.is_blind_to(each) for each in deleted)
    unknown = f" ({absent:,} not there now)" if absent else ""
    return f"This deletes {plural(len(deleted), 'entity', 'entities')}{unknown}: {named}{more}."
