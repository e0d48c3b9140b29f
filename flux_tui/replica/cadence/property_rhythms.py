"""The rhythm of single properties, learned from the past values of those that are looked at.

A world has half a million properties: each is learned when somebody asks, from the times at which
it was seen to change. How often it is reported with the value that it has is not kept, so what
never changes has no known rhythm. What changes every 5 s is reported every 5 s at least: not to
have been reported for much longer is a silence, however its other reports came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flux_tui.replica.cadence.cadence import Cadence
from flux_tui.replica.cadence.heard import Heard
from flux_tui.replica.cadence.rhythm import Rhythm
from flux_tui.replica.cadence.rhythms import FAR
from flux_tui.replica.history import History
from flux_tui.replica.record import EntityRecord


class PropertyRhythm(NamedTuple):
    """How a property changes: every ``interval`` ns; ``silent_for`` so long, None if it is not."""

    interval: int
    silent_for: int | None


class PropertyRhythms:
    """Learns them anew once a tick at most; that costs as much as past values of one are kept."""

    def __init__(self, cadence: Cadence, history: History) -> None:
        self._cadence = cadence
        self._history = history
        self._asked: tuple[str, str, int] | None = None
        self._learned: Rhythm | None = None

    def of(self, record: EntityRecord, name: str) -> PropertyRhythm | None:
        """A property's rhythm, and whether it is overdue by it; None while it is not known."""
        cadence = self._cadence
        asked = (record.id, name, cadence.looked_at)
        if asked != self._asked:
            reach = self._history.reach(record.id, name)
            times = self._history.times(record.id, name, reach.kept) if reach else ()
            self._asked, self._learned = asked, learn(times, cadence.heard)
        rhythm = self._learned
        if rhythm is None or not rhythm.is_learned:
            return None
        silence = cadence.silence_since(record.stamp(name))
        is_silent = silence >= rhythm.overdue and not cadence.is_silent(record.id)
        return PropertyRhythm(rhythm.interval, silence if is_silent else None)


def learn(times: Sequence[int], heard: Heard) -> Rhythm | None:
    """The rhythm of some times, as far as they were heard; what lies between is no interval."""
    rhythm: Rhythm | None = None
    before: int | None = None
    for at in times:
        began = heard.began(at)
        if began is None or not -FAR <= at <= FAR:
            continue
        if rhythm is None:
            rhythm = Rhythm(at)
        elif began != before:
            rhythm.resume(at)
        else:
            rhythm.report(at)
        before = began
    return rhythm
