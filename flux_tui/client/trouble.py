"""Why a world is not followed: whether the server is away, or answers and will not or cannot."""

from __future__ import annotations

from enum import Enum, auto
from http import HTTPStatus

from flux_tui.client.feeds.feed import NotOffered
from flux_tui.errors import CutShort, FluxTuiError, Nonsense, NotFound, Refused, WorldTooLarge


class Trouble(Enum):
    """What keeps a session from following a world."""

    AWAY = auto()
    """The server does not answer, or the connection to it broke."""
    REFUSED = auto()
    """It answers, and says no."""
    FAILING = auto()
    """It answers that something is wrong with itself."""
    NOT_UNDERSTOOD = auto()
    """What answers does not speak as a Flux does."""
    TOO_LARGE = auto()
    """Its world would take more memory than it may; what is here is a part of it."""


def trouble_of(error: FluxTuiError) -> Trouble:
    """What an attempt that failed so means."""
    match error:
        case NotOffered() if isinstance(error.__cause__, FluxTuiError):
            return trouble_of(error.__cause__)
        case NotOffered() if not isinstance(error.__cause__, TimeoutError):
            return Trouble.REFUSED
        case WorldTooLarge():
            return Trouble.TOO_LARGE
        case CutShort():
            return Trouble.AWAY
        case Nonsense() | NotFound():
            return Trouble.NOT_UNDERSTOOD
        case Refused():
            fails = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
            return Trouble.FAILING if fails else Trouble.REFUSED
        case _:
            return Trouble.AWAY
