"""The change log as lines to read: of those asked for alone, and what repeats itself in one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from flux_tui.model.change import PropertySet
from flux_tui.model.json import same
from flux_tui.replica.changelog import ChangeLog
from flux_tui.replica.outcome import Outcome
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World


@dataclass(slots=True)
class ChangeLine:
    """One line: a change, and how many times in succession it or its very opposite happened."""

    number: int
    """The place of ``last`` among all changes that there ever were."""
    last: Outcome
    times: int = 1


class ChangeLines:
    """Lines of a change log, newest first, kept up to date by ``update``.

    What does not match when it is first looked at is left out for good: a change is asked about
    with the entity as it was then.
    """

    def __init__(self, log: ChangeLog, world: World) -> None:
        self._log = log
        self._world = world
        self._wanted: Callable[[EntityRecord], bool] | None = None
        self._read = 0
        self._lines: deque[ChangeLine] = deque()
        self._left_out: deque[int] = deque()
        """The numbers of changes that do not match, the newest first."""

    @property
    def left_out(self) -> int:
        """How many changes that are kept do not match."""
        return len(self._left_out)

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, place: int) -> ChangeLine:
        """The line at a place; 0 is the newest."""
        return self._lines[place]

    def place_of(self, number: int) -> int:
        """Where the line with this number stands; the nearest older one when it has gone."""
        for place, line in enumerate(self._lines):
            if line.number <= number:
                return place
        return max(0, len(self._lines) - 1)

    def ask(self, wanted: Callable[[EntityRecord], bool] | None) -> None:
        """Show the changes of entities that match from now on; None shows all. Begins anew."""
        self._wanted = wanted
        self._lines.clear()
        self._left_out.clear()
        self._read = 0

    def update(self) -> int:
        """Take in what is new, and drop what the log has dropped; how many lines are new."""
        new = self._log.newest(self._log.seen - self._read)
        number = self._log.seen - len(new)
        added = 0
        for outcome in reversed(new):
            added += self._take(number, outcome)
            number += 1
        self._read = self._log.seen
        while self._lines and self._lines[-1].number < self._log.rolled_over:
            self._lines.pop()
        while self._left_out and self._left_out[-1] < self._log.rolled_over:
            self._left_out.pop()
        return min(added, len(self._lines))

    def _take(self, number: int, outcome: Outcome) -> int:
        """Add one change; 1 when it has a line of its own."""
        if self._wanted is not None and not self._wanted(self._entity_of(outcome)):
            self._left_out.appendleft(number)
            return 0
        newest = self._lines[0] if self._lines else None
        if newest is not None and _are_alike(outcome, newest.last):
            newest.last = outcome
            newest.times += 1
            newest.number = number
            return 0
        self._lines.appendleft(ChangeLine(number, outcome))
        return 1

    def _entity_of(self, outcome: Outcome) -> EntityRecord:
        """The entity that changed; of one that is gone the name alone."""
        entity_id = outcome.change.entity_id
        return self._world.get(entity_id) or EntityRecord(entity_id, {}, outcome.change.at)


def _are_alike(outcome: Outcome, other: Outcome) -> bool:
    """Whether a property went the same way twice, or there and back again."""
    one, two = outcome.change, other.change
    if not (isinstance(one, PropertySet) and isinstance(two, PropertySet)):
        return False
    if one.entity_id != two.entity_id or one.property != two.property:
        return False
    if not outcome.had or not other.had:
        return False
    again = same(outcome.before, other.before) and same(one.value, two.value)
    return again or (same(outcome.before, two.value) and same(one.value, other.before))
