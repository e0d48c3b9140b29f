"""Steps: what each event did to each property, by the rules of the projection."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import NamedTuple

from flux_tui.model.change import EntityDeleted
from flux_tui.model.event import Event
from flux_tui.model.json import Json, same
from flux_tui.replica.projection import project


class StepKind(Enum):
    """What an event did."""

    SET = auto()
    """A property got another value, or its first as far as is known."""
    REPEATED = auto()
    """A property was reported with the value it had."""
    DELETED = auto()
    """The entity was deleted, and with it all its properties."""
    IGNORED = auto()
    """The projection does nothing with this event: it sets no property."""
    MISSING = auto()
    """Between the event before and this one there may be others that the server does not give."""


class Was(Enum):
    """What is known of a property before a step."""

    VALUE = auto()
    ABSENT = auto()
    UNKNOWN = auto()
    """It was set by an event that is not known, or not at all."""


class Step(NamedTuple):
    """One change of one property; ``name`` is empty for what concerns the whole entity.

    ``before`` is meaningful when ``was`` is VALUE.
    """

    event: Event
    kind: StepKind
    name: str = ""
    value: Json = None
    before: Json = None
    was: Was = Was.UNKNOWN

    def after(self, before: Json, was: Was) -> Step:
        """The same step, now that what was before it is known."""
        repeated = was is Was.VALUE and same(before, self.value)
        kind = StepKind.REPEATED if repeated else StepKind.SET
        return self._replace(kind=kind, before=before, was=was)


class Unfolding:
    """The entity's properties while its events are gone through, oldest first.

    Nothing is known of it at first. After a tombstone all is: what was not set since is absent.
    """

    def __init__(self) -> None:
        self.values: dict[str, Json] = {}
        self.others = Was.UNKNOWN
        """What properties are that stand not in ``values``: UNKNOWN or ABSENT."""

    def steps(self, event: Event) -> Iterable[Step]:
        """What an event does, which is done to ``values``."""
        changes = project(event, 0)
        if not changes:
            yield Step(event, StepKind.IGNORED)
        for change in changes:
            if isinstance(change, EntityDeleted):
                self.values.clear()
                self.others = Was.ABSENT
                yield Step(event, StepKind.DELETED)
            else:
                yield self._set(event, change.property, change.value)

    def learn(self, past: Unfolding) -> None:
        """What was before the first event that was gone through is known now."""
        if self.others is Was.UNKNOWN:
            self.values = past.values | self.values
            self.others = past.others

    def forget(self) -> None:
        """Something may have happened that is not known."""
        self.values.clear()
        self.others = Was.UNKNOWN

    def _set(self, event: Event, name: str, value: Json) -> Step:
        had = name in self.values
        before = self.values.get(name)
        self.values[name] = value
        step = Step(event, StepKind.SET, name, value)
        return step.after(before, Was.VALUE if had else self.others)
