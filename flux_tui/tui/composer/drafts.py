"""Drafts: what a person is writing. They outlast the screens that show them, for the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flux_tui.client import Step
from flux_tui.model.json import Json
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.delivering.making import Try
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.draft import Draft
from flux_tui.tui.composer.event.draft import EventDraft, Mode
from flux_tui.tui.composer.rows import fits_rows, json_of_rows, rows_of_properties
from flux_tui.tui.composer.used_words import UsedWords

MOST_EDITS = 50
"""Entities whose drafts are kept at a time; the one left alone longest goes first."""


class Origin(NamedTuple):
    """What a draft was made from: an entity as it was, or a change of some of its properties."""

    entity_id: str
    changed: tuple[str, ...] | None = None


class Drafts:
    """All drafts of one explorer: the new event, the batch, and one for each entity."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self.used = UsedWords()
        self.event = self.new_event()
        self.batch = self.new_batch()
        self._edits: dict[Origin, EventDraft] = {}
        self.left_by: frozenset[str] | None = frozenset()
        """The processes that had those which were put back, until it is known what they had begun
        to send; None where that was not kept."""

    def new_event(self, about: str = "") -> EventDraft:
        """A draft with nothing in it but the stream and the source used last, for an entity."""
        stream, source = self.used.words_for(about)
        return EventDraft(Outbox(self._now_ms), stream=stream, source=source)

    def fill_in(self, draft: EventDraft) -> bool:
        """Give a draft that names neither the stream and the source used last; whether it has."""
        if draft.stream or draft.source or draft.delivery is not None or not self.used.streams:
            return False
        entity_id = "" if draft.began_as is None else draft.began_as[2]
        draft.stream, draft.source = self.used.words_for(entity_id)
        draft.began_as = (draft.stream, draft.source, entity_id)
        return True

    def new_batch(self) -> BatchDraft:
        """A draft with nothing in it."""
        return BatchDraft(Outbox(self._now_ms))

    def new_edit(self, entity_id: str, properties: Mapping[str, Json]) -> EventDraft:
        """A draft that says what an entity says."""
        draft = self.new_event(entity_id)
        draft.entity_id = entity_id
        draft.began_as = (draft.stream, draft.source, draft.entity_id)
        draft.base = dict(properties)
        rows = rows_of_properties(draft.base)
        if fits_rows(rows):
            draft.rows = rows
        else:
            draft.json = json_of_rows(rows)
            draft.mode = Mode.JSON
        return draft

    def edit(self, entity_id: str, properties: Mapping[str, Json]) -> EventDraft:
        """The draft from an entity: the one that was left, or one of what it says now."""
        origin = Origin(entity_id)
        draft = self._edits.pop(origin, None) or self.new_edit(entity_id, properties)
        return self.keep(origin, draft)

    def repeat(self, entity_id: str, properties: Mapping[str, Json]) -> EventDraft:
        """A new event that sets some properties so: what was left of it, or one that says just so.

        ``properties`` are those of one change.
        """
        origin = Origin(entity_id, tuple(properties))
        draft = self._edits.pop(origin, None)
        if draft is None:
            draft = self.new_edit(entity_id, properties)
            draft.base = None
        return self.keep(origin, draft)

    @property
    def edits(self) -> Mapping[Origin, EventDraft]:
        """The drafts that were made from entities, the one left alone longest first."""
        return self._edits

    def keep(self, origin: Origin, draft: EventDraft) -> EventDraft:
        """Have a draft of an origin; the one left alone longest makes room for it."""
        self._edits[origin] = draft
        if len(self._edits) > MOST_EDITS:
            del self._edits[next(iter(self._edits))]
        return draft

    def anew(self, draft: EventDraft, properties: Mapping[str, Json] | None) -> EventDraft:
        """A draft to begin again with, in a draft's place; the entity has ``properties`` now."""
        if draft.base is None:
            fresh = self.new_event()
        else:
            now = draft.base if properties is None else properties
            fresh = self.new_edit(draft.entity_id, now)
        fresh.outbox = draft.outbox
        return fresh

    def replace(self, draft: EventDraft, by: EventDraft) -> None:
        """Put one draft in another's place."""
        if draft is self.event:
            self.event = by
            return
        for origin, kept in self._edits.items():
            if kept is draft:
                self._edits[origin] = by

    def find_out(self, entry: int, found: Mapping[int, tuple[Step, str]]) -> None:
        """The ledger has found out what became of events of an entry, by their places there."""
        for draft in self._all:
            delivery = draft.delivery
            if delivery is None or not delivery.is_done or delivery.note.entry != entry:
                continue
            delivery.find_out(found)
            if not draft.is_open and isinstance(draft, EventDraft):
                self.leave(draft)
            elif not draft.is_open:
                self.leave_batch()

    def were_had_by(self, process: str) -> bool:
        """Whether any of them was put back that a process may have had."""
        return self.left_by is None or process in self.left_by

    def doubt(self, unfinished: Sequence[Sequence[Try]]) -> None:
        """What killed explorers had begun to send, by publications: of what was put back, nothing
        shall be sent twice."""
        for draft in self._all:
            for tries in unfinished if draft.was_put_back else ():
                if len(tries) == 1 or draft is self.batch:
                    draft.outbox.doubt(tries)

    @property
    def _all(self) -> Sequence[Draft]:
        return [self.event, self.batch, *self._edits.values()]

    def leave_batch(self) -> None:
        """The batch's screen is closed: nothing is kept of what has arrived."""
        self.batch.is_open = False
        if self.batch.has_arrived:
            self.batch = self.new_batch()

    def leave(self, draft: EventDraft) -> None:
        """The draft's screen is closed: nothing is kept of what is untouched or has arrived."""
        draft.is_open = False
        if draft is self.event:
            if draft.has_arrived:
                self.event = self.new_event()
        elif draft.has_arrived or (draft.delivery is None and draft.is_untouched()):
            self._edits = {k: kept for k, kept in self._edits.items() if kept is not draft}
