"""Opens the question what to undo: the last thing that was sent, an entry, or one of its events."""

from __future__ import annotations

from textual.app import App

from flux_tui.client.sent.entry import Entry
from flux_tui.tui.undo.undo_screen import UndoScreen
from flux_tui.tui.undo.undoable import undo_of_entry, undo_of_place
from flux_tui.tui.undo.undoing import Undoing

OFFERED = 5
"""Entries that are offered, the last first: there may be nothing left to undo of the last."""


async def undo_last(app: App[None], undoing: Undoing) -> None:
    """What was sent last and has not been undone yet, from whichever explorer, or before that."""
    entries = await undoing.ledger.ask(
        lambda store: store.entries(store.last_to_undo(OFFERED)),
    )
    if entries:
        utc = undoing.workspace.options.utc
        offered = [undo_of_entry(undoing.ledger, entry, utc=utc) for entry in entries]
        app.push_screen(UndoScreen(undoing, offered))
    else:
        app.notify("nothing was sent to this server that could be undone", markup=False)


def undo_entry(app: App[None], undoing: Undoing, entry: Entry, place: int | None = None) -> None:
    """An entry of the ledger; with ``place`` one of its events first, or all of it."""
    utc = undoing.workspace.options.utc
    whole = undo_of_entry(undoing.ledger, entry, utc=utc)
    if place is None or entry.events == 1:
        app.push_screen(UndoScreen(undoing, [whole]))
    else:
        one = undo_of_place(undoing.ledger, entry, place, utc=utc)
        app.push_screen(UndoScreen(undoing, [one, whole]))
