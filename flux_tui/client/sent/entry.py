"""What the ledger holds: publications, and each of their events with what stood before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from flux_tui.client.publishing.receipt import Step
from flux_tui.client.sent.undone import TakesBack, Undone
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import Before, Deed

if TYPE_CHECKING:
    from flux_tui.client.sent.prepared import Prepared

ARRIVED = frozenset({Step.ACCEPTED, Step.MATERIALISED, Step.UNSEEN})
"""Steps of an event that is in the server's log."""

DOUBTFUL = frozenset({Step.WAITING, Step.SENT, Step.UNKNOWN})
"""Steps of an event of which nobody knows, once nobody sends it any more."""


class Origin(Enum):
    """What made a person's events; the values are in the file and in the words of a search."""

    EVENT = "event"
    BATCH = "batch"
    DELETION = "deletion"
    UNDO = "undo"
    AGAIN = "again"
    SERIES = "series"
    REPEAT = "repeat"


@dataclass(slots=True)
class Note:
    """What is to be kept beside the events of a publication.

    ``of`` is the entry that it undoes or sends again. ``secrets`` maps texts that must not be kept
    to what stands for them in the ledger, as a template's ``{{env:NAME}}``. ``entry`` is where it
    was kept, once it is. ``environment`` names the variables whose placeholders still stand in the
    events, and are put in when they are sent.
    """

    origin: Origin | None = None
    """None: an event where it is one, else a batch."""
    of: int | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    entry: int | None = None
    environment: frozenset[str] = frozenset()
    takes_back: TakesBack | None = None
    """What is undone by it."""
    prepared: Prepared | None = field(default=None, repr=False)
    """What the ledger has ready of it, where it was asked whether to send it."""


class Entry(NamedTuple):
    """One publication: ``at`` is when it began, in ns by this machine's clock.

    ``first`` is the entity of its first event.
    """

    number: int
    at: int
    origin: Origin
    of: int | None
    undone: Undone
    first: str | None
    events: int
    entities: int
    steps: Mapping[Step, int]
    is_open: bool
    """Whether a process that still runs is sending it."""

    @property
    def in_doubt(self) -> int:
        """Of how many events nobody knows whether they arrived."""
        return 0 if self.is_open else sum(self.steps.get(step, 0) for step in DOUBTFUL)

    @property
    def failed(self) -> int:
        """How many events had no effect."""
        return self.steps.get(Step.FAILED, 0)


class Packed(NamedTuple):
    """Events in one piece, packed before it was known whether they are sent.

    ``number`` is how many they are, ``time`` (ms) when those are sent that have none of their own;
    None: each has one, or it is not known yet. ``size`` is how many bytes their rows take, about.
    """

    rows: bytes
    number: int
    time: int | None
    size: int


NOTHING_PACKED: Mapping[int, Packed] = {}
"""Of events that nobody had the time to pack."""


class Kept(NamedTuple):
    """Events that are kept before they are sent, in columns; the first of them is at ``first``.

    ``texts`` are they as JSON, where that is known. Of those that are ``masked``, counted from the
    first, the events have placeholders for secrets, and the texts are not to be looked at.
    ``packed`` are those of them that were packed, by the place of the first in each piece.
    """

    first: int
    events: Sequence[Event]
    befores: Sequence[Before]
    texts: Sequence[str] | None = None
    masked: frozenset[int] = frozenset()
    packed: Mapping[int, Packed] = NOTHING_PACKED


class SentEvent(NamedTuple):
    """One event of an entry, at its ``place``; a ``masked`` one has placeholders for secrets."""

    entry: int
    place: int
    event: Event
    before: Before
    step: Step
    reason: str | None
    masked: bool

    @property
    def deed(self) -> Deed:
        """What undo needs of it; one in doubt may have been applied."""
        return Deed(self.event, self.before, self.masked, self.step is not Step.FAILED)
