"""What stands where the list would, while there is no row to show."""

from __future__ import annotations

from flux_tui.client import Phase, SessionStatus
from flux_tui.model.inline import value_text
from flux_tui.model.printable import printable
from flux_tui.tui.keys.naming import KeyNames


def notice(
    status: SessionStatus,
    url: str,
    key: KeyNames,
    *,
    total: int,
    filter_text: str,
    scope: str,
    hint: str = "",
) -> str:
    """A few printable lines: what is the case, and what to do next.

    ``hint`` says why a filter may show nothing.
    """
    if total and filter_text:
        return _nothing_matches(filter_text, total, key, hint)
    place = printable(url, limit=200)
    problem = printable(status.problem or "", limit=300)
    match status.phase:
        case Phase.CONNECTING:
            return f"Connecting to {place} …\n\n{problem}"
        case Phase.LOADING:
            return f"Loading the world of {place} …"
        case Phase.OFFLINE | Phase.STALE:
            return _no_world(status, place, problem, key)
        case _ if status.vanished is not None:
            return (
                "Nothing that was here is left.\n\n"
                f"{place} may have to read its log yet, or another world answers there, "
                "an empty one.\n" + key.say("{explorer.world} shows what is known of the server.")
            )
        case _ if scope:
            words = value_text(scope, 60)
            return f"Nothing belongs to the scope {words}.\n\nThe rest of {place} is not opened."
        case _:
            return key.say("This world is empty.\n\n{explorer.event} publishes its first event.")


def _nothing_matches(filter_text: str, hidden: int, key: KeyNames, hint: str) -> str:
    text = value_text(filter_text, 60)
    are = "entity is" if hidden == 1 else "entities are"
    keys = key.say("{explorer.back} shows them again, {explorer.filter} changes the filter.")
    if text.replace("-", "").isalnum():
        hint = f"A word is looked for in ids;\nstatus={text} asks for a value."
    why = f"\n\n{hint}" if hint else ""
    return f"Nothing matches {text}\n\n{hidden:,} {are} hidden.\n{keys}{why}"


def _no_world(status: SessionStatus, place: str, problem: str, key: KeyNames) -> str:
    """Nothing is known, or nothing any more; ``place`` and ``problem`` are printable."""
    goes_on = status.retry_at is not None or status.phase is Phase.STALE
    keys = key.say("{app.switch} opens another server, {app.quit} quits.")
    again = f"It is tried again by itself; {keys}" if goes_on else keys
    own = "flux-tui demo shows a world of its own."
    yet = "yet" if status.verified is None else "any more; it was empty"
    return f"No world from {place} {yet}.\n\n{problem}\n\n{again}\n{own}"
