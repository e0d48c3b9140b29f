"""What to press to leave a dialog, for somebody who tried it by ctrl+c."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding

from flux_tui.tui.keys.naming import called

LEAVING = frozenset({"close", "leave", "dismiss(None)"})
"""The actions that close a dialog of ours."""


def how_to_leave(active: Iterable[ActiveBinding]) -> str:
    """``active`` are the bindings that work now; ctrl+q is Textual's own and always does."""
    leaving = (each.binding for each in active if each.binding.action in LEAVING)
    key = next((called(binding.key) for binding in leaving if binding.id), None)
    closes = "" if key is None else f"{key} closes this and keeps what is written; "
    return f"{closes}ctrl+q ends flux-tui"
