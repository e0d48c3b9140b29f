"""An entry as it is written, portion by portion, each before any of its events is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flux_tui.client.sent.entry import NOTHING_PACKED, Kept, Note, Origin, Packed
from flux_tui.client.sent.masking import masked_before, masked_event
from flux_tui.model.event import Event
from flux_tui.replica.undo.before import Before

if TYPE_CHECKING:
    from flux_tui.client.sent.ledger import Ledger
    from flux_tui.client.sent.store import Store


class Entering:
    """Writes one publication into a ledger; ``at`` is when it began, in ns."""

    def __init__(self, ledger: Ledger, note: Note, at: int) -> None:
        self._ledger = ledger
        self._note = note
        self._at = at
        self._number: int | None = None
        self._events = 0
        self._entities: set[str | None] = set()

    async def add(
        self,
        events: Sequence[Event],
        befores: Sequence[Before],
        texts: Sequence[str] | None = None,
        packed: Mapping[int, Packed] = NOTHING_PACKED,
    ) -> int:
        """Keep the next events; the answer is the entry's number.

        ``texts`` are the events as they are going out, where they were written already, ``packed``
        are those that were packed (see ``Kept``).
        """
        note, number, first = self._note, self._number, self._events
        origin = note.origin or (Origin.EVENT if len(events) == 1 else Origin.BATCH)
        self._events += len(events)
        self._entities.update(event.entity_id for event in events)

        def write(store: Store) -> int:
            kept = _kept(first, events, befores, texts, note)._replace(packed=packed)
            return store.begin(
                *(self._at, origin, note.of, kept),
                entry=number,
                entities=len(self._entities),
                takes_back=note.takes_back if number is None else None,
            )

        self._number = await self._ledger.write(write)
        return self._number


def _kept(
    first: int,
    events: Sequence[Event],
    befores: Sequence[Before],
    texts: Sequence[str] | None,
    note: Note,
) -> Kept:
    """All of it without what is secret."""
    secrets = note.secrets
    if not secrets:
        return Kept(first, events, befores, texts)
    hidden = [masked_event(event, secrets) for event in events]
    masked = frozenset(n for n, event in enumerate(events) if hidden[n] is not event)
    return Kept(first, hidden, [masked_before(one, secrets) for one in befores], texts, masked)
