"""What is said of deletions, before, while and after they happen."""

from __future__ import annotations

from collections import Counter

from flux_tui.client.deleting.deletion import Deletion
from flux_tui.model.inline import name_text

MOST_GROUPS = 4
"""Groups that are named; of the others their number is."""

BACK = (
    "{explorer.undo} brings the values back, also later: the ledger ({explorer.ledger}) keeps them."
)
"""How a deletion is undone; with places for keys."""


def meaning(count: int) -> str:
    """What it means to delete so many entities; with places for keys."""
    if count == 1:
        leaves = "It leaves the state by a tombstone event; its events stay in the server's log."
    else:
        leaves = (
            "They leave the state by a tombstone event each; their events stay in the server's log."
        )
    return f"{leaves} {BACK}"


def entities_text(count: int) -> str:
    """A number of entities."""
    return "1 entity" if count == 1 else f"{count:,} entities"


def groups_text(groups: Counter[str]) -> str:
    """The groups of some entities, largest first; empty where they have none."""
    named = [(group, number) for group, number in groups.most_common(MOST_GROUPS) if group]
    if not named:
        return ""
    parts = [f"{name_text(group, 24)} {number:,}" for group, number in named]
    more = len(groups) - len(named)
    return ", ".join(parts) + (f", and {more:,} more groups" if more > 0 else "")


def progress_line(deletion: Deletion, stop: str) -> str:
    """How far a deletion is; the key ``stop`` ends it."""
    total, gone = len(deletion.ids), len(deletion.gone)
    stops = "stopping …" if deletion.is_stopped else f"{stop} stops"
    return f"{deletion.sent:,} of {total:,} sent, {gone:,} gone · {stops}"


def deleted_line(deletion: Deletion, back: int, undo: str) -> str:
    """What became of a deletion; ``back`` of the deleted are there again already.

    The key ``undo`` brings back the others.
    """
    again = f", {back:,} of them there again already" if back else ""
    if not deletion.left:
        whole = f"{entities_text(len(deletion.gone))} deleted, and gone from the state{again}"
        return f"{whole}; {undo} brings back" if deletion.before else whole
    stopped = "stopped: " if deletion.is_stopped else ""
    gone, total, left = len(deletion.gone), len(deletion.ids), len(deletion.left)
    are_left = "1 is left" if left == 1 else f"{left:,} are left"
    return f"{stopped}{gone:,} of {total:,} deleted{again}, {are_left}"
