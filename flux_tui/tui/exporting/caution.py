"""What a file of the world is not: whole, or of now. It is said before it is written and after."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.client import Phase, SessionStatus, Trouble
from flux_tui.tui.status_bar.wording import as_of


class Caution(NamedTuple):
    """One clause for before, one to go on with after."""

    before: str
    after: str


NONE = Caution("", "")
"""The file is what it seems to be."""


def caution_of(status: SessionStatus, *, utc: bool) -> Caution:
    """What is to be said of a file that is written now."""
    if status.is_partial:
        return _of_a_part(status)
    since = as_of(status, utc=utc)
    if status.phase in (Phase.OFFLINE, Phase.STALE):
        return Caution(
            f"The server is not followed: the file has what was so at {since}.",
            f", as of {since}",
        )
    if status.phase is Phase.CATCHING_UP:
        return Caution(
            "The world is behind: the file may lack the last changes.",
            ", perhaps without the last changes",
        )
    return NONE


def _of_a_part(status: SessionStatus) -> Caution:
    if status.trouble is Trouble.TOO_LARGE:
        return Caution(
            "The world is too large to be here whole: the file has a part of it.",
            ", a part of a world that is too large",
        )
    if status.phase is Phase.LOADING:
        return Caution(
            "The world is still loading: the file has what is here of it so far.",
            ", a part: the world was still loading",
        )
    return Caution(
        "The world was never loaded whole: the file has what came of it.",
        ", a part: the world was never loaded whole",
    )
