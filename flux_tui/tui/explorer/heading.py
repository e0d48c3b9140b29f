"""The list's title: what is shown of the world, how, and whether it stands still."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from flux_tui.client import SessionStatus
from flux_tui.model.printable import printable
from flux_tui.replica.view import Picture, Sort, View
from flux_tui.tui.cells import cut_end, width_of
from flux_tui.tui.keys.naming import KeyNames
from flux_tui.tui.status_bar.wording import counted

LONGEST = 80
"""Characters of a filter or a property's name in the title."""

LEAST = 12
"""Cells that a filter has in the title at least, before the signs beside it go."""

SEPARATOR = " ── "
"""Between two parts of the title."""


def heading(
    view: View,
    filter_text: str,
    totals: Content,
    status: SessionStatus,
    *,
    filter_off: bool,
    room: int = 1_000,
) -> Content:
    """What matters most comes first: the title is cut where there is no room.

    ``totals`` is how many entities are not well, whatever the filter shows: beside one, that is
    said. They take fewer words before anything is cut, and go where they are not whole in ``room``
    cells. Of a world that is not whole, all are a part.
    """
    all_here = counted(view.total, status)
    what, how = ["Entities"], []
    if view.marks:  # first: what is done next may be done to them
        what.append(f"{len(view.marks):,} marked")
    if view.picture.paused:
        what.append(_pause(view.picture))
    filters = ""
    if filter_text and filter_off:
        what.append(all_here)
        filters = f"filter off: {printable(filter_text, limit=LONGEST)}"
    elif filter_text:
        what.append(f"{view.shown:,} of {all_here}")
        filters = printable(filter_text, limit=LONGEST)
    elif view.total:
        what.append(all_here)
    if view.sort != Sort.ID or view.reverse:
        label = printable(view.sort.label, limit=LONGEST)
        how.append(f"by {label}{' reversed' if view.reverse else ''}")
    if view.grouping.path:
        how.append(f"grouped by {printable(view.grouping.label, limit=LONGEST)}")
    said = [totals]
    if filters and not filter_off and totals:
        said = [totals + f" in all {view.total:,}", totals + " in all"]
    for signs in (*said, Content()):
        title = _joined([*what, filters, signs, *how])
        if title.cell_length <= room or not signs:
            break
        left = room - _joined([*what, signs]).cell_length - len(SEPARATOR)
        if signs is said[-1] and left >= min(LEAST, width_of(filters)):
            return _joined([*what, cut_end(filters, left), signs, *how])
    return title


def _joined(parts: Iterable[str | Content]) -> Content:
    return Content(SEPARATOR).join(
        part if isinstance(part, Content) else Content(part) for part in parts if part
    )


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
