"""What is asked before events go out that reach far: deletions, very many, production."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content

from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.model.inline import name_text
from flux_tui.tui.composer.delivering.outbox import Outbox
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
        self.doubtful: list[Event] = []
        """Those that may be in the server's log already, under the ids by which they went."""
        self.there = self.lost = 0
        """How many of these were found there by now, and of how many it is known that they are
        not."""
        for event in events:
            self.add(event)

    def add(self, event: Event, tried: Event | None = None) -> None:
        """One event more, and what may have arrived of it when it was last sent."""
        self.events += 1
        self.entities.add(event.entity_id)
        if event.is_tombstone and event.has_effect:
            self.deleted[event.entity_id or ""] = None
        if tried is not None:
            self.doubtful.append(tried)

    @property
    def unknown(self) -> int:
        """Of how many nobody knows by now whether they are there."""
        return len(self.doubtful) - self.there - self.lost


async def extent_of(events: Sequence[Event], outbox: Outbox) -> Extent:
    """How far many events reach that go out through an outbox, found out in slices."""
    turns, extent = Turns(), Extent()
    for event, tried in zip(events, outbox.in_doubt(events), strict=True):
        extent.add(event, tried)
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
    return Question(
        _title(production=production, deletes=deletes > 0),
        question_text(workspace, extent, how=how),
        do="Publish" if not deletes else "Publish and delete",
        demands=number_demand(extent.events if production else deletes),
        grave=production or deletes > 0,
        agreed=agreed,
    )


def question_text(workspace: Workspace, extent: Extent, *, how: str = "") -> Content:
    """What stands in the question, by what is known now."""
    lines = [production_line(workspace)] if workspace.options.production else []
    lines.append(Content(" ".join(filter(None, [_what(extent), how]))))
    if extent.deleted:
        lines.append(Content.styled(_deletion(workspace, list(extent.deleted)), "$text-error"))
    return Content("\n").join(lines)


def _title(*, production: bool, deletes: bool) -> str:
    if production:
        return "production"
    return "this deletes" if deletes else "a large batch"


def _what(extent: Extent) -> str:
    if extent.events == 1:
        return "Publish this event?"
    entities = plural(len(extent.entities), "entity", "entities")
    those = f"these {extent.events:,} events, of {entities}"
    going = extent.events - extent.there
    said = [f"Publish {those}?" if not extent.there else f"Publish {going:,} of {those}?"]
    if not going:
        said = [f"Have it confirmed that {those}, are there?"]
    if extent.there:
        are = "is" if extent.there == 1 else "are"
        said.append(f"{extent.there:,} {are} in the server's log already, found by the id.")
    if extent.unknown:
        arrived = "it" if extent.unknown == 1 else "they"
        said.append(
            f"Of {extent.unknown:,} it is not known yet whether {arrived} arrived when last sent: "
            "that is looked for first, and nothing goes out twice."
        )
    return " ".join(said)


def _deletion(workspace: Workspace, deleted: Sequence[str]) -> str:
    """Which entities go, and how many of them are there at all."""
    named = ", ".join(name_text(entity_id, 40) for entity_id in deleted[:MOST_NAMED])
    more = f", and {len(deleted) - MOST_NAMED:,} more" if len(deleted) > MOST_NAMED else ""
    world = workspace.world
    absent = sum(each not in world and not world.is_blind_to(each) for each in deleted)
    unknown = f" ({absent:,} not there now)" if absent else ""
    return f"This deletes {plural(len(deleted), 'entity', 'entities')}{unknown}: {named}{more}."
