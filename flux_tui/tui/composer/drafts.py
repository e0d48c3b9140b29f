"""Drafts: what a person is writing. They outlast the screens that show them, for the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from flux_tui.client.sent.entry import Note
from flux_tui.errors import UsageError
from flux_tui.model.event import Event, setting
from flux_tui.model.json import Json, JsonObject, same
from flux_tui.tui.composer.delivery import Delivery
from flux_tui.tui.composer.json_reading import NotJson
from flux_tui.tui.composer.outbox import Outbox
from flux_tui.tui.composer.rows import (
    LONGEST_ROW,
    MOST_ROWS,
    PropertyRow,
    RowProblem,
    fits_rows,
    json_of_rows,
    properties_of,
    read_properties,
    rows_of_json,
    rows_of_properties,
)
from flux_tui.tui.composer.timestamps import NOW, parse_timestamp

MOST_EDITS = 50
"""Entities whose drafts are kept at a time; the one left alone longest goes first."""

MOST_USED = 50
"""Words of a field that are remembered."""


class Mode(Enum):
    """How the properties are edited."""

    ROWS = auto()
    JSON = auto()


@dataclass(slots=True)
class EventDraft:
    """One event as typed. ``base`` holds the properties of the entity that it was made from."""

    outbox: Outbox
    stream: str = ""
    source: str = ""
    entity_id: str = ""
    timestamp: str = NOW
    mode: Mode = Mode.ROWS
    rows: list[PropertyRow] = field(default_factory=list)
    json: str = ""
    base: Mapping[str, Json] | None = None
    sends_all: bool = False
    """Whether properties that are as in ``base`` are sent too."""
    delivery: Delivery | None = None
    is_edited: bool = False
    """Whether it says something else than what is being delivered."""
    is_open: bool = False
    """Whether a screen shows it."""
    note: Note = field(default_factory=Note)
    """What the ledger keeps beside it when it is sent: its origin, and what is secret in it."""
    began_as: tuple[str, str, str] | None = None
    """Stream, source and entity that it was opened with; None when nobody has chosen any yet."""

    def edited(self) -> None:
        """It says something else now: the receipt of what it said before has been read."""
        self.is_edited = True
        if self.delivery is not None and self.delivery.is_done:
            self.delivery = None

    @property
    def has_arrived(self) -> bool:
        """Whether all that it says is in the server's log."""
        delivery = self.delivery
        settled = delivery is not None and delivery.is_settled and delivery.first_lost is None
        return settled and not self.is_edited

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it worth keeping."""
        return (
            not self.entity_id
            and self.timestamp == NOW
            and not self.json.strip()
            and all(row.is_blank for row in self.rows)
        )

    def written(self, known: Mapping[str, Json] | None) -> JsonObject:
        """The properties as they are written; raises RowProblem or NotJson."""
        if self.mode is Mode.JSON:
            return read_properties(self.json)
        return properties_of(self.rows, known)

    def sent(self, written: JsonObject) -> JsonObject:
        """Those of the written properties that are sent: from an entity, what was changed."""
        base = self.base
        if base is None or self.sends_all:
            return written
        return {
            name: value
            for name, value in written.items()
            if name not in base or not same(base[name], value)
        }

    def event(self, properties: JsonObject) -> Event:
        """The event with these properties; raises ValueError for a timestamp that is none."""
        return setting(
            self.stream,
            self.source,
            self.entity_id,
            properties,
            timestamp=parse_timestamp(self.timestamp),
        )

    def is_untouched(self) -> bool:
        """Whether it says nothing but what its entity said when it was opened."""
        if self.began_as not in (None, (self.stream, self.source, self.entity_id)):
            return False
        if self.base is None:
            return self.is_blank
        try:
            return not self.sent(self.written(self.base)) and self.timestamp == NOW
        except (RowProblem, NotJson):
            return False

    def to_json(self, known: Mapping[str, Json] | None) -> None:
        """Go on as JSON; raises RowProblem while a row is none."""
        self.json = json_of_rows(self.rows, known)
        self.mode = Mode.JSON

    def to_rows(self) -> None:
        """Go on as rows; raises NotJson while the text is none, UsageError when it is too much."""
        rows = rows_of_json(self.json)
        if not fits_rows(rows):
            raise UsageError(
                f"rows hold {MOST_ROWS} properties of {LONGEST_ROW:,} characters; these are more"
            )
        self.rows, self.json = rows, ""
        self.mode = Mode.ROWS


@dataclass(slots=True)
class BatchDraft:
    """Many events as typed, and what became of those that were sent last."""

    outbox: Outbox
    text: str = ""
    delivery: Delivery | None = None
    delivering: Delivery | None = None
    """The delivery whose events are still in the text: until it is settled, it must not change."""
    is_edited: bool = False
    is_partial: bool = False
    """Whether the text is what was left of the last delivery."""
    as_table: bool = False
    """Whether it is edited as a table."""
    is_open: bool = False
    note: Note = field(default_factory=Note)
    """What the ledger keeps beside it when it is sent."""

    def edited(self) -> None:
        """It says something else now: the receipts have been read."""
        self.is_edited = True
        self.is_partial = False
        if self.delivery is not None and self.delivery.is_done:
            self.delivery = None

    @property
    def has_arrived(self) -> bool:
        """Whether all that it says is in the server's log."""
        delivery = self.delivery
        settled = delivery is not None and delivery.is_settled and delivery.first_lost is None
        return settled and not self.is_edited and not self.is_partial


class Used:
    """Words that were sent before, the last first: what a field completes from."""

    def __init__(self) -> None:
        self.streams: dict[str, None] = {}
        self.sources: dict[str, None] = {}
        self.entities: dict[str, None] = {}
        self.properties: dict[str, None] = {}

    def take(self, event: Event) -> None:
        """Remember the words of an event."""
        self._take(self.streams, event.stream)
        self._take(self.sources, event.source)
        if event.entity_id is not None:
            self._take(self.entities, event.entity_id)
        for name in list(event.properties or {})[:MOST_USED]:
            self._take(self.properties, name)

    def _take(self, words: dict[str, None], word: str) -> None:
        """Newest last in the dict; readers go backwards."""
        words.pop(word, None)
        words[word] = None
        if len(words) > MOST_USED:
            del words[next(iter(words))]


class Origin(NamedTuple):
    """What a draft was made from: an entity as it was, or a change of some of its properties."""

    entity_id: str
    changed: tuple[str, ...] | None = None


class Drafts:
    """All drafts of one explorer: the new event, the batch, and one for each entity."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self.used = Used()
        self.event = self.new_event()
        self.batch = self.new_batch()
        self._edits: dict[Origin, EventDraft] = {}

    def new_event(self) -> EventDraft:
        """A draft with nothing in it but the stream and the source used last."""
        return EventDraft(
            Outbox(self._now_ms),
            stream=next(reversed(self.used.streams), ""),
            source=next(reversed(self.used.sources), ""),
        )

    def new_batch(self) -> BatchDraft:
        """A draft with nothing in it."""
        return BatchDraft(Outbox(self._now_ms))

    def new_edit(self, entity_id: str, properties: Mapping[str, Json]) -> EventDraft:
        """A draft that says what an entity says."""
        draft = self.new_event()
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

    def replace(self, draft: EventDraft, by: EventDraft) -> None:
        """Put one draft in another's place."""
        if draft is self.event:
            self.event = by
            return
        for origin, kept in self._edits.items():
            if kept is draft:
                self._edits[origin] = by

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
