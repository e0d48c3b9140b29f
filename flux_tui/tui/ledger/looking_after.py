"""Looking after what is in doubt: each event is found in the server's log, or known to be lost."""

from __future__ import annotations

from textual.app import App

from flux_tui.client.sent.doubts import Settler
from flux_tui.tui.ledger.wording import doubts_text
from flux_tui.tui.workspace import Workspace

MOST_ENTRIES = 20
"""Entries in doubt that are looked after at a time, the newest first."""


async def settle_doubts(app: App[None], workspace: Workspace, *, told: bool = False) -> None:
    """Look whether what is in doubt arrived; nothing is sent. ``told`` says also that none is."""
    ledger, session = workspace.open_ledger(), workspace.session
    ahead = session.server_now() - workspace.clock.now()
    settler = Settler(workspace.client, ledger, workspace.clock)
    numbers = await ledger.ask(lambda store: store.doubtful())
    for number in numbers[:MOST_ENTRIES]:
        entry = await ledger.entry(number)
        if entry is None:
            continue
        doubts = await settler.run(entry, ahead)
        if doubts.asked:
            app.notify(f"#{number}: {doubts_text(doubts)}", markup=False)
            if workspace.desk.drafts is not None:
                workspace.desk.drafts.find_out(number, doubts.steps)
    if told and not numbers:
        app.notify("nothing is in doubt", markup=False)
