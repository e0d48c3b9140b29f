"""What stands where the list would, while there is no row to show."""

from __future__ import annotations

from flux_tui.client import Phase, SessionStatus
from flux_tui.model.printable import printable


def notice(status: SessionStatus, url: str, *, total: int, filter_text: str, scope: str) -> str:
    """A few printable lines: what is the case, and what to do next."""
    place = printable(url, limit=200)
    if total and filter_text:
        return (
            f"Nothing matches {printable(filter_text, limit=60)}\n\n"
            f"{total:,} entities are hidden.\n/ then esc clears the filter."
        )
    problem = printable(status.problem or "", limit=300)
    match status.phase:
        case Phase.CONNECTING:
            return f"Connecting to {place} …\n\n{problem}"
        case Phase.LOADING:
            return f"Loading the world of {place} …"
        case Phase.OFFLINE | Phase.STALE:
            goes_on = status.retry_at is not None or status.phase is Phase.STALE
            again = "It is tried again by itself; q quits." if goes_on else "q quits."
            return f"No world from {place} yet.\n\n{problem}\n{again}"
        case _ if scope:
            words = printable(scope, limit=60)
            return f"Nothing belongs to the scope {words}.\n\nThe rest of {place} is not opened."
        case _:
            return "This world is empty.\n\nn publishes its first event."
