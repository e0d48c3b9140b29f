"""What is said of drafts that are back."""

from __future__ import annotations

from flux_tui.model.inline import name_text, size_text
from flux_tui.tui.composer.drafts import Drafts
from flux_tui.tui.keys.naming import KeyNames

MOST_NAMED = 3
"""Entities whose drafts are named; the others are counted."""


def words_on(drafts: Drafts, key: KeyNames) -> str:
    """Which drafts are back, and by which key one comes to each; empty when none is."""
    found = []
    if not drafts.event.is_blank:
        entity = drafts.event.entity_id
        about = f" about {name_text(entity, 30)}" if entity else ""
        found.append(f"a new event{about}: {key('explorer.event')} opens it")
    if drafts.batch.text.strip():
        size = len(drafts.batch.text.encode("utf-8", "surrogatepass"))
        found.append(f"a batch, {size_text(size)}: {key('explorer.batch')} opens it")
    names = [name_text(origin.entity_id, 30) for origin in drafts.edits]
    if names:
        shown = ", ".join(names[:MOST_NAMED])
        others = len(names) - MOST_NAMED
        more = f" and {others} more" if others > 0 else ""
        some, each = ("an event", "it") if len(names) == 1 else ("events", "each")
        found.append(f"{some} from {shown}{more}: {key('explorer.edit')} there opens {each}")
    return "\n".join(["kept from last time:", *found]) if found else ""
