"""Whether a draft says what a template made, or was changed since."""

from __future__ import annotations

from flux_tui.client.templates.filled import Filled
from flux_tui.protocol.json_reading import NotJson
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.draft import Draft
from flux_tui.tui.composer.event.draft import EventDraft
from flux_tui.tui.composer.rows import RowProblem
from flux_tui.tui.templates.drafting import event_text


def still_filled(draft: Draft) -> Filled | None:
    """What it was filled from; None where it says something else by now."""
    filled = draft.filled
    return filled if filled is not None and text_of(draft) == filled.text else None


def text_of(draft: Draft) -> str | None:
    """All that a draft says, to be compared; None while it says nothing whole."""
    if isinstance(draft, BatchDraft):
        return draft.text
    if not isinstance(draft, EventDraft):
        return None
    try:
        return event_text(draft)
    except (RowProblem, NotJson):
        return None
