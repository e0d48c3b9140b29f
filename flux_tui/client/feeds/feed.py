"""What all feeds have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flux_tui.errors import FluxTuiError

BATCH = 256
"""Messages handed on at once: about a millisecond's work, and few calls for each."""


class NotOffered(FluxTuiError):
    """The server answers, but not with this feed; another may do."""


class PositionLost(FluxTuiError):
    """The log no longer has what follows the position asked for, or it is another log."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A message of a known kind that could not be read: whatever it said was missed."""

    reason: str


class Keepalive(NamedTuple):
    """Seconds between pings, and until an answer must have come: finds half-open connections."""

    interval: float = 3.0
    patience: float = 5.0
