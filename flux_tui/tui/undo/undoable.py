"""What can be undone: events of the ledger, or of a history, each with what stood before it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from flux_tui.client.sent.entry import Entry
from flux_tui.client.sent.ledger import Ledger
from flux_tui.model.inline import clock_text
from flux_tui.replica.undo.before import Deed
from flux_tui.tui.undo.wording import entry_name


class Undoable(NamedTuple):
    """Some deeds in a person's words; ``load`` brings them, in the order in which they happened.

    ``entries`` are those of the ledger that they are from; beside each the place of the event that
    they are, where they are not all of it.
    """

    label: str
    load: Callable[[], Awaitable[Sequence[Deed]]]
    entries: Sequence[tuple[int, int | None]] = ()

    @property
    def of(self) -> int | None:
        """The entry that all of them are from; None where there is none."""
        numbers = {number for number, _ in self.entries}
        return numbers.pop() if len(numbers) == 1 else None


def undo_of_entry(ledger: Ledger, entry: Entry, *, utc: bool) -> Undoable:
    """All that was sent together."""

    async def load() -> Sequence[Deed]:
        number = entry.number
        return await ledger.ask(lambda store: [sent.deed for sent in store.all_events(number)])

    at = clock_text(entry.at, utc=utc)[:-2]
    return Undoable(f"{entry_name(entry)}, sent at {at}", load, [(entry.number, None)])


def undo_of_place(ledger: Ledger, entry: Entry, place: int, *, utc: bool) -> Undoable:
    """One event of those that were sent together."""
    if entry.events == 1:
        return undo_of_entry(ledger, entry, utc=utc)

    async def load() -> Sequence[Deed]:
        found = await ledger.ask(lambda store: store.events(entry.number, place, 1))
        return [sent.deed for sent in found]

    return Undoable(f"event {place + 1:,} of {entry.events:,}", load, [(entry.number, place)])
