"""What is said of drafts that are back."""

from __future__ import annotations

from flux_tui.model.inline import name_text, size_text
from flux_tui.tui.composer.drafts import Drafts

MOST_NAMED = 3
"""Entities whose drafts are named; the others are counted."""


def words_on(drafts: Drafts) -> str:
    """Which drafts are back, and how one comes to them; empty when there is nothing to say."""
    found = []
    if not drafts.event.is_blank:
        entity = drafts.event.entity_id
        found.append(f"a new event{f' about {name_text(entity, 30)}' if entity else ''} (n)")
    if drafts.batch.text.strip():
        size = len(drafts.batch.text.encode("utf-8", "surrogatepass"))
        found.append(f"a batch, {size_text(size)} (b)")
    names = [name_text(origin.entity_id, 30) for origin in drafts.edits]
    if names:
        shown = ", ".join(names[:MOST_NAMED])
        others = len(names) - MOST_NAMED
        found.append(f"events from {shown}{f' and {others} more' if others > 0 else ''} (e there)")
    return "\n".join(["kept from last time:", *found]) if found else ""
