"""The rhythm of one entity's reports, learned as they come, and the rate of its changes."""

from __future__ import annotations

from math import exp

from flux_tui.model.instant import NS

FINEST = NS
"""Reports closer than this, in ns, are one: a finer rhythm makes no difference to any silence."""

NEAR = 4
"""Reports within a quarter of the interval belong together; from four intervals on it was away."""

LEARNED = 4
"""Intervals after which a rhythm counts as one."""

STEADY = 8
"""From so many intervals on, the learned one goes towards a new one by an eighth at most."""

PART = 16
"""An interval that differs from the usual by less than a sixteenth teaches nothing more."""

CROWD = 64
"""The most intervals that can turn out to have been a burst: the day between two nights is none."""

FORGETTING = 8
"""The longest interval of late is forgotten over about so many new ones."""

OVERDUE = 3
"""So many usual intervals are no silence yet: two reports may get lost. Where half the longest of
late is more than usual, it counts instead: the irregular are given their due."""

UNRULY = 32
"""What the square of how much intervals differ counts: nothing where they differ by a tenth; where
they differ by half, as those of people and jobs who come when they come, nine usual ones."""

SLACK = 3 * NS
"""What any silence may last more, in ns: twice what a server's own queues lag under load."""

DISORDER = 2 * NS
"""A stamp that falls back by more, in ns, is the server's clock set back (``reconcile.py``)."""

DECAY = 20 * NS
"""Time in ns after which a change counts for the rate by 1/e: steady to read, yet prompt."""


SETTLING = 10 * NS
"""Changes of so long, in ns, are taken into the rate together."""


class Rhythm:
    """What is known of one entity's reports. All times are the server's, in ns.

    A report is whatever is stamped close together: an event of five properties is one, and so is
    a burst that takes less than a quarter of the interval. What is learned is the interval between
    the beginnings of reports that two thirds of them stay below: it goes up twice as readily as
    down. One silence of more than four intervals is an absence and teaches nothing; another soon
    after says that what was taken for reports were bursts.

    In a flood each report counts, so most take the short way: what comes before ``closed`` is of
    the same report as ``start``, and needs nothing but ``last`` and ``changes`` written.
    """

    __slots__ = (
        "absent",
        "changes",
        "closed",
        "count",
        "interval",
        "last",
        "longest",
        "rate",
        "settled",
        "since",
        "spread",
        "start",
    )

    def __init__(self, at: int) -> None:
        self.since = self.start = self.last = self.settled = at
        self.closed = at + FINEST
        self.interval = 0
        self.longest = 0
        self.spread = 0
        self.count = 0
        self.absent = 0
        self.changes = 0
        self.rate = 0.0

    @property
    def overdue(self) -> int:
        """The silence in ns from which on it is one."""
        return overdue(self.interval, self.longest, self.spread)

    @property
    def is_learned(self) -> bool:
        """Whether enough was heard, and for longer than a silence takes to be one."""
        heard = self.last - self.since
        return is_learned(self.count, heard, self.interval, self.longest, self.spread)

    def report(self, at: int) -> None:
        """Something was reported at ``at``."""
        if at < self.closed:
            if at > self.last:
                self.last = at
            elif at < self.start - DISORDER:
                self.resume(at)
            return
        usual, interval = self.interval, at - self.start
        self.start = self.last = at
        if (
            self.count >= STEADY
            and -usual < PART * (interval - usual) < usual
            and not self.absent
            and self.longest <= 2 * usual
            and NEAR * self.spread <= usual
        ):
            self.closed += interval
            return
        if not usual or (interval > NEAR * usual and self.absent):
            self._learn_anew(interval, at)
        elif interval > NEAR * usual:
            self.absent, self.longest = CROWD, interval
        else:
            self._learn(interval)
        self.closed = at + (self.interval // NEAR if self.interval > NEAR * FINEST else FINEST)

    def resume(self, at: int) -> None:
        """Reported at ``at``, after a time in which reports would not have been heard."""
        self.start = self.last = at
        self.closed = at + max(FINEST, self.interval // NEAR)
        self.since = min(self.since, at)

    def settle(self, at: int) -> None:
        """Take the changes since the last time into the rate, as of ``at``."""
        self.rate = self.rate_at(at)
        self.changes = 0
        self.settled = at

    def rate_at(self, now: int) -> float:
        """Changes of properties per second, the latest counting most."""
        return rate_at(self.rate, self.settled, self.changes, self.last, now)

    def _learn_anew(self, interval: int, at: int) -> None:
        self.interval = self.longest = interval
        self.spread = 0
        self.count = 1
        self.absent = 0
        self.since = at - interval

    def _learn(self, interval: int) -> None:
        """Go towards the interval, by a factor of 2 at first and by an eighth in the end."""
        count = self.count
        part = min(STEADY, count)
        usual = self.interval
        if count > 1:
            off = min(abs(interval - usual), usual)  # what is much longer may be an absence
            self.spread += (off - self.spread) // min(STEADY, count - 1)
        if interval > usual + usual // part:
            usual += usual // part
        elif interval < usual - usual // (2 * part + 1):
            usual -= usual // (2 * part + 1)
        else:
            usual = interval
        self.interval = usual
        self.count = count + 1
        if interval > self.longest:
            self.longest = interval
        elif self.longest > 2 * usual:
            self.longest -= (self.longest - usual) // FORGETTING
        if self.absent:
            self.absent -= 1


def overdue(interval: int, longest: int, spread: int) -> int:
    """The silence in ns from which on it is one."""
    unruly = interval + UNRULY * spread * spread // max(1, interval)
    return max(OVERDUE * max(interval, longest // 2), unruly) + SLACK


def is_learned(count: int, heard: int, interval: int, longest: int, spread: int) -> bool:
    """Whether so many intervals, heard for so long in ns, are enough to know a rhythm by."""
    return count >= LEARNED and heard >= overdue(interval, longest, spread)


def rate_at(rate: float, settled: int, changes: int, last: int, now: int) -> float:
    """Changes per second: a rate as of ``settled``, and so many changes from then to ``last``."""
    faded = rate * exp((settled - now) / DECAY) if settled < now else rate
    if changes:
        age = now - (settled + last) / 2
        faded += changes * NS / DECAY * (exp(-age / DECAY) if age > 0 else 1)
    return faded
