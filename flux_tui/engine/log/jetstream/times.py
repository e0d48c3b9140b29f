"""When events were received: the stream's times, made to grow where they do not.

A stream's times are those of its leader's clock: after a change of leader, or when that clock is
set back, they may step back. Each such event then gets the time before it and a nanosecond, by a
rule that depends on the stream alone: engines agree on it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

MAX_RUNS = 1_000
"""Steps back that are remembered; of older ones the stream's own times are told."""


class _Run(NamedTuple):
    """Events from ``first`` to ``last`` that came while the clock was behind."""

    first: int
    last: int
    received: int

    def at(self, sequence: int) -> int:
        return self.received + sequence - self.first


class Times:
    """Turns a message's time into when its event was received, which grows with the sequence."""

    def __init__(self) -> None:
        self._sequence = 0
        self._received = 0
        self._runs: list[_Run] = []

    def begin(self, sequence: int, received: int) -> None:
        """All is known up to this sequence, which was received at this time."""
        if sequence > self._sequence:
            self._sequence, self._received = sequence, received

    def forget(self) -> None:
        """It is another stream."""
        self._sequence = self._received = 0
        self._runs.clear()

    def received(self, sequence: int, at: int) -> int:
        """When the event with this sequence, stored at ``at`` ns, was received.

        New sequences are to be asked for in order.
        """
        if sequence <= self._sequence:
            run = self._run(sequence)
            return at if run is None else run.at(sequence)
        if at <= self._received:
            at = self._behind(sequence)
        self._sequence, self._received = sequence, at
        return at

    def last_before(self, sequence: int, instant: int) -> int:
        """``sequence``, or the last one before it that was received at or before ``instant``."""
        run = self._run(sequence)
        if run is None or run.at(sequence) <= instant:
            return sequence
        return max(run.first - 1, run.first + instant - run.received)

    def _run(self, sequence: int) -> _Run | None:
        place = bisect_right(self._runs, sequence, key=lambda run: run.first) - 1
        if place >= 0 and sequence <= self._runs[place].last:
            return self._runs[place]
        return None

    def _behind(self, sequence: int) -> int:
        run = self._runs[-1] if self._runs else None
        if run is not None and run.last == self._sequence:
            self._runs[-1] = run._replace(last=sequence)
        else:
            self._runs.append(_Run(sequence, sequence, self._received + 1))
            del self._runs[:-MAX_RUNS]
        return self._runs[-1].at(sequence)
