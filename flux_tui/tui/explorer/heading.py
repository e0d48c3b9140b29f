"""The list's title: what is shown of the world, how, and whether it stands still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    filters = printable(filter_text, limit=LONGEST)
    what = ["Entities", *_numbers(view, counted(view.total, status), filters, filter_off)]
    how = list(_arrangement(view))
    signs = [totals]
    if filters and filter_off:
        filters = f"filter off: {filters}"
    elif filters and totals:
        signs = [totals + f" in all {view.total:,}", totals + " in all"]
    for words in signs:
        title = _joined([*what, filters, words, *how])
        if title.cell_length <= room or not words:
            return title
    left = room - _joined([*what, signs[-1]]).cell_length - len(SEPARATOR)
    if left >= min(LEAST, width_of(filters)):
        return _joined([*what, cut_end(filters, left), signs[-1], *how])
    return _joined([*what, filters, *how])


def _numbers(view: View, all_here: str, filters: str, filter_off: bool) -> Iterator[str]:
    """How many are marked, first, as what is done next may be done to them; waiting; shown."""
    if view.marks:
        yield f"{len(view.marks):,} marked"
    if view.picture.paused:
        yield _pause(view.picture)
    if filters and not filter_off:
        yield f"{view.shown:,} of {all_here}"
    elif filters or view.total:
        yield all_here


def _arrangement(view: View) -> Iterator[str]:
    """In what order and by what groups, where somebody has chosen that."""
    if view.sort != Sort.ID or view.reverse:
        label = printable(view.sort.label, limit=LONGEST)
        yield f"by {label}{' reversed' if view.reverse else ''}"
    if view.grouping.path:
        yield f"grouped by {printable(view.grouping.label, limit=LONGEST)}"


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
