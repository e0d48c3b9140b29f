"""The known events of one entity, oldest first, and what they did; it grows at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flux_tui.model.change import PropertySet
from flux_tui.model.event import Event
from flux_tui.model.json import Json, same
from flux_tui.replica.outcome import Outcome
from flux_tui.replica.past.steps import Step, StepKind, Unfolding, Was


class Blame(NamedTuple):
    """The step that gave a property the value it has now.

    When it is not ``certain``, the property may have had the value before, by an older event.
    """

    step: Step
    certain: bool


class EntityHistory:
    """Events of one entity in the order in which they arrived.

    A step has a number that it keeps: the first known ones are counted down from 0 as older ones
    come, the newest up. What a step knew nothing of is filled in when an older event tells it.
    """

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._steps: list[Step] = []
        self._first = 0
        self._open: dict[str, int] = {}
        """The steps, by property, of which an older event could still tell what was before."""
        self._present = Unfolding()
        self._gaps: set[int] = set()
        """The numbers of events, counted as steps are, before which some may be missing."""
        self._first_event = 0
        self.names: set[str] = set()
        """The properties that any of the events has set, those that went included."""
        self.streams: set[str] = set()
        """Where any of them was published."""
        self.sources: set[str] = set()
        """Who published any of them."""

    @property
    def events(self) -> Sequence[Event]:
        """All that are known."""
        return self._events

    @property
    def steps(self) -> Sequence[Step]:
        """What they did, and where some may be missing."""
        return self._steps

    @property
    def first(self) -> int:
        """The number of the first step."""
        return self._first

    @property
    def gaps(self) -> int:
        """At how many places events may be missing."""
        return len(self._gaps)

    def step(self, number: int) -> Step:
        """A step by its number."""
        return self._steps[number - self._first]

    def oldest(self, most: int) -> list[Event]:
        """The first events, up to the first place where some may be missing."""
        return self._events[: min(most, self._gap_after(0))]

    def newest(self, most: int) -> list[Event]:
        """The last events, back to the last place where some may be missing."""
        gaps = [number - self._first_event for number in self._gaps]
        return self._events[max(len(self._events) - most, *gaps, 0) :]

    # -- growing -------------------------------------------------------------------------------

    def prepend(self, events: Sequence[Event]) -> None:
        """Add events that arrived right before the first known one."""
        past, steps = Unfolding(), list[Step]()
        open_: dict[str, int] = {}
        for event in events:
            for step in past.steps(event):
                if step.name and step.was is Was.UNKNOWN:
                    open_[step.name] = len(steps)
                steps.append(step)
            self._meet(event)
        self._fill_in(past)
        if not self._gaps:
            self._present.learn(past)
        self._steps[0:0] = steps
        self._events[0:0] = events
        self._first -= len(steps)
        self._first_event -= len(events)
        self._open.update((name, self._first + place) for name, place in open_.items())

    def prepend_gap(self) -> None:
        """Right before the first known event there may be others that cannot be known."""
        if self._events and self._first_event not in self._gaps:
            self._steps.insert(0, Step(self._events[0], StepKind.MISSING))
            self._first -= 1
            self._gaps.add(self._first_event)
            self._open.clear()

    def append(self, events: Iterable[Event], *, after_gap: bool = False) -> None:
        """Add events that arrived after the last known one: right after it, or perhaps not."""
        for event in events:
            if after_gap and self._events:
                self._present.forget()
                self._gaps.add(self._first_event + len(self._events))
                self._steps.append(Step(event, StepKind.MISSING))
            for step in self._present.steps(event):
                if step.name and step.was is Was.UNKNOWN and not self._gaps:
                    self._open.setdefault(step.name, self._first + len(self._steps))
                self._steps.append(step)
            self._events.append(event)
            self._meet(event)
            after_gap = False

    def forget_oldest(self, count: int) -> None:
        """Drop the first events; what they did stays known to those after them."""
        kept = self._events[count:]
        steps = (place for place, step in enumerate(self._steps) if kept and step.event is kept[0])
        place = next(steps, len(self._steps))
        del self._steps[:place], self._events[:count]
        self._first += place
        self._first_event += count
        self._gaps = {number for number in self._gaps if number >= self._first_event}
        self._open.clear()

    def clear(self) -> None:
        """Know nothing again."""
        self.__init__()  # type: ignore[misc]

    def witness(self, seen: Iterable[Outcome]) -> None:
        """Learn from changes of the entity that were seen as they happened what was before its
        first steps; those whose event is not known tell nothing.

        An id alone does not tell an event: the server applies one that comes with other content.
        """
        if not self._open:
            return
        told: dict[tuple[str | None, str], tuple[Json, Outcome]] = {}
        for outcome in seen:
            change = outcome.change
            if isinstance(change, PropertySet) and change.event_id is not None:
                told[change.event_id, change.property] = change.value, outcome
        for name, number in list(self._open.items()):
            place = number - self._first
            step = self._steps[place]
            found = told.get((step.event.event_id, name))
            if found is not None and same(found[0], step.value):
                outcome = found[1]
                was = Was.VALUE if outcome.had else Was.ABSENT
                self._steps[place] = step.after(outcome.before, was)
                del self._open[name]

    # -- asking --------------------------------------------------------------------------------

    def blame(self, names: Iterable[str]) -> dict[str, Blame]:
        """By property, which step set the value that it has now, as far as is known."""
        wanted = set(names)
        found: dict[str, Blame] = {}
        for step in reversed(self._steps):
            if not wanted or step.kind in (StepKind.DELETED, StepKind.MISSING):
                break
            if step.name in wanted:
                certain = step.kind is StepKind.SET and step.was is not Was.UNKNOWN
                found[step.name] = Blame(step, certain)
                if step.kind is StepKind.SET:
                    wanted.discard(step.name)
        return found

    # -- how -----------------------------------------------------------------------------------

    def _meet(self, event: Event) -> None:
        self.streams.add(event.stream)
        self.sources.add(event.source)
        if not event.is_tombstone:
            self.names.update(event.properties or ())

    def _fill_in(self, past: Unfolding) -> None:
        """Tell the first steps what was before them, now that events before them are known."""
        told = [name for name in self._open if name in past.values]
        if past.others is Was.ABSENT:
            told = list(self._open)
        for name in told:
            place = self._open.pop(name) - self._first
            was = Was.VALUE if name in past.values else Was.ABSENT
            self._steps[place] = self._steps[place].after(past.values.get(name), was)

    def _gap_after(self, place: int) -> int:
        """Where the next gap is, as a place among the events."""
        places = (number - self._first_event for number in self._gaps)
        return min((p for p in places if p > place), default=len(self._events))
