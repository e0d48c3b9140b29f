"""The list's title: what is shown of the world, how, and whether it stands still."""

from __future__ import annotations

from textual.content import Content

from flux_tui.client import SessionStatus
from flux_tui.model.printable import printable
from flux_tui.replica.view import Picture, Sort, View
from flux_tui.tui.keys.naming import KeyNames
from flux_tui.tui.status_bar.wording import counted

LONGEST = 80
"""Characters of a filter or a property's name in the title."""


def heading(
    view: View, filter_text: str, totals: Content, status: SessionStatus, *, filter_off: bool
) -> Content:
    """What matters most comes first: the title is cut where there is no room.

    ``totals`` is how many entities are not well, whatever the filter shows: beside one, that is
    said. Of a world that is not whole, all are a part.
    """
    all_here = counted(view.total, status) or "0"
    what, how = ["Entities"], []
    if view.marks:  # first: what is done next may be done to them
        what.append(f"{len(view.marks):,} marked")
    if view.picture.paused:
        what.append(_pause(view.picture))
    if filter_text and filter_off:
        what += [all_here, f"filter off: {printable(filter_text, limit=LONGEST)}"]
    elif filter_text:
        what += [f"{view.shown:,} of {all_here}", printable(filter_text, limit=LONGEST)]
        totals = totals + f" in all {view.total:,}" if totals else totals
    elif view.total:
        what.append(all_here)
    if view.sort != Sort.ID or view.reverse:
        label = printable(view.sort.label, limit=LONGEST)
        how.append(f"by {label}{' reversed' if view.reverse else ''}")
    if view.grouping.path:
        how.append(f"grouped by {printable(view.grouping.label, limit=LONGEST)}")
    parts = [*map(Content, what), totals, *map(Content, how)]
    return Content(" ── ").join(filter(None, parts))


def waiting(picture: Picture, key: KeyNames) -> str:
    """How many entities a pause hides changes of, and how to see them; empty when none."""
    entities = picture.entities_waiting
    if not picture.paused or not entities:
        return ""
    named = "entity has" if entities == 1 else "entities have"
    return f"{entities:,} {named} changed: {key('explorer.pause')} shows them"


def _pause(picture: Picture) -> str:
    changes = picture.changes_waiting
    if not changes:
        return "paused · nothing waiting"
    return f"paused · {changes:,} {'change' if changes == 1 else 'changes'} waiting"
