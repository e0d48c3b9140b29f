"""By which world a draft is judged, where that is not the server's as it is now."""

from __future__ import annotations

from flux_tui.client import Phase, SessionStatus
from flux_tui.tui.status_bar.wording import as_of


def standing(status: SessionStatus, *, utc: bool) -> str:
    """A few words; empty while a draft is judged by what is so now."""
    if status.is_partial:
        return "judged by a part of the world: new may exist already"
    if status.phase in (Phase.OFFLINE, Phase.STALE):
        return f"judged as of {as_of(status, utc=utc)}: the server is not followed"
    return ""
