"""Undo from a history: of an event, of some that are marked, or of all that went out with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App

from flux_tui.client.turns import Turns
from flux_tui.model.event import Event
from flux_tui.model.inline import name_text
from flux_tui.replica.past.entity_history import EntityHistory
from flux_tui.replica.undo.before import Deed
from flux_tui.replica.undo.past import deeds_of
from flux_tui.tui.undo.undo_screen import UndoScreen
from flux_tui.tui.undo.undoable import Undoable, undo_of_entry, undo_of_place
from flux_tui.tui.undo.undoing import Undoing


async def undo_events(
    app: App[None], undoing: Undoing, history: EntityHistory, events: Sequence[Event]
) -> None:
    """Ask about these; where the one is of a batch in the ledger, the whole batch is offered, too.

    What this explorer has sent itself it knows better than a history does.
    """
    if len(events) == 1:
        sent = await _sent(undoing, events[0])
        if sent:
            app.push_screen(UndoScreen(undoing, sent))
            return
    entries = await _entries_of(undoing, events) if len(events) > 1 else []
    app.push_screen(UndoScreen(undoing, [_of_history(history, events, entries)]))


def _of_history(
    history: EntityHistory, events: Sequence[Event], entries: Sequence[tuple[int, int]]
) -> Undoable:
    steps = list(history.steps)
    wanted = {id(event) for event in events}

    async def load() -> Sequence[Deed]:
        turns, deeds = Turns(), list[Deed]()
        for deed in deeds_of(steps, wanted):
            if deed is not None:
                deeds.append(deed)
            await turns.give()
        return deeds

    if len(events) > 1:
        return Undoable(f"{len(events):,} marked events", load, entries)
    return Undoable(f"event by {name_text(events[0].source, 40)}", load)


async def _entries_of(undoing: Undoing, events: Sequence[Event]) -> list[tuple[int, int]]:
    """The entries of the ledger, and the places there, of those that were sent from here."""
    ids = [event.event_id for event in events if event.event_id is not None]
    found = await undoing.ledger.ask(lambda store: list(map(store.place_of, ids)))
    return [place for place in found if place is not None]


async def _sent(undoing: Undoing, event: Event) -> list[Undoable]:
    """The event as the ledger has it, and all that was sent with it; nothing where it has not."""
    event_id, ledger = event.event_id, undoing.ledger
    if event_id is None:
        return []
    found = await ledger.ask(lambda store: store.place_of(event_id))
    entry = None if found is None else await ledger.entry(found[0])
    if found is None or entry is None:
        return []
    utc = undoing.workspace.options.utc
    whole = undo_of_entry(ledger, entry, utc=utc)
    if entry.events == 1:
        return [whole]
    return [undo_of_place(ledger, entry, found[1], utc=utc), whole]
