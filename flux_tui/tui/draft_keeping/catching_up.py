"""Drafts that are back learn what those who left them had begun to send when they were killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flux_tui.client.sent.ledger import Ledger
    from flux_tui.tui.composer.drafts import Drafts
    from flux_tui.tui.draft_keeping.keeping import DraftKeeping


async def catch_up(drafts: Drafts, ledger: Ledger, keeping: DraftKeeping | None) -> None:
    """Have drafts know what nobody ended; what no draft on the disk may still want is over then.

    A draft takes its ids from those alone who had it: what another once sent, as the same words,
    is another event. The ledger tells of it until the drafts on the disk do: this explorer may be
    killed, too.
    """
    begun = await ledger.unfinished()
    drafts.doubt([one.events for one in begun.values() if drafts.were_had_by(one.owner)])
    drafts.left_by = frozenset()
    if not begun:
        return
    wanted = frozenset[str]()
    if keeping is not None:
        await keeping.write(drafts)
        wanted = await keeping.left_by()
    await ledger.end([number for number, one in begun.items() if one.owner not in wanted])
