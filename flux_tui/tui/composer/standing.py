"""By which world a draft is judged, where that is not the server's as it is now."""

from __future__ import annotations

from flux_tui.client import Phase, SessionStatus
from flux_tui.model.inline import clock_text
from flux_tui.tui.status_bar.wording import as_of


def standing(status: SessionStatus, before: SessionStatus, *, utc: bool) -> str:
    """A few words; empty while a draft is judged by what is so now, in the world that it was in
    ``before``."""
    if status.replaced is not None and status.replaced != before.replaced:
        return f"since {clock_text(status.replaced, utc=utc)[:-2]} another world answers here"
    if status.is_partial:
        return "judged by a part of the world: new may exist already"
    if status.phase in (Phase.OFFLINE, Phase.STALE):
        return f"judged as of {as_of(status, utc=utc)}: the server is not followed"
    return ""
