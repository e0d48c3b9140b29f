"""What is said beneath the form of one event."""

from __future__ import annotations

from textual.content import Content

from flux_tui.model.printable import printable
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.event.judgement import Judgement
from flux_tui.tui.composer.wording import outlook, receipt_line, signed


def beneath(draft: EventDraft, judgement: Judgement) -> Content:
    """What an event will do, what is still to be done, or what became of it."""
    if draft.delivery is not None:
        return receipt_line(draft.delivery.receipts[0])
    moved = [Content.styled(judgement.meanwhile, "$text-warning")] * bool(judgement.meanwhile)
    if judgement.event is None or judgement.forecast is None:
        return Content("\n").join([Content.styled(judgement.missing, "$text-muted"), *moved])
    lines = [outlook(judgement.forecast, draft.entity_id)]
    reason = draft.outbox.reason(judgement.event)
    if reason is not None:
        lines.append(signed("✗", printable(reason, limit=300)))
    if judgement.access:
        lines.append(Content.styled(judgement.access, "$text-muted"))
    return Content("\n").join([*lines, *moved])
