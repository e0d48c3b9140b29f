"""Takes what is to be kept of drafts, twice a second, at next to no cost where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from flux_tui.client.sent.owner import own_name
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.delivering.outbox import Tried
from flux_tui.tui.composer.drafts import Drafts, Origin
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.draft_keeping.kept import KeptDrafts, KeptEvent

State: TypeAlias = tuple[object, ...]
"""All that decides on what is kept of a draft; unchanged parts are compared by identity."""


class Taking:
    """Remembers what it took last: only a draft that has changed is looked at anew."""

    def __init__(self) -> None:
        self._events: dict[Origin | None, tuple[State, KeptEvent | None]] = {}
        self._tried: tuple[State, Sequence[Tried]] = ((), ())

    def take(self, drafts: Drafts) -> KeptDrafts:
        """What is to be kept of all drafts now."""
        events: dict[Origin | None, EventDraft] = {None: drafts.event}
        events.update(drafts.edits.items())
        before = self._events
        self._events = {
            origin: _taken(draft, before.get(origin)) for origin, draft in events.items()
        }
        kept = {origin: event for origin, (_, event) in self._events.items() if event is not None}
        return KeptDrafts(
            kept.get(None),
            "" if drafts.batch.has_arrived else drafts.batch.text,
            self._tried_of(drafts.batch),
            {origin: event for origin, event in kept.items() if origin is not None},
            drafts.batch.note.environment,
            None if drafts.left_by is None else drafts.left_by | {own_name()},
        )

    def _tried_of(self, batch: BatchDraft) -> Sequence[Tried]:
        """What was tried of a batch. While it is on its way that is taken down once.

        A hundred thousand events would take a key's time at every look; one that has arrived
        meanwhile is found to have arrived.
        """
        outbox, is_on_its_way = batch.outbox, batch.delivering is not None
        moment = outbox.rounds if is_on_its_way else outbox.revision
        state = (outbox, is_on_its_way, moment)
        if self._tried[0] != state:
            self._tried = (state, outbox.tried_in_round if is_on_its_way else outbox.tried)
        return self._tried[1]


def _taken(
    draft: EventDraft, before: tuple[State, KeptEvent | None] | None
) -> tuple[State, KeptEvent | None]:
    said = (
        draft.stream,
        draft.source,
        draft.entity_id,
        draft.timestamp,
        draft.mode,
        tuple(draft.rows),
        draft.json,
        draft.base,
        draft.sends_all,
        draft.began_as,
    )
    names = draft.note.environment
    state = (*said, draft.outbox, draft.outbox.revision, draft.has_arrived, names)
    if before is not None and before[0] == state:
        return before
    if not _is_worth(draft):
        return state, None
    return state, KeptEvent(*said, tuple(draft.outbox.tried), names)


def _is_worth(draft: EventDraft) -> bool:
    """Whether it says something that is neither as it began nor in the server's log."""
    began = ("", "") if draft.began_as is None else draft.began_as[:2]
    is_as_it_began = (draft.stream, draft.source) == began and draft.is_untouched()
    return not (is_as_it_began or draft.has_arrived)
