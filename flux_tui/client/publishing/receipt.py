"""What became of one event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from flux_tui.model.event import Event


class Step(Enum):
    """How far an event has come."""

    WAITING = auto()
    """Not sent yet."""
    SENT = auto()
    """On its way; no answer yet."""
    ACCEPTED = auto()
    """The server said yes."""
    MATERIALISED = auto()
    """Seen in the state."""
    FAILED = auto()
    """Refused, or never sent: it has no effect."""
    UNSEEN = auto()
    """Accepted, and not seen in the state."""
    UNKNOWN = auto()
    """Nobody knows whether it arrived: the connection broke, and the server cannot say."""

    __hash__ = object.__hash__
    """Each step of each event is counted: Enum's own hash, of the name, takes ten times as long."""


FINAL = frozenset({Step.MATERIALISED, Step.FAILED, Step.UNSEEN, Step.UNKNOWN})
"""Steps after which nothing more comes."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One event of a publication: ``index`` is its place, ``event`` has its id and timestamp.

    Times are in ms since it was sent. ``reason`` says why it went no further, with the server's
    text in it as it came.
    """

    index: int
    event: Event
    step: Step
    accepted_ms: float | None = None
    materialised_ms: float | None = None
    reason: str | None = None


class Advance(NamedTuple):
    """Events that have come to one step together, by their places.

    ``ms`` are their times since they were sent, where the step has any.
    """

    places: Sequence[int]
    step: Step
    reason: str | None = None
    ms: Sequence[float] = ()


Report = Callable[[Advance], None]
"""Told of each step of each event, synchronously, of those together that come to it together."""
