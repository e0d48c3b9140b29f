"""What the screen is worth, in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flux_tui.client import Phase, SessionStatus, Trouble
from flux_tui.model.instant import NS

SIGNS = {
    Phase.CONNECTING: "○",
    Phase.LOADING: "◌",
    Phase.LIVE: "●",
    Phase.CATCHING_UP: "◐",
    Phase.STALE: "○",
    Phase.OFFLINE: "○",
}
"""What says the phase without colour."""

ANSWERED = "✗"
"""The sign of a server that answers, and is not followed all the same."""

TROUBLES = {
    Trouble.AWAY: "offline",
    Trouble.REFUSED: "refused",
    Trouble.FAILING: "server fails",
    Trouble.NOT_UNDERSTOOD: "no Flux answers",
    Trouble.TOO_LARGE: "too large to follow",
}
"""Why nothing is followed, in a word or two."""


def worth(status: SessionStatus, now: int, *, utc: bool, brief: bool = False) -> str:
    """One clause: how far the screen can be trusted now. ``now`` in ns by the local clock.

    A ``brief`` one says what is so, and not since when or until when.
    """
    match status.phase:
        case Phase.CONNECTING:
            text = "connecting"
        case Phase.LOADING:
            text = f"loading {status.loaded:,} entities" if status.loaded else "loading"
        case Phase.LIVE:
            text = "live" + ("" if brief and not status.mute else _verified(status, now))
        case Phase.CATCHING_UP:
            text = "catching up"
        case Phase.STALE:
            text = "stale" if brief else f"stale since {_clock(status.since, utc)}"
        case Phase.OFFLINE:
            text = TROUBLES[_trouble(status)] + ("" if brief else _retry(status, now))
    return f"{_sign(status)} {text}"


def _trouble(status: SessionStatus) -> Trouble:
    return status.trouble or Trouble.AWAY


def _sign(status: SessionStatus) -> str:
    if status.phase is Phase.OFFLINE and _trouble(status) is not Trouble.AWAY:
        return ANSWERED
    return SIGNS[status.phase]


def counted(total: int, status: SessionStatus, *nouns: str) -> str:
    """How many entities are here, and whether that is only a part; ``nouns`` for one and many.

    Nothing is said where nothing is known.
    """
    if not total and status.is_partial:
        return ""
    number = f"{total:,}"
    if nouns:
        number += f" {nouns[0] if total == 1 else nouns[1]}"
    if not status.is_partial:
        return number
    return (
        f"{number}, part of more" if _trouble(status) is Trouble.TOO_LARGE else f"{number} so far"
    )


def _verified(status: SessionStatus, now: int) -> str:
    if status.mute:
        return " · server is mute, polling"
    if status.verified is None:
        return ""
    lately = status.healed_by(now)
    healed = f" · {lately:,} healed" if lately else ""
    return f" · verified {max(0, now - status.verified) // NS} s ago{healed}"


def _retry(status: SessionStatus, now: int) -> str:
    """When the next attempt is made, if one is; it may take long, and then it is under way."""
    if status.retry_at is None:
        return ""
    if status.retry_at <= now:
        return ", retrying"
    return f", retrying in {-(-(status.retry_at - now) // NS)} s"


def _clock(instant: int, utc: bool) -> str:
    return f"{datetime.fromtimestamp(instant // NS, UTC if utc else None):%H:%M:%S}"


def as_of(status: SessionStatus, *, utc: bool) -> str | None:
    """The time of day at which the World was last known to be the server's; None if never whole."""
    return None if status.is_partial or status.verified is None else _clock(status.verified, utc)


def without_url(problem: str, url: str) -> str:
    """A problem without the server's address, which leaves no room for what is to be done."""
    return re.sub(re.escape(url) + r"[^\s:;,()]*", "the server", problem)
