"""How far a history has been read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Reading(Enum):
    """What a reader does, or how it came to an end."""

    NOT_YET = auto()
    """Nothing was asked so far."""
    READING = auto()
    """Older events are being read."""
    WHOLE = auto()
    """All that the server keeps is known; what is new is asked for."""
    STOPPED = auto()
    """It was ended before all was read."""
    LIMITED = auto()
    """As much is known as there is room for; older events are left out."""
    FAILED = auto()
    """The server gave no answer, or one that makes no sense; what was read stays."""


@dataclass(frozen=True, slots=True)
class PastStatus:
    """``problem`` says in a sentence why a reader failed.

    ``newest_missing``: more events arrived in the last second that has any than can be asked for.
    """

    reading: Reading = Reading.NOT_YET
    problem: str | None = None
    newest_missing: bool = False


@dataclass(frozen=True, slots=True)
class PastLimits:
    """How much of one entity's past is kept: events, changes of properties, bytes as sent."""

    events: int = 20_000
    steps: int = 200_000
    size: int = 32_000_000


@dataclass(frozen=True, slots=True)
class Thrift:
    """Between two looks for what is new: seconds at least, and times as long as a look took.

    A real Flux reads its whole log for each (``wire/README.md``: at least 200 ms).
    """

    pause: float = 0.25
    times: float = 5.0
